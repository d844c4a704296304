/** Judges the text or bytes of a training log. */
import { judge } from '../../grader/kinds/index.js';
import type { Judgement } from '../../grader/checks/judging/judge.js';
import type { CheckOf } from '../../grader/schema/checks.js';
import type { DocumentRead } from '../../grader/stages/submission.js';
import { makeResolvedRubric } from './resolved-rubric.js';

type Check = CheckOf<'loss-log'>;

export function judgedLog(content: string | Uint8Array, change: Partial<Check> = {}): Judgement {
  const check: Check = { kind: 'loss-log', id: 'log', title: 'Log', points: 4, file: 'loss.csv', ...change };
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const documents = new Map<string, DocumentRead>([[check.file, { status: 'read', bytes }]]);
  const seen = { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() };
  return judge(check, seen, makeResolvedRubric([check]));
}
