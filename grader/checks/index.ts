/** The registry of judges. A kind of check without a judge does not compile. */
import type { Check } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { judgeAccuracy } from './accuracy.js';
import { judgeDataSet } from './data-set.js';
import { judgeFiles } from './files.js';
import { judgeForward } from './forward.js';
import { judgeGradient } from './gradient.js';
import { judgeJacobian } from './jacobian.js';
import type { Judge, Judgement, Judges, Seen } from './judge.js';
import { judgeLoss } from './loss.js';
import { judgeLossLog } from './loss-log.js';
import { judgeModelGradient } from './model-gradient.js';
import { judgeModelLimits } from './model-limits.js';
import { judgeSteps } from './steps.js';

const JUDGES: Judges = {
  steps: judgeSteps,
  forward: judgeForward,
  gradient: judgeGradient,
  jacobian: judgeJacobian,
  loss: judgeLoss,
  accuracy: judgeAccuracy,
  'model-limits': judgeModelLimits,
  'loss-log': judgeLossLog,
  'model-gradient': judgeModelGradient,
  'data-set': judgeDataSet,
  files: judgeFiles,
};

/** Judges one check. Every submission gives a judgement; what it throws is a fault of the grader. */
export function judge(check: Check, seen: Seen, rubric: ResolvedRubric): Judgement {
  // the registry pairs each kind with its own judge, which the type system cannot follow through the lookup
  const judgeOfKind = JUDGES[check.kind] as Judge<Check['kind']>;
  return judgeOfKind(check, seen, rubric);
}
