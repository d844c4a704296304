/** Decides whether an exported model may be graded by its outputs. */
import type { ModelFacts } from '../../protocol/model-facts.js';
import { modelFileOf } from '../../protocol/model-forms.js';
import type { StudentErrorReport } from '../../schema/evidence.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { ModelAdmission } from '../../stages/submission.js';
import { sizeOf } from '../../tensor/tensor.js';
import { feedingOf, turnedOf } from './layout.js';

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
  target: TargetOf<'model'>,
): StudentErrorReport | null {
  const refused = refusalOf(admission);
  if (refused !== null || admission?.status !== 'admitted') return refused;
  const { facts } = admission;
  const feeding = feedingOf(facts, target);
  if (feeding.ok || facts.inputShape === null) return null;
  const takes = `${fileOfModel(target, admission)} expects examples of shape ${show(facts.inputShape)}`;
  const message =
    feeding.why === 'ambiguous'
      ? `${takes}, which may have the channels first or last: ${adviceOnOrder(target.input)}`
      : `${takes}, the data are ${show(target.input)}${orTurned(facts, target)}${explainFor(facts, facts.inputShape, target.input)}`;
  return { code: 'MODEL_REJECTED', message };
}

/** The path of the file in which a model was handed in; that of the rubric if it was not. */
export function fileOfModel({ path }: Pick<TargetOf<'model'>, 'path'>, admission: ModelAdmission | undefined): string {
  const facts = admission !== undefined && 'facts' in admission ? admission.facts : null;
  return facts?.format === 'onnx-model' ? modelFileOf(path, 'onnx') : path;
}

function show(sides: readonly (number | null)[]): string {
  return `[${['null', ...sides.map(String)].join(', ')}]`;
}

function explainFor({ format }: ModelFacts, expected: readonly (number | null)[], input: readonly number[]): string {
  if (format !== 'onnx-model' || expected.length >= input.length) return explain(expected, input);
  return `: export it with an example that has a side for the batch, ${show(input).replace('null', '1')}`;
}

function orTurned({ format, inputShape }: ModelFacts, { input }: TargetOf<'model'>): string {
  const turned = format === 'onnx-model' && inputShape?.length === input.length ? turnedOf(input) : null;
  return turned === null ? '' : ` or, with the channels first, ${show(turned)}`;
}

function adviceOnOrder(input: readonly number[]): string {
  const [height, width, channels] = input;
  if (height === channels && width === channels) {
    return 'its sides do not tell, so the rubric has to say which by the layout of the target; tell the course staff';
  }
  return `export it with fixed sides, with an example of shape ${show(turnedOf(input) ?? input).replace('null', '1')} or ${show(input).replace('null', '1')}`;
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
