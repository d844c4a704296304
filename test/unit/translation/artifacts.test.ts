/** The parts of a model.json with its weight files, by hand. */
import { expect, test } from '@jest/globals';
import { partsOf, signatureOf } from '../../../grader/translation/artifacts.js';

const weight = (name: string, shape: number[], dtype: string, stored?: string) => ({
  ...{ name, shape, dtype },
  ...(stored === undefined ? {} : { quantization: { dtype: stored } }),
});
const MODEL = {
  modelTopology: { class_name: 'Sequential' },
  weightsManifest: [
    { paths: ['a', 'b'], weights: [weight('W', [2], 'float32'), weight('q', [3], 'float32', 'uint8')] },
    { paths: ['c'], weights: [weight('s', [], 'int32')] },
  ],
};
const FILES: Readonly<Record<string, Uint8Array>> = {
  a: Uint8Array.of(1, 2, 3, 4, 5),
  b: Uint8Array.of(6, 7, 8, 9, 10, 11, 99, 99),
  c: Uint8Array.of(12, 13, 14, 15, 99),
};

test('groups follow each other, without what comes after the last weight of each', () => {
  const asked: unknown[] = [];
  const parts = partsOf(MODEL, (group, at) => {
    asked.push(at);
    return (group as { paths: string[] }).paths.map((path) => FILES[path] ?? new Uint8Array());
  });
  expect([...new Uint8Array(parts.weightData)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  expect(parts.weightSpecs).toEqual(MODEL.weightsManifest.flatMap(({ weights }) => weights));
  expect([asked, parts.modelTopology, 'signature' in parts]).toEqual([[0, 1], MODEL.modelTopology, false]);
});

test('a signature in the metadata takes precedence', () => {
  expect(signatureOf({ signature: 'own', userDefinedMetadata: { signature: 'older' } })).toBe('older');
  expect(signatureOf({ signature: 'own', userDefinedMetadata: {} })).toBe('own');
  expect(signatureOf({ ...MODEL, signature: 'own' })).toBe('own');
});
