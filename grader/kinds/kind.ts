/**
 * The parts of a kind of check besides its schema. All code that treats checks by kind (plan, lint, expected paths,
 * report) uses this interface and must not name any kind. All parts are required, so that none can be forgotten.
 */
import type { Draft } from '../checks/asking/draft.js';
import type { Judge } from '../checks/judging/judge.js';
import type { Block } from '../checks/telling/blocks.js';
import type { EvidenceParts } from '../checks/telling/evidence-parts.js';
import type { Path, RuleProblem } from '../checks/rules/rule.js';
import type { CheckKind, CheckOf } from '../schema/checks.js';
import type { Evidence } from '../schema/report.js';
import type { Rubric } from '../schema/rubric.js';
import type { ResolvedRubric } from '../stages/resolved.js';

export interface Kind<K extends CheckKind> {
  /** The points of a submission, and why. Must be pure: no I/O, no clock, no randomness. */
  readonly judge: Judge<K>;
  /** Adds the check's requests to a plan. Must not add a label, a reference or a tolerance. */
  readonly plan: (check: CheckOf<K>, draft: Draft, rubric: ResolvedRubric) => void;
  /** Inconsistencies that the schema cannot exclude; `path` leads to the check. */
  readonly rules: (path: Path, check: CheckOf<K>, rubric: Rubric) => Iterable<RuleProblem>;
  /** Tolerances and aims that right work in float32 cannot reach at this rubric's samples and data. */
  readonly beyondReach: (path: Path, check: CheckOf<K>, rubric: ResolvedRubric) => Iterable<RuleProblem>;
  /** What is allowed but rarely intended, one sentence each. */
  readonly warnings: (check: CheckOf<K>, rubric: ResolvedRubric) => Iterable<string>;
  /** Files and folders of a submission that the check names, besides those of its targets. */
  readonly paths: (check: CheckOf<K>) => readonly NamedPath[];
  /** The parts of the rubric that the check refers to. */
  readonly refersTo: (check: CheckOf<K>) => References;
  /** Parts, such as steps or matrices, whose points sum to those of the check; null if it has none. */
  readonly parts: (check: CheckOf<K>) => Parts | null;
  /** What it passes from the rubric to student code, which can print it. */
  readonly gives: (check: CheckOf<K>) => Given;
  /**
   * What a page shows of the evidence, in the order in which it is read: what was asked, what came, what was expected.
   * Summary, error and hint are shown besides. Must not say anything that the evidence does not hold.
   */
  readonly told: (evidence: Evidence) => readonly Block[];
  /** What of the evidence a student may be told, and which parts of it are bulky. */
  readonly evidence: EvidenceParts;
  /**
   * Whether student code or a model is run, so that errors and names in the result may be words that a student chose.
   * The results of such a check are cleaned before a student sees them, if it is not visible.
   */
  readonly quotesStudent: boolean;
}

/** The path of a file or folder inside a submission. */
export interface NamedPath {
  /** Leads from the check to the path. */
  readonly key: Path;
  readonly path: string;
  /** Files that distinguish a submission from a folder around it; default: the path itself. */
  readonly files?: readonly string[];
}

/** Names of a rubric's networks, sample sets, targets and data sets. */
export interface References {
  readonly networks?: readonly string[];
  readonly sampleSets?: readonly string[];
  readonly targets?: readonly string[];
  readonly data?: readonly string[];
}

export interface Parts {
  /** In the plural, for sentences: `steps`. */
  readonly what: string;
  readonly parts: readonly { readonly points: number }[];
}

export interface Given {
  /** Sample sets whose inputs and labels student code is called with. */
  readonly sampleSets?: readonly string[];
  /** The data set whose labels student code is called with; `key` leads to it. */
  readonly labels?: { readonly key: Path; readonly data: string };
}
