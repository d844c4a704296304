/** Grades the share of held-out examples that a model classifies correctly. Labels must not leave the parent. */
import { wilsonInterval } from '../../numerics/statistics.js';
import { boxOf, decisionMapOf, isPlane, type DecisionMap } from './decision-map.js';
import { misclassifiedOf } from './misclassified.js';
import { mapProbeId } from './probes.js';
import { dataNamed } from '../../checks/asking/targets.js';
import type { CheckOf } from '../../schema/checks.js';
import type { TrustFinding } from '../../stages/observation.js';
import type { ExampleSet, ResolvedRubric } from '../../stages/resolved.js';
import type { TargetOf } from '../../schema/rubric.js';
import { percent } from '../../text/percent.js';
import { remarkOnForm, remarkOnOutputs } from './remarks.js';
import { modelOutputs } from '../../checks/judging/model-outputs.js';
import { remarkOnTrust } from '../../checks/judging/trust.js';
import { remarkOnOrder } from './class-order.js';
import { creditBeyondIdle } from './idle.js';
import type { Judge, Judgement, Seen } from '../../checks/judging/judge.js';
import { remarkOnOtherWays } from './other-ways.js';
import { confusionOf, countCorrect, predictClasses, type Predictions } from './predictions.js';

/** A model, its outputs, and their examples. */
interface Evaluated {
  readonly check: CheckOf<'accuracy'>;
  readonly target: TargetOf<'model'>;
  readonly set: ExampleSet;
  /** Names of the classes, if the data set has names. */
  readonly names: readonly string[];
  readonly width: number;
  readonly predictions: Predictions;
  readonly trust: readonly TrustFinding[];
}

export const judgeAccuracy: Judge<'accuracy'> = (check, seen, rubric) => {
  const set = dataNamed(check.data, rubric);
  const { target: name, data } = check;
  const found = modelOutputs({ target: name, data, rows: set.labels.length, classes: set.classes }, seen, rubric);
  if (!found.ok) return found.judgement;
  const { target, outputs, trust } = found;
  const evaluated: Evaluated = {
    check,
    target,
    set,
    names: namesOf(check.data, rubric),
    width: outputs.shape[1] ?? 1,
    predictions: predictClasses(outputs, set.classes),
    trust,
  };
  return judgeEvaluated(evaluated, seen, mapOf(evaluated, seen, rubric));
};

function namesOf(data: string, { rubric }: ResolvedRubric): readonly string[] {
  const set = rubric.data?.[data];
  return set === undefined || set.kind === 'point-in-circle' ? [] : (set.classes ?? []);
}

/** Nothing if its outputs for an example change with the batch or from call to call: the map would be another one. */
function mapOf(
  { check, set, predictions, trust }: Evaluated,
  { outcomes }: Seen,
  { rubric }: ResolvedRubric,
): { decisionMap?: DecisionMap } {
  const isSteady = trust.every(({ kind }) => kind !== 'not-repeatable' && kind !== 'depends-on-batch');
  if (!isPlane(set) || !isSteady) return {};
  const box = boxOf(set, rubric.data?.[check.data]);
  const decisionMap = decisionMapOf(outcomes.get(mapProbeId(check.target, check.data)), { set, box, predictions });
  return decisionMap === null ? {} : { decisionMap };
}

function judgeEvaluated(evaluated: Evaluated, seen: Seen, map: { decisionMap?: DecisionMap }): Judgement {
  const { check, set, names, predictions, trust } = evaluated;
  const total = set.labels.length;
  const correct = countCorrect(set.labels, predictions.classes);
  const interval = wilsonInterval(correct, total);
  const implausible = check.below !== undefined && total > 0 && correct / total >= check.below;
  const chance = trust.some(({ kind }) => kind === 'not-repeatable');
  const reached = creditBeyondIdle(correct, set.labels, check.ramp);
  const credit = implausible || chance ? 0 : reached.credit;
  const share = `${percent(correct / total)} right (${String(correct)} of ${String(total)}, 95 % interval ${percent(interval.lower)} to ${percent(interval.upper)})`;
  const remarks = [
    share,
    ...trust.map(remarkOnTrust),
    ...remarksOf(evaluated, seen),
    ...reached.remarks,
    ...(implausible ? [`not plausible: a model of this kind stays below ${percent(check.below ?? 1)}`] : []),
    ...(credit < 1 && !implausible && !chance ? [`full points from ${percent(check.ramp.to)}`] : []),
  ];
  const reviews = [
    ...(implausible ? [`an accuracy of ${percent(correct / total)} is not plausible`] : []),
    ...trust.map(remarkOnTrust),
  ];
  return {
    earned: check.points * credit,
    summary: remarks.join('; '),
    evidence: {
      type: 'accuracy',
      correct,
      total,
      interval: { ...interval },
      ramp: { ...check.ramp },
      perClass: perClassOf(set, predictions.classes),
      confusion: confusionOf(set.labels, predictions.classes, set.classes),
      classes: classNamesOf(names, set.classes),
      misclassified: misclassifiedOf(set, predictions.classes),
      ...map,
      data: { name: check.data, digest: set.digest },
    },
    ...(reviews.length > 0 ? { review: reviews.join('; ') } : {}),
  };
}

function remarksOf({ check, target, set, names, width, predictions }: Evaluated, seen: Seen): string[] {
  const count = set.classes;
  return [
    ...remarkOnOutputs(predictions, names),
    ...remarkOnForm(predictions, width, count, target.gives),
    ...remarkOnOrder(set.labels, predictions, names, count),
    ...remarkOnOtherWays(check, set, predictions.classes, seen.outcomes),
  ];
}

/** The names of the rubric, or the numbers where it has none. */
function classNamesOf(names: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_class, label) => names[label] ?? String(label));
}

function perClassOf(set: ExampleSet, classes: Int32Array): { label: number; correct: number; total: number }[] {
  return Array.from({ length: set.classes }, (_class, label) => {
    const rows = [...set.labels.keys()].filter((row) => set.labels[row] === label);
    return { label, correct: rows.filter((row) => classes[row] === label).length, total: rows.length };
  });
}
