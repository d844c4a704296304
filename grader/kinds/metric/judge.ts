/** Grades a metric of a model's outputs. Outputs that are not finite must never earn by accident. */
import { heldOutNamed } from '../../checks/asking/targets.js';
import type { Judge, Judgement } from '../../checks/judging/judge.js';
import { modelOutputs } from '../../checks/judging/model-outputs.js';
import { remarkOnTrust } from '../../checks/judging/trust.js';
import { creditOnRamp } from '../../numerics/statistics.js';
import type { CheckOf } from '../../schema/checks.js';
import type { Rubric, TargetOf } from '../../schema/rubric.js';
import type { TrustFinding } from '../../stages/observation.js';
import type { ExampleSet, RegressionSet } from '../../stages/resolved.js';
import { isLoss, tellGoal, tellValue, TITLES } from './direction.js';
import { baselineOf, isBetter, isPerfect, measureClasses, measureNumbers, type Measured } from './measure.js';

interface Evaluated {
  readonly check: CheckOf<'metric'>;
  readonly set: ExampleSet | RegressionSet;
  readonly gives: TargetOf<'model'>['gives'];
  /** Of classes or targets; empty where they have none. */
  readonly names: readonly string[];
  readonly measured: Measured;
  readonly baseline: number;
  readonly trust: readonly TrustFinding[];
}

export const judgeMetric: Judge<'metric'> = (check, seen, rubric) => {
  const set = heldOutNamed(check.data, rubric);
  const asked = { target: check.target, data: check.data, rows: set.examples.shape[0] ?? 0 };
  const found = modelOutputs('targets' in set ? asked : { ...asked, classes: set.classes }, seen, rubric);
  if (!found.ok) return found.judgement;
  const { outputs, target, trust } = found;
  const measured =
    'targets' in set ? measureNumbers(outputs, set) : measureClasses(check.metric, outputs, set, target.gives);
  const baseline = baselineOf(check.metric, set);
  const names = namesOf(check.data, rubric.rubric);
  return judgeMeasured({ check, set, gives: target.gives, names, measured, baseline, trust });
};

function namesOf(data: string, rubric: Rubric): readonly string[] {
  const set = rubric.data?.[data];
  if (set === undefined || set.kind === 'point-in-circle') return [];
  return (set.kind === 'points' ? (set.targets ?? set.classes) : set.classes) ?? [];
}

function judgeMeasured(evaluated: Evaluated): Judgement {
  const { check, measured, trust } = evaluated;
  const isChance = trust.some(({ kind }) => kind === 'not-repeatable');
  const reached = creditOf(evaluated);
  const credit = isChance ? 0 : reached.credit;
  const goal = `full points ${tellGoal(check.metric, check.ramp.to)}`;
  const remarks = [
    ...tellMeasured(evaluated),
    ...trust.map(remarkOnTrust),
    ...reached.remarks,
    ...(credit < 1 && !isChance ? [goal] : []),
  ];
  return {
    earned: check.points * credit,
    summary: remarks.join('; '),
    evidence: evidenceOf(evaluated, measured),
    ...(trust.length > 0 ? { review: trust.map(remarkOnTrust).join('; ') } : {}),
  };
}

/** What a value earns on the ramp, wherever that begins; nothing for what needs no model. */
function creditOf({ check: { metric, ramp }, measured: { value }, baseline }: Evaluated) {
  const credit = value === null ? 0 : creditOnRamp(value, ramp);
  if (value === null || credit === 0 || isBetter(metric, value, baseline) || isPerfect(metric, baseline)) {
    return { credit, remarks: [] };
  }
  const remark = `no better than one answer for every example (${tellValue(metric, baseline)}), which earns nothing`;
  return { credit: 0, remarks: [remark] };
}

function tellMeasured({ check: { metric }, set, gives, measured, baseline }: Evaluated): string[] {
  const { value, nonFinite, clipped, areProbabilities } = measured;
  const title = TITLES[metric];
  const count = String(set.examples.shape[0] ?? 0);
  const odd = `${String(nonFinite)} of ${count} examples ${nonFinite === 1 ? 'has an output that is' : 'have outputs that are'} not finite`;
  if (value === null) {
    return nonFinite > 0
      ? [`${odd}, so there is no ${title}: expected a finite number for each`]
      : [
          `its outputs are not probabilities, so there is no ${title}: this homework asks for numbers from 0 to 1 that sum to 1 for each example, as softmax gives them`,
        ];
  }
  const constant = `one answer for every example has ${tellValue(metric, baseline)}`;
  return [
    `${title} ${tellValue(metric, value)} on ${count} examples (${isLoss(metric) ? 'less is better; ' : ''}${constant})`,
    ...(nonFinite > 0 ? [`${odd} and count as wrong`] : []),
    ...(metric === 'cross-entropy' && gives === 'logits' && areProbabilities
      ? [
          'its outputs look like probabilities and were read as logits, which this homework asks for: leave out the last softmax or sigmoid',
        ]
      : []),
    ...(clipped > 0
      ? [`${String(clipped)} of ${count} examples give their own class a probability of almost 0, which counts as 1e-7`]
      : []),
  ];
}

function evidenceOf({ check, set, names, baseline }: Evaluated, measured: Measured): Judgement['evidence'] {
  return {
    type: 'metric',
    metric: check.metric,
    value: measured.value,
    baseline,
    ramp: { ...check.ramp },
    examples: set.examples.shape[0] ?? 0,
    nonFinite: measured.nonFinite,
    clipped: measured.clipped,
    parts: measured.parts.map((value, at) => ({ name: names[at] ?? String(at), value })),
    data: { name: check.data, digest: set.digest },
  };
}
