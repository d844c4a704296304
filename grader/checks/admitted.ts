/** Whether an exported model may be judged by what it computes. */
import type { StudentErrorReport } from '../schema/report.js';
import type { TargetOf } from '../schema/rubric.js';
import type { ModelAdmission } from '../schema/submission.js';

/** Why a model is not run at all; null when it was admitted. */
export function refusalOf(admission: ModelAdmission | undefined): StudentErrorReport | null {
  if (admission === undefined) throw new Error('a model was not planned to be examined');
  if (admission.status === 'admitted') return null;
  if (admission.status === 'not-loaded') return admission.error;
  return { code: admission.status === 'missing' ? 'MISSING_FILE' : 'MODEL_REJECTED', message: admission.sentence };
}

/** The same for one that is to take the examples of a data set: its input must be of their shape. */
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
  const message = `${path} expects examples of shape ${show(expected)}, the data are ${show(input)}`;
  return { code: 'MODEL_REJECTED', message };
}
