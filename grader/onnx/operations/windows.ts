/** Windows of convolutions and pooling as attributes of an operation describe them, with channels last. */
import type { Sliding } from '../layers/windows.js';
import type { OperationCall } from './call.js';

const LAST = new Set(['nwc', 'nhwc', 'ndhwc']);

/** Attributes have a number for the examples and one for the channels, both 1, around those for space. */
function inSpace(call: OperationCall, key: string, count: number): readonly number[] {
  const list = call.list(key);
  if (list.length === 0) return Array.from({ length: count }, () => 1);
  const inner = list.slice(1, -1);
  if (inner.length !== count || list[0] !== 1 || list.at(-1) !== 1 || inner.some((one) => one < 1)) {
    throw call.refuse(`with ${key} that are not translated`);
  }
  return inner;
}

/** The window that an attribute gives. */
export const windowOf = (call: OperationCall, count: number): readonly number[] => inSpace(call, 'ksize', count);

export function slidingOf(call: OperationCall, window: readonly number[]): Sliding {
  if (!LAST.has(call.text('data_format', 'nhwc'))) throw call.refuse('with channels first');
  const [strides, rates] = [inSpace(call, 'strides', window.length), inSpace(call, 'dilations', window.length)];
  if (strides.some((one) => one > 1) && rates.some((one) => one > 1))
    throw call.refuse('with strides and dilations at once');
  const padding = call.text('padding', '');
  if (padding === 'same' || padding === 'valid') return { window, strides, rates, padding };
  const pads = call.list('explicit_paddings');
  const isRead = padding === 'explicit' && pads.length === 2 * window.length + 4 && pads.every((one) => one >= 0);
  const isInSpace = [...pads.slice(0, 2), ...pads.slice(-2)].every((one) => one === 0);
  if (!isRead || !isInSpace) throw call.refuse('with a padding that is not translated');
  const inner = pads.slice(2, -2);
  return {
    window,
    strides,
    rates,
    padding: 'valid',
    pads: window.map((_, axis) => [inner[2 * axis] ?? 0, inner[2 * axis + 1] ?? 0]),
  };
}
