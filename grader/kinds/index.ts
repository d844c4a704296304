/**
 * The list of all kinds of check. A kind that is not here, or that lacks a part, does not compile. Their schemas are
 * listed in schemas.ts.
 */
import { accuracy } from './accuracy/index.js';
import { dataSet } from './data-set/index.js';
import { files } from './files/index.js';
import { forward } from './forward/index.js';
import { gradient } from './gradient/index.js';
import { jacobian } from './jacobian/index.js';
import { loss } from './loss/index.js';
import { lossLog } from './loss-log/index.js';
import { manual } from './manual/index.js';
import { metric } from './metric/index.js';
import { modelGradient } from './model-gradient/index.js';
import { modelLimits } from './model-limits/index.js';
import { operations } from './operations/index.js';
import { segmentation } from './segmentation/index.js';
import { steps } from './steps/index.js';
import type { Judgement, Seen } from '../checks/judging/judge.js';
import type { Check, CheckKind } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Kind } from './kind.js';

export const KINDS = {
  steps,
  forward,
  gradient,
  jacobian,
  loss,
  operations,
  accuracy,
  metric,
  segmentation,
  'model-limits': modelLimits,
  'loss-log': lossLog,
  'model-gradient': modelGradient,
  'data-set': dataSet,
  files,
  manual,
} satisfies { readonly [K in CheckKind]: Kind<K> };

/** The kind of a check, whose functions take the check as an argument. */
export function kindOf({ kind }: Pick<Check, 'kind'>): Kind<CheckKind> {
  // the list pairs each name with its own kind, which the type system cannot follow through the lookup
  return KINDS[kind] as Kind<CheckKind>;
}

/** The kind with that name; undefined if this version does not have it. */
export function kindNamed(name: string): Kind<CheckKind> | undefined {
  return Object.hasOwn(KINDS, name) ? kindOf({ kind: name as CheckKind }) : undefined;
}

/** Judges one check. Every submission gets a judgement; an exception is a fault of the grader. */
export function judge(check: Check, seen: Seen, rubric: ResolvedRubric): Judgement {
  return kindOf(check).judge(check, seen, rubric);
}
