/**
 * What a kind of check consists of beside its schema. Everything that treats checks by their kind (plan, lint, expected
 * paths, report) asks here; none of it knows a kind by name. All parts are required, so that none is forgotten.
 */
import type { Draft } from '../checks/asking/draft.js';
import type { Judge } from '../checks/judging/judge.js';
import type { Path, RuleProblem } from '../checks/rules/rule.js';
import type { CheckKind, CheckOf } from '../schema/checks.js';
import type { Rubric } from '../schema/rubric.js';
import type { ResolvedRubric } from '../stages/resolved.js';

export interface Kind<K extends CheckKind> {
  /** What the submission earns, and why. Pure: no I/O, no clock, no randomness. */
  readonly judge: Judge<K>;
  /** Adds to a plan what the check asks of a submission: never a label, a reference or a tolerance. */
  readonly plan: (check: CheckOf<K>, draft: Draft, rubric: ResolvedRubric) => void;
  /** What makes no sense although it fits the schema; `path` leads to the check. */
  readonly rules: (path: Path, check: CheckOf<K>, rubric: Rubric) => Iterable<RuleProblem>;
  /** What is allowed and yet seldom meant, a sentence each. */
  readonly warnings: (check: CheckOf<K>, rubric: ResolvedRubric) => Iterable<string>;
  /** Files and folders of a submission that the check names itself; those of targets are known. */
  readonly paths: (check: CheckOf<K>) => readonly NamedPath[];
  /** What of the rubric the check refers to. */
  readonly refersTo: (check: CheckOf<K>) => References;
  /** Steps, matrices and the like whose points sum to the check's; null where it has none. */
  readonly parts: (check: CheckOf<K>) => Parts | null;
  /** What of the rubric it hands to student code, which can print it. */
  readonly gives: (check: CheckOf<K>) => Given;
  /**
   * Whether student code or a model is asked, so that errors and names in the result may be words that a student chose.
   * Results of such a check that is not visible are cleaned before a student sees them.
   */
  readonly quotesStudent: boolean;
}

/** A file or folder inside a submission. */
export interface NamedPath {
  /** Leads from the check to the path. */
  readonly key: Path;
  readonly path: string;
  /** Files by which a submission is told from a folder around it; default: the path itself. */
  readonly files?: readonly string[];
}

/** Names of a rubric's networks, point sets, targets and data sets. */
export interface References {
  readonly networks?: readonly string[];
  readonly pointSets?: readonly string[];
  readonly targets?: readonly string[];
  readonly data?: readonly string[];
}

export interface Parts {
  /** In the plural, as a sentence has it: `steps`. */
  readonly what: string;
  readonly parts: readonly { readonly points: number }[];
}

export interface Given {
  /** Point sets whose inputs and labels student code is called with. */
  readonly pointSets?: readonly string[];
  /** The data set whose labels student code is called with; `key` leads to it. */
  readonly labels?: { readonly key: Path; readonly data: string };
}
