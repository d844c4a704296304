/** The class maps in an outcome. */
import { SHAPE_OUTPUT, VALUE_OUTPUT } from '../../protocol/worker.js';
import type { ProbeOutcome } from '../../stages/observation.js';

/** One byte for each of `pixels`; null without such an answer. */
export function mapsIn(outcome: ProbeOutcome | undefined, pixels: number): Uint8Array | null {
  const output = outcome?.status === 'returned' ? outcome.returned.outputs[VALUE_OUTPUT] : undefined;
  if (output?.kind !== 'numbers' || !(output.data.values instanceof Uint8Array)) return null;
  return output.data.values.length === pixels ? output.data.values : null;
}

/** The shape of what the model gave for one image; null without such an answer. */
export function sidesIn(outcome: ProbeOutcome): readonly number[] | null {
  const output = outcome.status === 'returned' ? outcome.returned.outputs[SHAPE_OUTPUT] : undefined;
  return output?.kind === 'numbers' ? Array.from(output.data.values) : null;
}
