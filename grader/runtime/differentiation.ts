/**
 * Notices that tf.js differentiates while a function of a student runs, from what runs and not from its text: in the
 * engine's own `gradients`, and in the gradient of every kernel, which each way of differentiating ends in. Must be
 * installed before student code is loaded, which then gets no function that is not watched. A second copy of tf.js that a
 * submission brings with it is not noticed.
 */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { Differentiator } from '../protocol/differentiators.js';

type Call = (this: unknown, ...given: unknown[]) => unknown;
type Noticed = Partial<Record<Differentiator, true>>;
type Named = Record<string, Call>;

/** The function that was entered first and not left, and how many are entered; that of a promise until it settles. */
let outermost: Differentiator | null = null;
let depth = 0;
/** Has a member for each name; null while nothing is watched. */
let noticed: Noticed | null = null;

// captured before student code can replace them
const { apply, defineProperty } = Reflect;
const { create } = Object as { readonly create: (prototype: null) => object };

/** The names of what differentiated while `run` ran, as members. One call is watched at a time. */
export async function watchDifferentiation<T>(
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly differentiated: Noticed }> {
  // without a prototype that a student can change
  const own = create(null) as Noticed;
  noticed = own;
  try {
    const result = await run();
    return { result, differentiated: own };
  } finally {
    noticed = null;
  }
}

/** A copy of the namespace whose differentiating functions tell their names. Also replaces methods of the engine. */
export function withNames<T extends object>(namespace: T): T {
  watchEngine();
  watchKernels();
  nameMethods(core.Optimizer, 'optimizer', ['minimize', 'computeGradients']);
  for (const model of [layers.LayersModel, layers.Sequential]) {
    nameMethods(model, 'model', ['fit', 'fitDataset', 'trainOnBatch']);
  }
  const named = { ...namespace } as unknown as Named;
  // these return the function that differentiates
  for (const name of ['grad', 'grads', 'valueAndGrad', 'valueAndGrads'] as const) {
    const make = named[name];
    if (make === undefined) throw new Error(`tf.js has no ${name}`);
    named[name] = (...given) => inside(`tf.${name}`, apply(make, undefined, given) as Call);
  }
  const { customGrad, variableGrads } = named;
  if (customGrad === undefined || variableGrads === undefined) throw new Error('tf.js has no customGrad');
  named['variableGrads'] = inside('tf.variableGrads', variableGrads);
  named['customGrad'] = (...given) => {
    note('tf.customGrad');
    return inside('tf.customGrad', apply(customGrad, undefined, given) as Call, true);
  };
  return named as unknown as T;
}

function note(name: Differentiator): void {
  if (noticed !== null) noticed[outermost ?? name] = true;
}

/** The function, which is the outermost that ran when something in it differentiates. */
function inside(name: Differentiator, call: Call, isNoted = false): Call {
  return function (...given) {
    enter(name);
    if (isNoted) note(name);
    let result: unknown;
    try {
      result = apply(call, this, given);
    } catch (error) {
      leave();
      throw error;
    }
    if (result instanceof Promise) return result.finally(leave);
    leave();
    return result;
  };
}

function enter(name: Differentiator): void {
  outermost ??= name;
  depth += 1;
}

function leave(): void {
  depth -= 1;
  if (depth === 0) outermost = null;
}

function watchEngine(): void {
  const prototype = Object.getPrototypeOf(core.engine()) as Named;
  const { gradients } = prototype;
  if (gradients === undefined) throw new Error('the engine of tf.js has no gradients');
  defineProperty(prototype, 'gradients', { value: inside('tf.engine().gradients', gradients, true) });
}

/** Every gradient that is registered; the engine's own tape ends in these as well. */
function watchKernels(): void {
  for (const { kernelName } of core.getKernelsForBackend('cpu')) {
    const config = core.getGradient(kernelName) as core.GradConfig | undefined;
    if (config === undefined) continue;
    const { gradFunc } = config;
    core.unregisterGradient(kernelName);
    core.registerGradient({
      ...config,
      gradFunc: (dy, saved, attrs) => {
        note('tf.getGradient');
        return gradFunc(dy, saved, attrs);
      },
    });
  }
}

function nameMethods(
  of: { readonly prototype: object },
  what: 'optimizer' | 'model',
  methods: readonly string[],
): void {
  const prototype = of.prototype as Named;
  for (const method of methods) {
    const call = prototype[method];
    if (call === undefined) throw new Error(`tf.js has no ${what}.${method}`);
    defineProperty(prototype, method, {
      value: inside(`${what}.${method}` as Differentiator, call),
      writable: true,
      configurable: true,
    });
  }
}
