/** The models in fixtures/onnx, with what PyTorch and Keras answered for the examples that a formula gives. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sizeOf } from '../../grader/tensor/tensor.js';

const FOLDER = resolve('fixtures/onnx');

export interface OnnxFixture {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** One example in the order of a rubric, with its channels last. */
  readonly example: readonly number[];
  readonly inputs: Float32Array;
  /** In the same order. */
  readonly outputs: readonly number[];
}

interface Expected {
  readonly layout: 'channels-first' | 'channels-last' | 'none';
  readonly example: readonly number[];
  readonly gives: readonly number[];
  readonly outputs: readonly (readonly number[])[];
}

export function onnxFixtures(): OnnxFixture[] {
  const all = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Record<string, Expected>;
  return Object.entries(all).map(([name, { layout, example, gives, outputs }]) => {
    const isFirst = layout === 'channels-first';
    const inputs = Array.from({ length: outputs.length * sizeOf(example) }, (_, index) => numberAt(index));
    return {
      name,
      bytes: readFileSync(join(FOLDER, `${name}.onnx`)),
      example: isFirst ? turned(example) : example,
      inputs: Float32Array.from(isFirst ? lastOf(inputs, example) : inputs),
      outputs: isFirst && gives.length === 3 ? lastOf(outputs.flat(), gives) : outputs.flat(),
    };
  });
}

/** As `grid` of make_onnx.py. */
function numberAt(index: number): number {
  return (((index * index * 31 + index * 7919 + 104729) % 257) - 128) / 64;
}

function turned([channels = 0, height = 0, width = 0]: readonly number[]): number[] {
  return [height, width, channels];
}

/** Numbers of images [C,H,W] with the channels of each pixel beside each other. */
function lastOf(values: readonly number[], [channels = 0, height = 0, width = 0]: readonly number[]): number[] {
  const pixels = height * width;
  return values.map((_, at) => {
    const [image, rest] = [Math.floor(at / (pixels * channels)), at % (pixels * channels)];
    const [pixel, channel] = [Math.floor(rest / channels), rest % channels];
    return values[image * pixels * channels + channel * pixels + pixel] ?? NaN;
  });
}
