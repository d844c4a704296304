/** The probes of exported models for accuracy checks. Both plan and judge must use this. */
import type { PredictProbe } from '../../stages/plan.js';
import type { DataSet } from '../../schema/examples.js';
import type { ExampleSet } from '../../stages/resolved.js';
import type { TargetOf } from '../../schema/rubric.js';
import { predictProbe } from '../../checks/asking/predictions.js';
import { mostPredictions } from '../../checks/asking/most-values.js';
import { boxOf, gridOf, isPlane } from './decision-map.js';
import { examplesIn, otherWays, type OtherWay } from '../../checks/asking/other-forms.js';
import { shapedFor } from '../../checks/asking/shaped.js';

/** The probe that requests some of them in a form that the network may have been trained on. */
export function otherWayProbeId(target: string, data: string, { id }: Pick<OtherWay, 'id'>): string {
  return `${target}@${data}#${id}`;
}

/** The probe that asks what the model predicts over the box of the data. */
export function mapProbeId(target: string, data: string): string {
  return `${target}@${data}#map`;
}

/**
 * The probe of the decision map, for examples of two numbers. A request that brings down the worker keeps later ones of
 * its kind from being tried, so this must come after all others to the model.
 */
export function mapProbes(
  target: string,
  { input, outputs }: Pick<TargetOf<'model'>, 'input' | 'outputs'>,
  [data, set]: readonly [string, ExampleSet],
  described: DataSet | undefined,
): readonly PredictProbe[] {
  if (!isPlane(set)) return [];
  const examples = shapedFor({ input }, gridOf(boxOf(set, described)));
  const [count = 0] = examples.shape;
  const main = predictProbe(target, { input, outputs }, data, set);
  const mostValues = mostPredictions(count, Math.max(...outputs));
  return [{ ...main, id: mapProbeId(target, data), input: examples, mostValues, examined: false }];
}

export function predictProbes(
  target: string,
  { input, outputs }: Pick<TargetOf<'model'>, 'input' | 'outputs'>,
  data: string,
  set: ExampleSet,
): readonly PredictProbe[] {
  const main = predictProbe(target, { input, outputs }, data, set);
  const { standard: _standard, ...shared } = main;
  const others = otherWays(set).map((way): PredictProbe => ({
    ...shared,
    ...way.scaling,
    id: otherWayProbeId(target, data, way),
    input: shapedFor({ input }, examplesIn(way, set)),
    examined: false,
  }));
  return [main, ...others];
}
