/** The probes of exported models for segmentation checks. Both plan and judge must use this. */
import { shapedFor } from '../../checks/asking/shaped.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { PredictProbe } from '../../stages/plan.js';
import type { SegmentedSet } from '../../stages/resolved.js';
import { scoresOf, type MapForm } from '../../tensor/class-maps.js';
import { sizeOf } from '../../tensor/tensor.js';
import { examplesIn, otherWays, type OtherWay } from '../../checks/asking/other-forms.js';
import { scalingIn } from '../../tensor/images.js';

/** The largest batch, in numbers that go in and come out and as a share of the set. */
const BATCH = { numbers: 2 ** 20, share: 1 / 4 };
/** Images that are requested in each other form; each has thousands of pixels. */
export const OTHERWISE = 12;
/** The shape of an output has a few numbers. */
const MOST_SIDES = 8;
/** Images whose scores are also requested, to compare two backends. */
const COMPARED = 2;
/** A model with more classes than asked for is still compared. */
const MORE_CLASSES = 4;

/** The probe that asks a model target for its class maps of a data set. */
export function mapProbeId(target: string, data: string): string {
  return `${target}@${data}#maps`;
}

/** The probe that requests some of them in a form that the network may have been trained on. */
export function otherMapProbeId(target: string, data: string, { id }: Pick<OtherWay, 'id'>): string {
  return `${target}@${data}#maps-${id}`;
}

export function mapFormOf({ examples, classes }: SegmentedSet): MapForm {
  const [, height = 1, width = 1] = examples.shape;
  return { height, width, classes };
}

export function mapProbes(
  target: string,
  { input }: Pick<TargetOf<'model'>, 'input'>,
  data: string,
  set: SegmentedSet,
): readonly PredictProbe[] {
  const examples = shapedFor({ input }, set.examples);
  const [count = 0, ...example] = examples.shape;
  const maps = mapFormOf(set);
  const most = Math.floor(BATCH.numbers / (sizeOf(example) + sizeOf(scoresOf(maps))));
  const batchSize = Math.max(1, Math.min(most, Math.ceil(count * BATCH.share)));
  const area = maps.height * maps.width;
  const mostValues = area * Math.max(count, COMPARED * MORE_CLASSES * maps.classes) + MOST_SIDES;
  const shared = { kind: 'predict', target, batchSize, mostValues, maps } as const;
  const main: PredictProbe = {
    ...shared,
    ...scalingIn(set),
    id: mapProbeId(target, data),
    input: examples,
    examined: true,
  };
  const others = otherWays(set).map((way): PredictProbe => ({
    ...shared,
    ...way.scaling,
    id: otherMapProbeId(target, data, way),
    input: shapedFor({ input }, examplesIn(way, set, OTHERWISE)),
    examined: false,
  }));
  return [main, ...others];
}
