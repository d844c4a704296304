/**
 * Dodona: commands, one JSON object a line, that open and close a judgement, its tabs, contexts, test cases and tests. A check
 * is a context; an output of it, or the check itself, is a test case. All messages are plain text: Dodona shows anything
 * else as markup. Pure.
 */
import type { StudentReport } from '../report/for-students.js';
import { errorOf } from '../report/error-of.js';
import type { CheckReport } from '../schema/report.js';
import type { OutputEvidence } from '../schema/evidence.js';
import { printable } from '../report/printable.js';
import { checkLines, oneLine, titleWithPoints } from './lines.js';
import { headSentences, scoreWords, shownResults, shownScore, UNGRADED } from './shown.js';
import type { CourseSystemOut, Written } from './system.js';

export type Command = Readonly<Record<string, unknown>> & { readonly command: string };
type Status =
  | 'correct'
  | 'wrong'
  | 'runtime error'
  | 'time limit exceeded'
  | 'memory limit exceeded'
  | 'output limit exceeded'
  | 'internal error';

const STATUS_OF_CODE: Readonly<Record<string, Status>> = {
  RUNTIME_ERROR: 'runtime error',
  TIME_LIMIT: 'time limit exceeded',
  MEMORY_LIMIT: 'memory limit exceeded',
  OUTPUT_LIMIT: 'output limit exceeded',
};

function write(report: StudentReport): Written {
  return {
    text: commandsOf(report)
      .map((command) => `${JSON.stringify(command)}\n`)
      .join(''),
    remarks: [],
  };
}

export function commandsOf(report: StudentReport): Command[] {
  const shown = shownResults(report);
  const { earned } = shownScore(report);
  const human = scoreWords(report);
  const head = [human, ...headSentences(report)];
  const isRight = earned !== null && shown.every(({ status }) => status === 'passed');
  return [
    { command: 'start-judgement' },
    ...head.map((text) => messageOf(oneLine(text))),
    { command: 'start-tab', title: 'Checks' },
    ...shown.flatMap(contextOf),
    { command: 'close-tab' },
    { command: 'close-judgement', accepted: isRight, status: { enum: overall(earned, shown), human } },
  ];
}

/** Where the grader failed before there was a report. `why` is for staff. */
export function failedCommands(why: string): Command[] {
  return [
    { command: 'start-judgement' },
    messageOf(UNGRADED),
    messageOf(printable(why), 'staff'),
    { command: 'close-judgement', accepted: false, status: { enum: 'internal error', human: 'Not graded yet' } },
  ];
}

function messageOf(text: string, permission: 'student' | 'staff' = 'student'): Command {
  return { command: 'append-message', message: { format: 'plain', description: text, permission } };
}

function overall(earned: number | null, shown: readonly CheckReport[]): Status {
  if (earned === null) return 'internal error';
  const statuses = shown.map(statusOf);
  return (
    statuses.find((status) => status !== 'correct' && status !== 'wrong') ??
    statuses.find((status) => status === 'wrong') ??
    'correct'
  );
}

function statusOf(result: CheckReport): Status {
  if (result.status === 'passed') return 'correct';
  if (result.status === 'ungraded') return 'internal error';
  return STATUS_OF_CODE[errorOf(result.evidence)?.code ?? ''] ?? 'wrong';
}

function contextOf(result: CheckReport): Command[] {
  const isRight = result.status === 'passed';
  const { evidence } = result;
  const outputs = evidence.type === 'comparison' && evidence.error === undefined ? evidence.outputs : [];
  return [
    { command: 'start-context', description: { format: 'plain', description: titleWithPoints(result) } },
    ...(outputs.length === 0 ? [] : outputs.flatMap(outputCase)),
    { command: 'start-testcase', description: { format: 'plain', description: oneLine(result.title) } },
    ...checkLines(result).map((line) => messageOf(line)),
    { command: 'close-testcase', accepted: isRight },
    { command: 'close-context', accepted: isRight },
  ];
}

/** A student's values are not held against others as text: what is expected is that they are right. */
function outputCase({ name, earned, possible, sentence }: OutputEvidence): Command[] {
  const isRight = earned >= possible;
  return [
    { command: 'start-testcase', description: { format: 'plain', description: oneLine(name) } },
    { command: 'start-test', expected: 'right', description: { format: 'plain', description: oneLine(name) } },
    {
      command: 'close-test',
      generated: isRight ? 'right' : oneLine(sentence),
      accepted: isRight,
      status: { enum: isRight ? 'correct' : 'wrong' },
    },
    { command: 'close-testcase', accepted: isRight },
  ];
}

export const dodona: CourseSystemOut = { name: 'dodona', ending: '.jsonl', write };
