/** Writes all outputs about a judgement, and checks what must hold for every judgement. */
import { judge } from '../../../grader/kinds/index.js';
import type { Seen } from '../../../grader/checks/judging/judge.js';
import { buildReport } from '../../../grader/report/build.js';
import { renderClass } from '../../../grader/report/class-summary.js';
import { toCsv } from '../../../grader/report/csv.js';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { findNonsense } from '../../../grader/score/sense.js';
import { standingOf } from '../../../grader/report/standing.js';
import { renderReport, type TerminalStyle } from '../../../grader/report/terminal.js';
import { toJson } from '../../../grader/report/writers/files.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import type { ResolvedRubric } from '../../../grader/stages/resolved.js';
import { findReportProblems } from '../../../grader/schema/validate.js';
import { scoreChecks } from '../../../grader/score/score.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 80, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };
/** Halves of pairs, as they are and as JSON writes them: neither UTF-8 nor what reads strict JSON has them. */
const HALVES = /\p{Cs}/u;
const HALVES_IN_JSON = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/;
const MOST_BYTES = 2 << 20;
/** What sums of shares may be off by. */
const ROUNDING = 1e-9;

/** Judges all checks of a rubric and writes everything; the first thing that is not as it must be, or null. */
export function findFault(seen: Seen, rubric: ResolvedRubric, id = 'student'): string | null {
  const { checks } = rubric.rubric;
  const judged = checks.map((check) => ({ check, judgement: judge(check, seen, rubric) }));
  for (const { check, judgement } of judged) {
    const { earned } = judgement;
    if (!(earned >= 0 && earned <= check.points + ROUNDING)) {
      return `${check.id} earned ${String(earned)} of ${String(check.points)}`;
    }
  }
  const results = scoreChecks(checks, new Map(judged.map(({ check, judgement }) => [check.id, judgement])));
  const notes = judged.flatMap(({ judgement: { review } }) => (review === undefined ? [] : [review]));
  return findFaultOf(
    buildReport({
      ...{
        id,
        digest: '',
        files: 1,
        bytes: 1,
        submittedAt: null,
        submitters: [{ name: id, email: id }],
        rubric,
        results,
      },
      notes: notes.map((text) => ({ audience: 'staff', text })),
      ...{ driver: 'process', grader: '0', node: 'v20', observations: null, kept: null, wallMs: 1 },
      startedAt: '2018-09-13T00:00:00.000Z',
    }),
  );
}

function findFaultOf(report: GradeReport): string | null {
  const [problem] = findReportProblems(report);
  if (problem !== undefined) return `${problem.path.join('.')}: ${problem.sentence}`;
  const [nonsense] = findNonsense(report);
  if (nonsense !== undefined) return nonsense;
  const standing = standingOf(report);
  const json = { report: toJson(report), results: toJson(toGradescope(report)) };
  const written = {
    ...json,
    scores: toCsv([standing]),
    terminal: renderReport(report, plain),
    summary: renderClass([standing], plain),
  };
  for (const [name, text] of Object.entries(written)) {
    if (HALVES.test(text)) return `${name} contains half of a surrogate pair`;
    if (text.length > MOST_BYTES) return `${name} has ${String(text.length)} characters`;
  }
  const halved = Object.entries(json).find(([, text]) => HALVES_IN_JSON.test(text));
  return halved === undefined ? null : `${halved[0]} contains half of a surrogate pair`;
}
