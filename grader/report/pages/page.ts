/**
 * The page of one report, for its student or for staff: the score and what to do next, then a section for each check.
 * Made of the report alone, so that equal reports give equal bytes. A student's page must not contain anything of a
 * check that is not visible, nor a total that would reveal its points.
 */
import { kindNamed } from '../../kinds/index.js';
import type { CheckReport, GradeReport, Note } from '../../schema/report.js';
import { tellMachine, tellStaff, tellStudent } from '../adjusted-text.js';
import { isHidden, reportForStudents, type StudentReport } from '../for-students.js';
import type { Release } from '../release.js';
import { drawBlock } from './blocks.js';
import { pageOf } from './frame.js';
import { html, named, NOTHING, said, type SafeHtml } from './html.js';
import { roundPoints } from '../../score/points.js';
import { NOT_FINAL, tellOpen } from '../open-items.js';
import { errorOf } from '../error-of.js';
import { counted } from '../../text/counted.js';
import { shownPoints } from '../../text/points.js';

export type Audience = 'student' | 'staff';

const STATUS: Readonly<Record<CheckReport['status'], readonly [mark: string, words: string]>> = {
  passed: ['✓', 'passed'],
  partial: ['◐', 'partly right'],
  failed: ['✗', 'not yet'],
  skipped: ['–', 'skipped'],
  ungraded: ['?', 'not graded'],
  open: ['…', 'given by hand'],
};

/** Names of a group that stand on top. */
const MOST_NAMES = 6;

/** `release` is what students may see besides visible results; by default, nothing. */
export function renderPage(report: GradeReport, audience: Audience, release?: Release): string {
  return audience === 'staff'
    ? render(report, report.results, audience)
    : renderStudentPage(reportForStudents(report, release));
}

export function renderStudentPage(report: StudentReport): string {
  const visible = report.results.filter((result) => !isHidden(result));
  return render({ ...report, output: { stdout: '', stderr: '' } }, visible, 'student');
}

/** With these of its results. */
function render(report: GradeReport, results: readonly CheckReport[], audience: Audience): string {
  const { rubric, submission } = report;
  const later = report.results.length - results.length;
  const body = html`<header>
      <p class="quiet">${named(rubric.title)}</p>
      ${namesOf(submission)} ${headOf(report, results)}
    </header>
    <main>
      ${nextOf(results, report)}
      <h2>Checks</h2>
      ${results.map((result) => sectionOf(result, audience))}
      ${later === 0 ? NOTHING : html`<p class="quiet">${later === 1 ? 'One more check is' : `${String(later)} more checks are`} not shown yet.</p>`}
      ${notesOf(report.notes)} ${printedOf(report)}
    </main>
    <footer>
      <p>
        Submission ${submission.digest.slice(0, 12)}, rubric ${rubric.id} ${rubric.digest.slice(0, 12)}, tuxgrade
        ${report.environment.grader}${submission.submittedAt === null ? '' : `, handed in ${submission.submittedAt}`}.
      </p>
    </footer>`;
  return pageOf({ title: `${submission.id}: ${rubric.title}`.slice(0, 200), body });
}

/** The score. Where other checks follow there is no sum of any kind: it would not be what counts. */
function headOf(report: GradeReport, shown: readonly CheckReport[]): SafeHtml {
  const { verdict, results, rubric } = report;
  if (verdict.status === 'ungraded') {
    return html`<div class="head">
      <p class="score">not graded</p>
      <p>The grader itself had a problem. It costs no points, and staff will grade this again.</p>
    </div>`;
  }
  if (shown.length < results.length) {
    const passed = shown.filter(({ status }) => status === 'passed').length;
    return html`<div class="head">
      <p class="score">${passed} <small>of ${counted(shown.length, 'check')} passed so far</small></p>
      ${verdict.status === 'open' ? html`<p>${NOT_FINAL}</p>` : NOTHING} ${lateOf(verdict, false)}
      ${machineOf(verdict, false)}
    </div>`;
  }
  if (verdict.status === 'open') {
    return html`<div class="head">
      <p class="score">not final</p>
      <p>${tellOpen(report)}</p>
      ${lateOf(verdict, false)}
    </div>`;
  }
  // a student's own run has no other checks at all
  const after = roundPoints(rubric.points - verdict.possible);
  const more = after <= 0 ? '' : ' so far';
  return html`<div class="head">
    <p class="score">${shownPoints(verdict.earned)} <small>of ${shownPoints(verdict.possible)} points${more}</small></p>
    ${after > 0 ? html`<p>Checks for ${shownPoints(after)} more points run after you hand in.</p>` : NOTHING}
    ${lateOf(verdict, true)} ${machineOf(verdict, true)}
  </div>`;
}

