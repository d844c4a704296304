/**
 * The page of a class, for staff: how the points are distributed, which checks are lost and by which mistakes, what needs
 * attention, and a table with a link to each report. Made of standings alone. Pure; the same standings give the same
 * bytes.
 */
import { repairsOf } from '../repair.js';
import type { Standing } from '../standing.js';
import { drawBlock } from './blocks.js';
import { drawMistakes, drawRepairs } from './class-causes.js';
import { checksOf, sharedMistakes, tenthsOf, type CheckFacts } from './class-facts.js';
import { CLASS_SCRIPT } from './class-script.js';
import { drawClassTable, isNamed, linked, rowsOf, STATUSES } from './class-table.js';
import { pageOf } from './frame.js';
import { html, named, NOTHING, said, type SafeHtml } from './html.js';
import { meanOf, medianOf, scoresOf, withStatus } from '../class-scores.js';
import { shownPoints } from '../../text/points.js';

export interface ClassPage {
  readonly title: string;
  readonly standings: readonly Standing[];
  /** Submissions that have no report that can be read, and why. */
  readonly missing: readonly { readonly id: string; readonly because: string }[];
  /** The submission before of those who handed in another one. */
  readonly before?: ReadonlyMap<string, Standing>;
}

const MOST_LISTED = 10;

export function renderClassPage({ title, standings, missing, before = new Map() }: ClassPage): string {
  const checks = checksOf(standings);
  const rows = rowsOf(standings, checks);
  const body = html`<header>
      <p class="quiet">The class</p>
      <h1>${named(title)}</h1>
      ${tilesOf(standings)}
    </header>
    <main>
      ${missingOf(missing)} ${distributionOf(standings)} ${successOf(checks)} ${drawMistakes(sharedMistakes(standings))}
      ${drawRepairs(repairsOf(standings, before), before.size)} ${attentionOf(standings)}
      <h2>Submissions</h2>
      ${drawClassTable(rows, checks)}
    </main>
    <footer><p>For staff: this page names all students.</p></footer>`;
  const data = { rows, statuses: STATUSES, isNamed: isNamed(rows) };
  return pageOf({ title: `Class: ${title}`.slice(0, 200), body, script: CLASS_SCRIPT, data });
}

function tilesOf(standings: readonly Standing[]): SafeHtml {
  const scores = scoresOf(standings);
  const possible = shownPoints(standings[0]?.verdict.possible ?? null);
  const open = withStatus(standings, 'open').length;
  const tiles = [
    [String(standings.length), standings.length === 1 ? 'submission' : 'submissions'],
    ...(scores.length === 0
      ? []
      : [
          [shownPoints(meanOf(scores)), `mean of ${possible}`],
          [shownPoints(medianOf(scores)), 'median'],
        ]),
    [String(withStatus(standings, 'ungraded').length), 'not graded'],
    ...(open === 0 ? [] : [[String(open), 'not final']]),
  ] as const;
  return html`<ul class="tiles">
    ${tiles.map(([number = '', what = '']) => html`<li><b>${number}</b> ${what}</li>`)}
  </ul>`;
}

function missingOf(missing: ClassPage['missing']): SafeHtml {
  if (missing.length === 0) return NOTHING;
  const items = missing.slice(0, 50).map(({ id, because }) => html`<li>${named(id)}: ${said(because)}</li>`);
  const more = missing.length > items.length ? html`<li>and ${missing.length - items.length} more</li>` : NOTHING;
  return html`<h2>Without a report</h2>
    <ul class="notes">
      ${items}${more}
    </ul>`;
}

function distributionOf(standings: readonly Standing[]): SafeHtml {
  const tenths = tenthsOf(standings);
  if (tenths.every((count) => count === 0)) return NOTHING;
  const bars = tenths.map((value, tenth) => ({ name: `${String(tenth * 10)} to ${String(tenth * 10 + 10)} %`, value }));
  return html`<h2>Points</h2>
    ${drawBlock({ type: 'bars', title: 'Submissions by their share of the points', bars })}`;
}

function successOf(checks: readonly CheckFacts[]): SafeHtml {
  if (checks.length === 0) return NOTHING;
  // only for a rubric with points that are given by hand
  const hasOpen = checks.some(({ counts }) => counts.open > 0);
  const rows = checks.map(({ title, counts }) => {
    const graded = counts.passed + counts.partial + counts.failed;
    const share = graded === 0 ? '–' : `${String(Math.round((100 * counts.passed) / graded))} %`;
    const { passed, partial, failed, skipped, ungraded, open } = counts;
    const last = hasOpen ? [open] : [];
    return { cells: [title, share, ...[passed, partial, failed, skipped, ungraded, ...last].map(String)] };
  });
  const head = [
    'check',
    'success',
    'all points',
    'some',
    'none',
    'skipped',
    'not graded',
    ...(hasOpen ? ['open'] : []),
  ];
  return html`<h2>Checks</h2>
    ${drawBlock({ type: 'table', title: 'Success of each check', head, rows })}`;
}

function attentionOf(standings: readonly Standing[]): SafeHtml {
  const idOf = ({ submission }: Standing) => submission.id;
  const nothing = standings.filter(({ verdict }) => verdict.earned === 0).map(idOf);
  const slowest = [...standings].sort((a, b) => b.timing.wallMs - a.timing.wallMs).slice(0, MOST_LISTED);
  const lists = [
    listed('Not graded', withStatus(standings, 'ungraded').map(idOf)),
    listed('Not final: points are given by hand', withStatus(standings, 'open').map(idOf)),
    listed('Without any points', nothing),
  ];
  const times = slowest.map(
    (one, index) =>
      html`${index === 0 ? '' : ', '}${linked([idOf(one)])} ${Math.round(one.timing.wallMs / 100) / 10} s`,
  );
  const slow = times.length === 0 ? NOTHING : html`<p><b>Slowest:</b> ${times}</p>`;
  return html`<h2>To look at</h2>
    ${lists}${slow}`;
}

function listed(title: string, ids: readonly string[]): SafeHtml {
  if (ids.length === 0) return NOTHING;
  const more = ids.length > MOST_LISTED ? ` and ${String(ids.length - MOST_LISTED)} more` : '';
  return html`<p><b>${title} (${ids.length}):</b> ${linked(ids.slice(0, MOST_LISTED))}${more}</p>`;
}
