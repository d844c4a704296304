/** The table of a class: one row for each submission. Its script shows the rest of the rows. */
import { lateWords } from '../late.js';
import { tellChanges } from '../adjusted-text.js';
import type { Standing } from '../standing.js';
import { printableUpTo } from '../printable.js';
import { html, LONGEST_NAME, named, NOTHING, said, scrolling, type SafeHtml } from './html.js';
import type { CheckFacts } from './class-facts.js';
import { shownPoints } from '../../text/points.js';

export interface ClassRow {
  readonly id: string;
  readonly href: string;
  readonly name: string;
  readonly earned: number | null;
  readonly status: string;
  /** The places, among the checks, of those that lost points. */
  readonly lost: readonly number[];
  readonly why: string;
  readonly seconds: number;
}

export const STATUSES = ['all points', 'some points', 'no points', 'not graded', 'not final'] as const;

const LONGEST_REASON = 160;
const FIRST_ROWS = 100;

export function rowsOf(standings: readonly Standing[], checks: readonly CheckFacts[]): ClassRow[] {
  const places = new Map(checks.map(({ id }, index) => [id, index]));
  return standings.map(({ submission: { id, submitters }, verdict, results, timing }) => {
    const names = submitters.flatMap(({ name, id: number }) => name ?? number ?? []);
    const first = results.find(({ status }) => status !== 'passed');
    const lost = results.filter(({ status }) => status === 'failed' || status === 'partial');
    const changes = tellChanges(results);
    const why = [
      lateWords(verdict) ?? [],
      changes.length === 0 ? [] : `adjusted: ${changes.join(', ')}`,
      first === undefined ? [] : `${first.id}: ${first.summary}`,
    ].flat();
    return {
      id: printableUpTo(id, LONGEST_NAME),
      href: hrefOf(id),
      name: printableUpTo(names.join(', '), LONGEST_NAME),
      earned: verdict.earned === null ? null : Math.round(verdict.earned * 100) / 100,
      status: statusOf(verdict),
      lost: lost.flatMap((result) => places.get(result.id) ?? []),
      why: printableUpTo(why.join('; '), LONGEST_REASON),
      seconds: Math.round(timing.wallMs / 100) / 10,
    };
  });
}

/** Ids are names of folders, which may contain anything that an address gives a meaning to. */
export function hrefOf(id: string): string {
  return `reports/${encodeURIComponent(id.replace(/\p{Cs}/gu, '\ufffd'))}/report.html`;
}

/** Links to the reports of submissions, one after the other. */
export function linked(ids: readonly string[]): SafeHtml[] {
  return ids.map((id, index) => html`${index === 0 ? '' : ', '}<a href="${hrefOf(id)}">${named(id)}</a>`);
}

function statusOf({ status, earned, possible }: Standing['verdict']): string {
  if (status === 'open') return STATUSES[4];
  if (earned === null) return STATUSES[3];
  if (earned >= possible) return STATUSES[0];
  return earned > 0 ? STATUSES[1] : STATUSES[2];
}

const COLUMNS = [
  ['name', 'Name'],
  ['id', 'Submission'],
  ['earned', 'Points'],
  [null, 'Result'],
  [null, 'First problem'],
  ['seconds', 'Seconds'],
] as const;

/** Without any name, the first column has the ids, and there is none for them. */
export const isNamed = (rows: readonly ClassRow[]) => rows.some(({ name }) => name !== '');

export function drawClassTable(rows: readonly ClassRow[], checks: readonly CheckFacts[]): SafeHtml {
  const withIds = isNamed(rows);
  const heads = COLUMNS.filter(([key]) => withIds || key !== 'id').map(([key, title]) =>
    key === null
      ? html`<th scope="col">${title}</th>`
      : html`<th scope="col"><button type="button" disabled data-key="${key}">${title}</button></th>`,
  );
  const statuses = STATUSES.map((status, index) => html`<option value="status:${index}">${status}</option>`);
  const lost = checks.map(
    ({ title }, index) => html`<option value="lost:${index}">${printableUpTo(title, 60)}</option>`,
  );
  const table = html`<table id="class">
    <thead>
      <tr>
        ${heads}
      </tr>
    </thead>
    <tbody>
      ${rows.slice(0, FIRST_ROWS).map((row) => drawRow(row, withIds))}
    </tbody>
  </table>`;
  return html`<div class="controls" id="controls" hidden>
      <label>Search <input type="search" id="search" autocomplete="off" /></label>
      <label
        >Show
        <select id="filter">
          <option value="all:">all</option>
          ${statuses}
          <optgroup label="lost points in">${lost}</optgroup>
        </select></label
      >
      <button type="button" id="before">Previous</button><button type="button" id="after">Next</button>
      <span id="count" role="status"></span>
    </div>
    ${scrolling('Submissions', table)}`;
}

function drawRow({ id, href, name, earned, status, why, seconds }: ClassRow, withIds: boolean): SafeHtml {
  return html`<tr>
    <th scope="row"><a href="${href}">${named(name === '' ? id : name)}</a></th>
    ${withIds ? html`<td>${named(id)}</td>` : NOTHING}
    <td class="number">${earned === null ? status : shownPoints(earned)}</td>
    <td class="result">${status}</td>
    <td class="why">${said(why)}</td>
    <td class="number">${seconds.toFixed(1)}</td>
  </tr>`;
}
