/** The sentence about weights with values that make a model unusable. Pure. */
import { showName } from '../../files/names.js';
import type { BadValues } from './finite-scan.js';

/** `others` is the number of further weights with such values. */
export function sentenceOnValues({ name, count, kind, least }: BadValues, others: number): string {
  const values = count === 1 ? '1 value that is' : `${String(count)} values that are`;
  const more =
    others === 0 ? '' : ` (and ${String(others)} more ${others === 1 ? 'weight has' : 'weights have'} such values)`;
  const weight = `weight ${showName(name)} has ${values}`;
  switch (kind) {
    case 'not-finite':
      return `${weight} not finite${more}: the training diverged; lower the learning rate and train again`;
    case 'scaled':
      return `${weight} not finite once its quantisation is undone${more}: export the model again without quantisation`;
    case 'negative':
      return `${weight} below ${String(least)}${more}: there is no square root of such a variance; export the model again after training`;
  }
}
