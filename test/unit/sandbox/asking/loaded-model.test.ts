/** A worker's description of a model is accepted or refused as a whole. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameError } from '../../../../grader/protocol/frames.js';
import type { LoadedModel } from '../../../../grader/protocol/worker.js';
import { decodeLoadedModel } from '../../../../grader/sandbox/asking/loaded-model.js';

const MODEL: LoadedModel = {
  format: 'layers-model',
  parameters: 13,
  inputShape: [null, 2],
  layers: [{ className: 'Dense', activation: 'relu' }],
  operations: [],
  empty: null,
};

test('a complete description', () => {
  expect(decodeLoadedModel(MODEL)).toEqual(MODEL);
  expect(decodeLoadedModel(undefined)).toBeNull();
});

test.each<[string, object]>([
  ['another format', { format: 'onnx' }],
  ['a negative size', { parameters: -1 }],
  ['a size that is none', { parameters: 1e999 }],
  ['an input of many sides', { inputShape: Array.from({ length: 17 }, () => 1) }],
  ['an input that is not a shape', { inputShape: ['2'] }],
  ['layers that are none', { layers: {} }],
  ['a name of megabytes', { layers: [{ className: 'D'.repeat(2_000_000), activation: null }] }],
  ['too many operations', { operations: Array.from({ length: 100_001 }, () => 'Add') }],
])('refused: %s', (_, change) => {
  expect(() => decodeLoadedModel({ ...MODEL, ...change })).toThrow(FrameError);
});

test('a name is one line', () => {
  const told = { ...MODEL, empty: 'a\n\u001b[31mb' };
  expect(decodeLoadedModel(told)?.empty).not.toMatch(/[\n\u001b]/);
});

test('any JSON is a description or a FrameError', () => {
  const field = fc.constantFrom('format', 'parameters', 'inputShape', 'layers', 'operations', 'empty');
  fc.assert(
    fc.property(field, fc.jsonValue(), fc.jsonValue(), (name, value, whole) => {
      for (const told of [{ ...MODEL, [name]: value }, whole]) {
        try {
          decodeLoadedModel(told);
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      }
    }),
    { numRuns: 5000 },
  );
});
