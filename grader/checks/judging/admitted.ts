/** Decides whether an exported model may be graded by its outputs. */
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { ModelAdmission } from '../../stages/submission.js';
import { sizeOf } from '../../tensor/tensor.js';

/** Why a model is not run at all; null if it was admitted. */
export function refusalOf(admission: ModelAdmission | undefined): StudentErrorReport | null {
  if (admission === undefined) throw new Error('a model was not planned to be examined');
  if (admission.status === 'admitted') return null;
  if (admission.status === 'not-loaded') return admission.error;
  return { code: admission.status === 'missing' ? 'MISSING_FILE' : 'MODEL_REJECTED', message: admission.sentence };
}

/** The same for a model that is to run on a data set: its input must have the shape of the examples. */
export function refusalToRun(
  admission: ModelAdmission | undefined,
  { path, input }: TargetOf<'model'>,
): StudentErrorReport | null {
  const refused = refusalOf(admission);
  if (refused !== null || admission?.status !== 'admitted') return refused;
  const expected = admission.facts.inputShape;
  const fits =
    expected?.length === input.length && expected.every((side, axis) => side === null || side === input[axis]);
  if (expected === null || fits) return null;
  const show = (sides: readonly (number | null)[]) => `[${['null', ...sides.map(String)].join(', ')}]`;
  const message = `${path} expects examples of shape ${show(expected)}, the data are ${show(input)}${explain(expected, input)}`;
  return { code: 'MODEL_REJECTED', message };
}

/** How to convert if the numbers are the same in another form; otherwise empty. */
function explain(expected: readonly (number | null)[], given: readonly number[]): string {
  const sides = expected.flatMap((side) => side ?? []);
  if (sides.length < expected.length || sizeOf(sides) !== sizeOf(given)) return '';
  const shape = `[${given.join(', ')}]`;
  if (sides.length === 1) return `: let it begin with a Flatten layer that takes ${shape}`;
  if (given.length === 1) return `: let it begin with a Reshape layer that takes ${shape}`;
  if (sides.filter((side) => side !== 1).join() === given.filter((side) => side !== 1).join()) {
    return `: let it begin with a Reshape layer that takes ${shape}`;
  }
  return sides.length === 3 && given.length === 3 ? explainOrder(sides, given) : '';
}

function explainOrder(sides: readonly number[], given: readonly number[]): string {
  const [height = 0, width = 0, channels = 0] = given;
  if (sides.join() === [channels, height, width].join()) return ': the channels are last here';
  return sides.join() === [width, height, channels].join() ? ': the height is first here' : '';
}
