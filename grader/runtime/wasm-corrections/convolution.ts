/**
 * Convolutions whose padding is wrong in the stock kernels: for `same` with a kernel side smaller than the stride,
 * XNNPACK computes a negative padding. Here the input is padded first and convolved without padding. Numeric padding
 * runs on cpu, where the output has the shape that tf.js computes, which is wrong if kernel or stride is not square. A
 * kernel larger than its input is refused, because the stock kernel writes outside its tensors.
 */
import * as tf from '@tensorflow/tfjs-core';
import { onCpu } from './cpu-route.js';
import { correct, release, run, type Kernel, type KernelCall } from './kernels.js';

type ConvInfo = tf.backend_util.Conv2DInfo;

const KERNELS = [
  ['Conv2D', false],
  ['FusedConv2D', false],
  ['DepthwiseConv2dNative', true],
  ['FusedDepthwiseConv2D', true],
] as const;

export function correctConvolutions(): void {
  for (const [name, isDepthwise] of KERNELS) correct(name, (stock) => padded(stock, onCpu(name), isDepthwise));
  const backwards = 'Conv2DBackpropInput';
  correct(backwards, (stock) => (call) => {
    return typeof call.attrs['pad'] === 'string' ? stock(call) : onCpu(backwards)(call);
  });
}

function padded(stock: Kernel, cpu: Kernel, isDepthwise: boolean): Kernel {
  return (call) => {
    if (call.attrs['dataFormat'] === 'NCHW' || typeof call.attrs['pad'] === 'number') return cpu(call);
    const info = convolutionInfo(call, isDepthwise);
    refuseLargerKernel(info);
    if (isRight(info)) return stock(call);
    const { top, bottom, left, right } = info.padInfo;
    const { x } = call.inputs;
    if (x === undefined) return stock(call);
    const paddings = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
    const wider = run('PadV2', call.backend, { x }, { paddings, constantValue: 0 });
    const out = stock({
      ...call,
      inputs: { ...call.inputs, x: wider },
      attrs: { ...call.attrs, pad: 'valid', dimRoundingMode: undefined },
    });
    release(call.backend, wider);
    return out;
  };
}

/** Sides, strides and padding, computed as by tf.js's cpu kernels. */
function convolutionInfo({ inputs, attrs }: KernelCall, isDepthwise: boolean): ConvInfo {
  const { x, filter } = inputs;
  return tf.backend_util.computeConv2DInfo(
    x?.shape as [number, number, number, number],
    filter?.shape as [number, number, number, number],
    attrs['strides'] as [number, number],
    (attrs['dilations'] ?? [1, 1]) as [number, number],
    attrs['pad'] as 'same' | 'valid' | number | tf.backend_util.ExplicitPadding,
    attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil' | undefined,
    isDepthwise,
  );
}

function isRight(info: ConvInfo): boolean {
  if (info.padInfo.type !== 'SAME') return true;
  return info.effectiveFilterHeight >= info.strideHeight && info.effectiveFilterWidth >= info.strideWidth;
}

/** Throws if the kernel does not fit into the input, with a sentence for students. */
export function refuseLargerKernel(
  info: Pick<
    ConvInfo,
    'outHeight' | 'outWidth' | 'effectiveFilterHeight' | 'effectiveFilterWidth' | 'inHeight' | 'inWidth'
  >,
): void {
  if (info.outHeight > 0 && info.outWidth > 0) return;
  const window = `${String(info.effectiveFilterHeight)} x ${String(info.effectiveFilterWidth)}`;
  throw new Error(
    `a window of ${window} is larger than its input of ${String(info.inHeight)} x ${String(info.inWidth)}`,
  );
}
