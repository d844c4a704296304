/** Turns the text of a rubric into a rubric, or into all of its errors. Pure. */
import { GraderError } from '../errors.js';
import type { Rubric } from '../schema/rubric.js';
import { findRubricProblems } from '../schema/validate.js';
import { quoted } from '../text/quoted.js';
import { RubricDocument, TOO_DEEP, type Problem } from './document.js';
import { findRuleProblems } from './rules/index.js';

export type Parsed =
  | { readonly ok: true; readonly rubric: Rubric; readonly document: RubricDocument }
  /** Each with `file:line:column`, in the order of the file. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** The most problems that are listed; further ones are counted. */
const MOST_TOLD = 50;

/**
 * Checks syntax, then schema, then rules: each stage relies on the previous ones and reports all of its problems.
 * `path` is only used in messages.
 */
export function parseRubric(path: string, text: string): Parsed {
  const opened = openDocument(path, text);
  if (typeof opened === 'string') return { ok: false, problems: [opened] };
  const { document, value } = opened;
  const syntax = document.syntaxProblems();
  if (syntax.length > 0) return refuse(document, syntax);
  const misfits = findRubricProblems(value).map(({ path: at, atKey, sentence }) => {
    // a wrong key names itself
    const shown = showPath(atKey ? at.slice(0, -1) : at);
    const where = shown === '' ? '' : `${shown}: `;
    return document.problemAt(at, `${where}${sentence}`, atKey);
  });
  if (misfits.length > 0) return refuse(document, misfits);
  // the schema has just said that it is one
  const rubric = value as Rubric;
  const nonsense = findRuleProblems(rubric).map(({ path: at, sentence }) => document.problemAt(at, sentence));
  return nonsense.length > 0 ? refuse(document, nonsense) : { ok: true, rubric, document };
}

/** The error with all problems. */
export class InvalidRubric extends GraderError {
  readonly problems: readonly string[];

  constructor(path: string, problems: readonly string[]) {
    const count = problems.length === 1 ? '' : `${String(problems.length)} problems\n`;
    super('RUBRIC_INVALID', `${count}${problems.join('\n')}`, {
      advice: `Fix the rubric, then run: tuxgrade rubric lint ${quoted(path)}`,
    });
    this.problems = problems;
  }
}

function openDocument(path: string, text: string): { document: RubricDocument; value: unknown } | string {
  try {
    const document = new RubricDocument(path, text);
    return { document, value: document.syntaxProblems().length > 0 ? null : document.value() };
  } catch (error) {
    if (error instanceof ReferenceError) {
      return `${path}: its aliases (*name) repeat too much: write the values out instead`;
    }
    if (error instanceof RangeError) return `${path}: ${TOO_DEEP}`;
    throw error;
  }
}

function refuse(document: RubricDocument, problems: readonly Problem[]): Parsed {
  const inOrder = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  // a problem that two checks share is reported once
  const told = [...new Set(inOrder.map((problem) => document.tell(problem)))];
  const more = told.length - MOST_TOLD;
  const rest = more > 0 ? [`${document.path}: and ${String(more)} more`] : [];
  return { ok: false, problems: [...told.slice(0, MOST_TOLD), ...rest] };
}

/** `checks[2].ramp.from` */
function showPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${String(part)}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
