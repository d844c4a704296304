/**
 * Counts the kernels of tf.js on cpu, in the registry from which the engine takes them. What a kernel calls by itself is
 * part of it. Must be installed before student code is loaded, which then gets no kernel that is not counted; a kernel that
 * it registers is its own code.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Counter } from './counter.js';
import { costOfKernel, sizeOfSides, type KernelCall, type Sides } from './kernel-costs.js';

const { keys } = Object;

/** Returns whether a kernel runs. */
export function countKernels(counter: Counter): () => boolean {
  let running = 0;
  for (const config of tf.getKernelsForBackend('cpu')) {
    const { kernelName, kernelFunc } = config;
    tf.unregisterKernel(kernelName, 'cpu');
    tf.registerKernel({
      ...config,
      kernelFunc: (given) => {
        running += 1;
        let result: tf.TensorInfo | tf.TensorInfo[];
        try {
          result = kernelFunc(given);
        } finally {
          running -= 1;
        }
        if (running === 0) count(kernelName, callOf(given, result), counter);
        return result;
      },
    });
  }
  return () => running > 0;
}

function count(name: string, call: KernelCall, counter: Counter): void {
  const cost = costOfKernel(name, call);
  if (cost !== null) {
    if (cost > 0) counter.kernel(name, cost, true);
    return;
  }
  let size = 0;
  for (const sides of call.results) size += sizeOfSides(sides);
  counter.kernel(name, size, false);
}

type Given = Parameters<tf.KernelFunc>[0];

function callOf({ inputs, attrs }: Given, result: tf.TensorInfo | tf.TensorInfo[]): KernelCall {
  const sides: Record<string, Sides> = {};
  for (const name of keys(inputs)) sides[name] = inputs[name]?.shape ?? [];
  const results: Sides[] = [];
  if (Array.isArray(result)) for (const one of result) results[results.length] = one.shape;
  else results[0] = result.shape;
  return { inputs: sides, results, attributes: attrs ?? {} };
}
