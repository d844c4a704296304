/** Grades the class maps of a model by mean intersection over union. True maps must not leave the parent. */
import { segmentedNamed } from '../../checks/asking/targets.js';
import { failWith } from '../../checks/judging/failure.js';
import type { Judge, Judgement, Seen } from '../../checks/judging/judge.js';
import { modelAnswer } from '../../checks/judging/model-outputs.js';
import { creditOnRamp } from '../../numerics/statistics.js';
import type { CheckOf } from '../../schema/checks.js';
import type { TrustFinding } from '../../stages/observation.js';
import type { SegmentedSet } from '../../stages/resolved.js';
import { percent } from '../../text/percent.js';
import { colourOf } from './colours.js';
import { countPixels, meanIouOf, meanOfBestConstant, perClassOf, rightOf, type PixelCounts } from './counts.js';
import { chooseExamples } from './examples.js';
import { mapsIn, sidesIn } from './maps-in.js';
import { namesOf } from './names.js';
import { remarkOnOtherForms } from './other-ways.js';
import { mapFormOf, mapProbeId } from './probes.js';
import { remarkOnClasses, remarkOnClassOrder, remarkOnMapTrust, tellMean } from './remarks.js';
import { shapeProblemOf } from './shape-problem.js';

/** A model's maps and the true ones. */
interface Evaluated {
  readonly check: CheckOf<'segmentation'>;
  readonly set: SegmentedSet;
  readonly names: readonly string[];
  readonly maps: Uint8Array;
  readonly counts: PixelCounts;
  readonly trust: readonly TrustFinding[];
}

export const judgeSegmentation: Judge<'segmentation'> = (check, seen, rubric) => {
  const set = segmentedNamed(check.data, rubric);
  const { target, data } = check;
  const answered = modelAnswer({ target, data, probe: mapProbeId(target, data) }, seen, rubric);
  if (!answered.ok) return answered.judgement;
  const { path: file, outcome } = answered;
  const sides = sidesIn(outcome);
  const problem = sides === null ? null : shapeProblemOf(file, imagesOf(set), sides, mapFormOf(set));
  if (problem !== null) return failWith({ code: 'RUNTIME_ERROR', message: problem });
  const maps = mapsIn(outcome, set.maps.length);
  if (maps === null) {
    return failWith({ code: 'RUNTIME_ERROR', message: `${file} gave no class for each pixel of the images` });
  }
  const counts = countPixels(set.maps, maps, set.classes);
  const evaluated = { check, set, names: namesOf(check.data, rubric), maps, counts, trust: outcome.trust ?? [] };
  return judgeEvaluated(evaluated, seen);
};

function imagesOf({ examples }: SegmentedSet): number {
  return examples.shape[0] ?? 0;
}

function judgeEvaluated(evaluated: Evaluated, seen: Seen): Judgement {
  const { check, set, names, maps, counts, trust } = evaluated;
  const mean = meanIouOf(counts);
  const isChance = trust.some(({ kind }) => kind === 'not-repeatable');
  const reached = creditBeyondConstant(mean, counts, check.ramp);
  const credit = isChance ? 0 : reached.credit;
  const remarks = [
    ...tellMean(counts, imagesOf(set), names),
    ...trust.map(remarkOnMapTrust),
    ...remarkOnClasses(counts, names),
    ...remarkOnClassOrder(counts, names),
    ...remarkOnOtherForms(check, set, maps, seen.outcomes),
    ...reached.remarks,
    ...(credit < 1 && !isChance ? [`full points from ${percent(check.ramp.to)}`] : []),
  ];
  return {
    earned: check.points * credit,
    summary: remarks.join('; '),
    evidence: evidenceOf(evaluated, mean),
    ...(trust.length > 0 ? { review: trust.map(remarkOnMapTrust).join('; ') } : {}),
  };
}

/** What a mean earns on the ramp, wherever that begins; nothing for what needs no model. */
function creditBeyondConstant(mean: number, counts: PixelCounts, ramp: CheckOf<'segmentation'>['ramp']) {
  const credit = creditOnRamp(mean, ramp);
  const constant = meanOfBestConstant(counts);
  // with one class in all maps, naming it is right
  if (credit === 0 || mean > constant || constant === 1) return { credit, remarks: [] };
  const remark = `no better than naming one class for every pixel (${percent(constant)}), which earns nothing`;
  return { credit: 0, remarks: [remark] };
}

function evidenceOf({ check, set, names, maps, counts }: Evaluated, mean: number): Judgement['evidence'] {
  return {
    type: 'segmentation',
    images: imagesOf(set),
    ...rightOf(counts),
    ignored: counts.ignored,
    undecided: counts.undecided.reduce((sum, count) => sum + count, 0),
    mean,
    ramp: { ...check.ramp },
    perClass: perClassOf(counts).map((one, label) => ({
      name: names[label] ?? String(label),
      ...one,
      colour: colourOf(label),
    })),
    confusion: counts.confusion.map((row) => [...row]),
    examples: chooseExamples(set, maps),
    data: { name: check.data, digest: set.digest },
  };
}
