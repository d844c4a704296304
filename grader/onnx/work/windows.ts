/** Operations whose window slides over space: convolutions, which have products, and pooling, which has none. Pure. */
import { sizeOf } from '../../tensor/tensor.js';
import { refuse, type Rule, type WorkCall } from './call.js';
import { sideAt, type Sides } from './sized.js';

interface Window {
  readonly kernel: Sides;
  readonly strides: Sides;
  readonly dilations: Sides;
  /** At the starts of all sides, then at their ends. */
  readonly pads: Sides;
  readonly autoPad: string;
}

const AUTO_PADS = new Set(['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER']);

function windowOf(call: WorkCall, kernel: Sides): Window {
  const ones = kernel.map(() => 1);
  const written = call.ints('kernel_shape') ?? kernel;
  const strides = call.ints('strides') ?? ones;
  const dilations = call.ints('dilations') ?? ones;
  const pads = call.ints('pads') ?? [...ones, ...ones].fill(0);
  const autoPad = call.text('auto_pad', 'NOTSET') || 'NOTSET';
  const fits = [written, strides, dilations].every(
    (list) => list.length === kernel.length && list.every((one) => Number.isSafeInteger(one) && one > 0),
  );
  if (!fits || written.join() !== kernel.join() || !AUTO_PADS.has(autoPad)) refuse();
  if (pads.length !== 2 * kernel.length || !pads.every(Number.isSafeInteger)) refuse();
  return { kernel, strides, dilations, pads, autoPad };
}

/** How many places the window has along each side. `isCeil`: the last one may reach beyond the end. */
function placesOf(space: Sides, window: Window, isCeil = false): Sides {
  return space.map((side, at) => {
    const stride = sideAt(window.strides, at);
    if (window.autoPad.startsWith('SAME')) return Math.ceil(side / stride);
    const isPadded = window.autoPad === 'NOTSET';
    const start = isPadded ? sideAt(window.pads, at) : 0;
    const end = isPadded ? sideAt(window.pads, at + space.length) : 0;
    const room = side + start + end - extentOf(window, at);
    if (room < 0) refuse();
    const places = (isCeil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
    // libraries differ in whether a window that begins behind the end counts
    if (isCeil && (places - 1) * stride >= side + start) refuse();
    return places;
  });
}

function extentOf({ kernel, dilations }: Window, at: number): number {
  return (sideAt(kernel, at) - 1) * sideAt(dilations, at) + 1;
}

/** Batch, channels and space of a tensor [N, C, …]. */
function planesIn(sides: Sides): { readonly batch: number; readonly channels: number; readonly space: Sides } {
  const [batch, channels, ...space] = sides;
  if (batch === undefined || channels === undefined || space.length === 0) return refuse();
  return { batch, channels, space };
}

/** x [N, C, …] with weights [M, C / groups, …]. */
const convolution: Rule = (call) => {
  const { batch, channels, space } = planesIn(call.operand(0).sides);
  const [filters = 0, each = 0, ...kernel] = call.operand(1).sides;
  const groups = call.int('group', 1);
  if (kernel.length !== space.length || each * groups !== channels || filters % groups !== 0) refuse();
  const places = placesOf(space, windowOf(call, kernel));
  call.count(batch * filters * sizeOf(places) * each * sizeOf(kernel));
  return [{ sides: [batch, filters, ...places] }];
};

/** x [N, C, …] with weights [C, M / groups, …]: each number of x is multiplied with a window for each filter. */
const transposedConvolution: Rule = (call) => {
  const { batch, channels, space } = planesIn(call.operand(0).sides);
  const [wide = 0, each = 0, ...kernel] = call.operand(1).sides;
  const groups = call.int('group', 1);
  if (kernel.length !== space.length || wide !== channels || !(groups > 0) || channels % groups !== 0) refuse();
  const sides = call.ints('output_shape') ?? spreadPlaces(call, space, windowOf(call, kernel));
  if (sides.length !== space.length || !sides.every((side) => side > 0)) refuse();
  call.count(batch * sizeOf(space) * channels * each * sizeOf(kernel));
  return [{ sides: [batch, each * groups, ...sides] }];
};

function spreadPlaces(call: WorkCall, space: Sides, window: Window): Sides {
  const more = call.ints('output_padding') ?? space.map(() => 0);
  const isSame = window.autoPad.startsWith('SAME');
  // how a library adds these to a padding of its own is not written down
  if (more.length !== space.length || (window.autoPad !== 'NOTSET' && more.some((one) => one !== 0))) refuse();
  return space.map((side, at) => {
    const stride = sideAt(window.strides, at);
    if (isSame) return side * stride;
    const cut = window.autoPad === 'NOTSET' ? sideAt(window.pads, at) + sideAt(window.pads, at + space.length) : 0;
    return stride * (side - 1) + sideAt(more, at) + extentOf(window, at) - cut;
  });
}

const pooling: Rule = (call) => {
  const { batch, channels, space } = planesIn(call.operand(0).sides);
  const window = windowOf(call, call.ints('kernel_shape') ?? []);
  if (window.kernel.length !== space.length) refuse();
  const sides = [batch, channels, ...placesOf(space, window, call.int('ceil_mode', 0) !== 0)];
  // of MaxPool: where each came from
  return [{ sides }, { sides }];
};

const globalPooling: Rule = (call) => {
  const { batch, channels, space } = planesIn(call.operand(0).sides);
  return [{ sides: [batch, channels, ...space.map(() => 1)] }];
};

export const WINDOW_RULES: Readonly<Record<string, Rule>> = {
  ...{ Conv: convolution, ConvTranspose: transposedConvolution },
  ...{ MaxPool: pooling, AveragePool: pooling, LpPool: pooling },
  ...{ GlobalMaxPool: globalPooling, GlobalAveragePool: globalPooling, GlobalLpPool: globalPooling },
};
