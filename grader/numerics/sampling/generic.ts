/**
 * Decides whether a sample is generic: away from kinks, and with something to be seen everywhere. Whether it tells
 * mistakes apart is measured in mistakes/apart.ts.
 */
import type { Network } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { infinityNorm } from '../closeness.js';
import { rewrittenGradients } from '../gradients.js';
import { valuesOf, type Values } from '../network.js';
import { isRectifier } from '../ops/activations.js';
import { at, matrixSides } from '../ops/op.js';
import { smallestLead } from '../ops/pooling.js';

const LEAST_GRADIENT = 0.02;
/** What is left of a gradient that is zero on paper, relative to the largest one. */
const ZERO = 1e-12;

/** True when no value is near a kink, every relu unit is both on and off in the batch, and all gradients can be seen. */
export function isGeneric(network: Network, given: Values, margin: number): boolean {
  const values = valuesOf(network, given);
  if (!Object.values(values).every((value) => value.values.every((element) => Number.isFinite(element)))) return false;
  const kinked = network.nodes.filter((node) => isRectifier(node.op));
  const inputs = kinked.map((node) => values[node.of[0] ?? '']).filter((z) => z !== undefined);
  return (
    inputs.every((z) => keepsMargin(z, margin) && isOnAndOff(z)) &&
    maximaLead(network, values, margin) &&
    hasGradients(network, given)
  );
}

/** True when no window of max pooling has two cells that are almost its largest. */
function maximaLead({ nodes }: Network, values: Values, margin: number): boolean {
  return nodes.every((node) => {
    const x = values[node.of[0] ?? ''];
    if (node.op !== 'max-pool' || x === undefined) return true;
    const isAfterRelu = nodes.some(({ name, op }) => name === node.of[0] && op === 'relu');
    return smallestLead(x, node, isAfterRelu) > margin * rmsOf(x);
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

/**
 * Every parameter has a gradient that can be seen, or one that is zero whatever the sample, such as that of the bias of
 * the keys of attention, which softmax does not feel.
 */
function hasGradients(network: Network, given: Values): boolean {
  const gradients = rewrittenGradients(network, given, {});
  const norms = Object.keys(network.parameters).flatMap((name) => {
    const gradient = gradients[name];
    return gradient === undefined ? [] : [infinityNorm(gradient)];
  });
  const largest = Math.max(0, ...norms);
  return norms.every((norm) => norm > LEAST_GRADIENT || (largest > LEAST_GRADIENT && norm <= ZERO * largest));
}