/** Points before the policy are those of all checks, so they are told only where all are shown. */
function lateOf({ late, beforeLate }: GradeReport['verdict'], isWhole: boolean): SafeHtml {
  if (late === null) return NOTHING;
  const before = isWhole ? `${shownPoints(beforeLate)} points before the late policy; ` : '';
  return html`<p>${before}${late.sentence}.</p>`;
}

function machineOf(verdict: GradeReport['verdict'], isWhole: boolean): SafeHtml {
  const told = isWhole ? tellMachine(verdict) : null;
  return told === null ? NOTHING : html`<p>${told}.</p>`;
}

/** The first check that does not earn everything, with its question. */
function nextOf(results: readonly CheckReport[], { verdict }: GradeReport): SafeHtml {
  if (verdict.status === 'ungraded') return NOTHING;
  const first = results.find(({ status }) => status === 'failed' || status === 'partial');
  if (first === undefined) {
    const words = results.every(({ status }) => status === 'passed')
      ? 'Nothing: all that is shown here passes.'
      : 'Nothing that is shown here.';
    return html`<section class="next">
      <h2>What to do next</h2>
      <p>${words}</p>
    </section>`;
  }
  const hint = first.hint === undefined ? NOTHING : html`<p class="strong">${said(first.hint)}</p>`;
  return html`<section class="next">
    <h2>What to do next</h2>
    <p><a href="#${anchorOf(first)}">${named(first.title)}</a>: ${said(first.adjustment?.reason ?? first.summary)}</p>
    ${hint}
  </section>`;
}

/** The names of who handed it in, and the submission's own name. */
function namesOf({ id, submitters }: GradeReport['submission']): SafeHtml {
  const names = submitters.flatMap(({ name }) => name ?? []).slice(0, MOST_NAMES);
  if (names.length === 0) return html`<h1>${named(id)}</h1>`;
  return html`<h1>${names.map((name, index) => [index === 0 ? '' : ', ', named(name)])}</h1>
    <p class="quiet">${named(id)}</p>`;
}

const anchorOf = ({ id }: CheckReport) => `check-${id}`;

/** Passed checks are folded; the others are open. */
function sectionOf(result: CheckReport, audience: Audience): SafeHtml {
  const adjusted = audience === 'staff' ? tellStaff(result) : tellStudent(result);
  const { title, status, earned, possible, bonus, summary, evidence, hint, visibility } = result;
  const [mark, words] = STATUS[status];
  const blocks = kindNamed(result.kind)?.told(evidence) ?? [];
  const question = hint === undefined ? NOTHING : html`<p class="question">${said(hint)}</p>`;
  const open = status === 'passed' ? NOTHING : html` open`;
  const hidden =
    visibility === 'visible' ? NOTHING : html` <span class="badge">${visibility.replaceAll('_', ' ')}</span>`;
  return html`<details class="check" id="${anchorOf(result)}" ${open}>
    <summary>
      <span class="badge ${status}"><span aria-hidden="true">${mark}</span> ${words}</span
      ><span class="title"
        ><h3>${named(title)}</h3>
        ${bonus === true ? html`<span class="badge">bonus</span>` : NOTHING}${hidden}</span
      ><span class="points">${shownPoints(earned)} of ${shownPoints(possible)}</span>
    </summary>
    <div class="body">
      ${adjusted === null ? NOTHING : html`<p class="strong">${said(adjusted)}</p>`} ${blocks.map(drawBlock)}
      <p class="mistake ${status}">${said(summary)}</p>
      ${frameOf(result)}${question}
    </div>
  </details> `;
}

/** The line of the student's code that failed. */
function frameOf({ evidence }: CheckReport): SafeHtml {
  const error = errorOf(evidence);
  if (error?.frame === undefined) return NOTHING;
  const line = error.line === undefined ? '' : `, line ${String(error.line)}`;
  return drawBlock({ type: 'code', title: `Where it failed: ${error.file ?? ''}${line}`, text: error.frame });
}

function notesOf(notes: readonly Note[]): SafeHtml {
  if (notes.length === 0) return NOTHING;
  const items = notes.map(
    ({ audience, text }) =>
      html`<li>${audience === 'student' ? '' : html`<span class="badge">${audience}</span> `}${said(text)}</li>`,
  );
  return html`<h2>Notes</h2>
    <ul class="notes">
      ${items}
    </ul>`;
}

/** What the student's code printed: for staff, who may ask why. */
function printedOf({ output }: GradeReport): SafeHtml {
  const streams = {
    stdout: output.stdout,
    stderr: output.stderr,
    'stdout of hidden checks': output.hidden?.stdout ?? '',
    'stderr of hidden checks': output.hidden?.stderr ?? '',
  };
  const shown = Object.entries(streams).filter(([, text]) => text !== '');
  if (shown.length === 0) return NOTHING;
  return html`<h2>Printed</h2>
    ${shown.map(([title, text]) => drawBlock({ type: 'code', title, text }))}`;
}
