/** Share of held-out examples that a model classifies right. Labels never left the parent. */
import { rampCredit, wilsonInterval } from '../numerics/statistics.js';
import { predictProbeId } from '../plan/calls.js';
import { modelTarget } from '../plan/plan.js';
import type { CheckOf } from '../schema/checks.js';
import type { ExampleSet } from '../schema/resolved.js';
import type { StudentErrorReport } from '../schema/report.js';
import type { ModelAdmission } from '../schema/submission.js';
import type { TensorData } from '../schema/tensor.js';
import { failWith } from './failure.js';
import type { Judge, Judgement } from './judge.js';

/** No class: an output that is not finite is never right. */
const UNDECIDED = -1;

interface Predictions {
  readonly classes: Int32Array;
  readonly nonFinite: number;
  readonly note: string | null;
}

export const judgeAccuracy: Judge<'accuracy'> = (check, seen, rubric) => {
  const target = modelTarget(check.target, rubric);
  const refused = refusalOf(seen.models.get(target.path));
  if (refused !== null) return failWith(refused);
  const set = rubric.data.get(check.data);
  const outcome = seen.outcomes.get(predictProbeId(check.target, check.data));
  if (set === undefined || outcome === undefined) throw new Error(`no data or outcome for ${check.id}`);
  if (outcome.status === 'failed') return failWith(outcome.error);
  const output = outcome.returned.outputs['value'];
  if (output?.kind !== 'numbers') {
    return failWith({
      code: 'RUNTIME_ERROR',
      message: `${target.path} gave ${output?.found ?? 'nothing'}, expected numbers`,
    });
  }
  const problem = findShapeProblem(output.data, set, target.outputs, target.path);
  if (problem !== null) return failWith({ code: 'RUNTIME_ERROR', message: problem });
  return judgePredictions(check, set, predict(output.data, set.classes));
};

/** Why a model is not run at all; null when it was admitted. */
export function refusalOf(admission: ModelAdmission | undefined): StudentErrorReport | null {
  if (admission === undefined) throw new Error('a model was not planned to be examined');
  if (admission.status === 'admitted') return null;
  return { code: admission.status === 'missing' ? 'MISSING_FILE' : 'MODEL_REJECTED', message: admission.sentence };
}

function findShapeProblem(data: TensorData, set: ExampleSet, widths: readonly number[], path: string): string | null {
  const [rows, width] = [data.shape[0], data.shape[1]];
  const fits = data.shape.length === 2 && rows === set.labels.length && width !== undefined && widths.includes(width);
  if (fits) return null;
  const expected = widths.map((side) => `[${String(set.labels.length)}, ${String(side)}]`).join(' or ');
  return `${path} gave outputs of shape [${data.shape.join(', ')}], expected ${expected}`;
}

/**
 * One output for two classes: 1 when the probability is above 1/2, or the logit above 0. One output for more: the
 * nearest class number, clipped. Else the largest output wins.
 */
function predict(data: TensorData, count: number): Predictions {
  const width = data.shape[1] ?? 1;
  const rows = data.values.length / width;
  const isProbability = [...data.values].every((value) => !Number.isFinite(value) || (value >= 0 && value <= 1));
  const threshold = isProbability ? 0.5 : 0;
  const classes = new Int32Array(rows);
  let nonFinite = 0;
  for (let row = 0; row < rows; row += 1) {
    const scores = [...data.values.subarray(row * width, (row + 1) * width)];
    if (!scores.every((score) => Number.isFinite(score))) {
      nonFinite += 1;
      classes[row] = UNDECIDED;
    } else if (width === 1) {
      const [score = NaN] = scores;
      classes[row] = count === 2 ? Number(score > threshold) : Math.min(count - 1, Math.max(0, Math.round(score)));
    } else {
      classes[row] = scores.indexOf(Math.max(...scores));
    }
  }
  const note = width === 1 && count === 2 && !isProbability ? 'outputs outside [0, 1] were read as logits' : null;
  return { classes, nonFinite, note };
}

function judgePredictions(check: CheckOf<'accuracy'>, set: ExampleSet, predictions: Predictions): Judgement {
  const total = set.labels.length;
  const correct = set.labels.reduce((count, label, row) => count + (label === predictions.classes[row] ? 1 : 0), 0);
  const interval = wilsonInterval(correct, total);
  const implausible = check.below !== undefined && total > 0 && correct / total >= check.below;
  const credit = implausible ? 0 : rampCredit(correct, total, check.ramp.from, check.ramp.to);
  const share = `${percent(correct / total)} right (${String(correct)} of ${String(total)}, 95 % interval ${percent(interval.lower)} to ${percent(interval.upper)})`;
  const missed = credit < 1 && !implausible ? [`full points from ${percent(check.ramp.to)}`] : [];
  const remarks = [
    share,
    ...remarksOn(predictions),
    ...swapRemark(check, set, predictions, correct),
    ...(implausible ? [implausibleRemark(check)] : missed),
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
      confusion: confusionOf(set, predictions.classes),
      data: { name: check.data, digest: set.digest },
    },
    ...(implausible ? { review: `an accuracy of ${percent(correct / total)} is not plausible` } : {}),
  };
}

function remarksOn({ classes, nonFinite, note }: Predictions): string[] {
  const constant = nonFinite === 0 && new Set(classes).size === 1;
  return [
    ...(nonFinite > 0 ? [`${String(nonFinite)} outputs are not finite and count as wrong`] : []),
    ...(constant ? [`it predicts class ${String(classes[0])} for every example`] : []),
    ...(note === null ? [] : [note]),
  ];
}

/** Of two classes, the other one each time: a model that learnt, with its labels the wrong way round. */
function swapRemark(
  { ramp }: CheckOf<'accuracy'>,
  set: ExampleSet,
  { classes }: Predictions,
  correct: number,
): string[] {
  if (set.classes !== 2) return [];
  const decided = classes.filter((predicted) => predicted === 0 || predicted === 1).length;
  const swapped = (decided - correct) / set.labels.length;
  return swapped >= ramp.from && swapped > correct / set.labels.length
    ? [`with the two classes swapped it would be ${percent(swapped)}: which one is 1?`]
    : [];
}

function implausibleRemark({ below }: CheckOf<'accuracy'>): string {
  return `not plausible: a model of this kind stays below ${percent(below ?? 1)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function perClassOf(set: ExampleSet, classes: Int32Array): { label: number; correct: number; total: number }[] {
  return Array.from({ length: set.classes }, (_class, label) => {
    const rows = [...set.labels.keys()].filter((row) => set.labels[row] === label);
    return { label, correct: rows.filter((row) => classes[row] === label).length, total: rows.length };
  });
}

/** Rows: true class; columns: predicted class. Outputs that are not finite are in no column. */
function confusionOf(set: ExampleSet, classes: Int32Array): number[][] {
  const counts = Array.from({ length: set.classes }, () => new Array<number>(set.classes).fill(0));
  for (const [row, label] of set.labels.entries()) {
    const counted = counts[label];
    const predicted = classes[row] ?? UNDECIDED;
    if (counted !== undefined && predicted >= 0) counted[predicted] = (counted[predicted] ?? 0) + 1;
  }
  return counts;
}
