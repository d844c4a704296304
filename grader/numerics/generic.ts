/** Decides whether a sample is generic, that is, whether it would reveal the most common mistakes. */
import type { Network, NetworkNode } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { isSquare, NO_MASK } from './alterations.js';
import { infinityNorm } from './closeness.js';
import { gradientsOf } from './gradients.js';
import { evaluate, type Values } from './network.js';
import { at, build, matrixSides } from './ops/op.js';
import { smallestLead } from './ops/pooling.js';
import { transpose } from './shapes.js';

/** Wrong gradients must be at least this far from the right one, relative to its largest element. */
const LEAST_DISTANCE = 0.02;

/** True when no value is near a kink, every relu unit is both on and off in the batch, and basic mistakes show. */
export function hidesNoMistake(network: Network, given: Values, margin: number): boolean {
  const { values } = evaluate(network, given);
  if (!Object.values(values).every((value) => value.values.every((element) => Number.isFinite(element)))) return false;
  const kinked = network.nodes.filter((node) => node.op === 'relu' || node.op === 'leaky-relu');
  const inputs = kinked.map((node) => values[node.of[0] ?? '']).filter((z) => z !== undefined);
  return (
    inputs.every((z) => keepsMargin(z, margin) && isOnAndOff(z)) &&
    maximaLead(network, values, margin) &&
    showsMistakes(network, given, kinked)
  );
}

/** True when no window of max pooling has two cells that are almost its largest. */
function maximaLead({ nodes }: Network, values: Values, margin: number): boolean {
  return nodes.every((node) => {
    const x = values[node.of[0] ?? ''];
    return node.op !== 'max-pool' || x === undefined || smallestLead(x, node) > margin * rmsOf(x);
  });
}

function rmsOf(z: TensorData): number {
  return Math.sqrt([...z.values].reduce((sum, value) => sum + value * value, 0) / z.values.length);
}

function keepsMargin(z: TensorData, margin: number): boolean {
  const rms = rmsOf(z);
  return z.values.every((value) => Math.abs(value) > margin * rms);
}

/** Every unit (column) is positive for one example and negative for another; with one example, it is either of them. */
function isOnAndOff(z: TensorData): boolean {
  const [batch, units] = matrixSides(z);
  if (batch < 2) return z.values.some((value) => value > 0) && z.values.some((value) => value < 0);
  return Array.from({ length: units }, (_unit, unit) => unit).every((unit) => {
    const column = Array.from({ length: batch }, (_row, row) => at(z, row * units + unit));
    return column.some((value) => value > 0) && column.some((value) => value < 0);
  });
}

/** A gradient without the mask, and the transposed gradient of a square weight, must both differ from the truth. */
function showsMistakes(network: Network, given: Values, kinked: readonly NetworkNode[]): boolean {
  const { gradients } = gradientsOf(network, given);
  if (kinked.length > 0) {
    const unmasked = gradientsOf(network, given, NO_MASK).gradients;
    const preActivations = kinked.map((node) => node.of[0] ?? '');
    if (!preActivations.every((name) => distance(unmasked[name], gradients[name]) > LEAST_DISTANCE)) return false;
  }
  return Object.keys(network.parameters).every((name) => {
    const gradient = gradients[name];
    if (gradient === undefined) return true;
    return infinityNorm(gradient) > LEAST_DISTANCE && (!isSquare(gradient) || asymmetry(gradient) > LEAST_DISTANCE);
  });
}

function distance(a: TensorData | undefined, b: TensorData | undefined): number {
  if (a === undefined || b === undefined) return Infinity;
  return infinityNorm(build(b.shape, (index) => at(b, index) - at(a, index))) / infinityNorm(b);
}

function asymmetry(square: TensorData): number {
  return distance(transpose(square), square);
}
