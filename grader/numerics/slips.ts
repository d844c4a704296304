/** Slips in one step of a chain, applied at the student's own values: each names what an answer would then be. */
import type { TensorData } from '../schema/tensor.js';
import { at, build, type SlopeRule } from './ops/op.js';
import { transpose } from './shapes.js';

export interface Slip {
  readonly sentence: string;
  readonly slope?: SlopeRule;
  readonly change?: (tensor: TensorData) => TensorData | null;
}

export const SLIPS: readonly Slip[] = [
  { sentence: 'passes the gradient through relu where it is flat', slope: () => 1 },
  { sentence: 'uses the relu mask the wrong way round', slope: (_node, _z, _index, usual) => 1 - usual },
  { sentence: 'has its sign flipped', change: (tensor) => scaled(tensor, -1) },
  { sentence: 'is twice what follows', change: (tensor) => scaled(tensor, 2) },
  { sentence: 'is half of what follows', change: (tensor) => scaled(tensor, 0.5) },
  { sentence: 'is transposed', change: (tensor) => (tensor.shape.length === 2 ? transpose(tensor) : null) },
];

function scaled(tensor: TensorData, factor: number): TensorData {
  return build(tensor.shape, (index) => factor * at(tensor, index));
}
