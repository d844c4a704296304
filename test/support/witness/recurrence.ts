/** A cell from step to step over [N, T, …], from Keras's documentation. */
import { at, fill, stack, take, type NumberArray } from './array.js';
import { range } from './drawing.js';
import type { Step, Weight } from './cells.js';

export interface Recurrence {
  readonly output: NumberArray;
  readonly states: readonly NumberArray[];
}

export interface RecurrenceOptions {
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  /** Of [N, T]; where it is 0 the step changes nothing. */
  readonly mask?: NumberArray;
}

const choose = (mask: NumberArray, column: number, changed: NumberArray, kept: NumberArray) =>
  fill(changed.shape, (index) => (at(mask, index[0] ?? 0, column) === 0 ? at(kept, ...index) : at(changed, ...index)));

export function recur(
  x: NumberArray,
  first: readonly NumberArray[],
  step: Step,
  weight: Weight,
  { returnSequences, goBackwards, mask }: RecurrenceOptions,
): Recurrence {
  let states = first;
  const outputs: NumberArray[] = [];
  const times = range(x.shape[1] ?? 0);
  for (const time of goBackwards ? times.reverse() : times) {
    const next = step(take(x, 1, time), states, weight);
    states =
      mask === undefined ? next : next.map((state, index) => choose(mask, time, state, states[index] as NumberArray));
    outputs.push(states[0] as NumberArray);
  }
  return { output: returnSequences ? stack(outputs, 1) : (states[0] as NumberArray), states };
}

export const zeros = (shape: readonly number[]) => fill(shape, () => 0);
