/**
 * Whatever is done to an ONNX file, examining it takes little time and ends in a verdict with one short line: damaged
 * bytes, parts cut out, repeated or swapped between files.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readModel } from '../../../../../grader/onnx/format/read.js';
import { selectScores } from '../../../../../grader/onnx/format/select.js';
import { writeModel } from '../../../../../grader/onnx/format/write.js';
import { examineOnnx } from '../../../../../grader/reader/models/onnx/examine.js';
import { measureProcessor } from '../../../../support/processor-time.js';
import { casesOf } from '../../../../support/runs.js';

const RUNS = casesOf({ usual: 2000, full: 20_000 });
const BUDGET_MS = 500;
const NAMES = ['torch-mlp-older-exporter', 'keras-mlp', 'torch-squeezed-older-exporter', 'torch-block-older-exporter'];
const FILES = NAMES.map((name) => readFileSync(join(resolve('fixtures/onnx'), `${name}.onnx`)));

/** `at` is a share of a file's length; `byte` is what is written. */
const mutation = fc.record({
  kind: fc.constantFrom(
    'set' as const,
    'flip' as const,
    'cut' as const,
    'repeat' as const,
    'move' as const,
    'varint' as const,
  ),
  // in ten thousandths, without fast-check's preference for the ends
  at: fc.noBias(fc.nat({ max: 9999 })),
  length: fc.integer({ min: 1, max: 60 }),
  byte: fc.constantFrom(0, 1, 2, 7, 8, 0x0a, 0x12, 0x2a, 0x7f, 0x80, 0xff, 0x3a, 0x42, 0x6a, 0x70),
  other: fc.nat(),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

function mutate(bytes: Buffer, { kind, at, length, byte, other }: Mutation): Buffer {
  const start = Math.floor((at / 10_000) * bytes.length);
  const [head, part, tail] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + length),
    bytes.subarray(start + length),
  ];
  switch (kind) {
    case 'set':
      return Buffer.concat([head, Buffer.from([byte]), bytes.subarray(start + 1)]);
    case 'flip':
      return Buffer.concat([head, Buffer.from([(bytes[start] ?? 0) ^ (1 << (other % 8))]), bytes.subarray(start + 1)]);
    case 'cut':
      return Buffer.concat([head, tail]);
    case 'repeat':
      return Buffer.concat([head, part, part, tail]);
    case 'move': {
      const from = FILES[other % FILES.length] ?? bytes;
      const place = Math.floor(((other % 997) / 997) * from.length);
      return Buffer.concat([head, from.subarray(place, place + length), tail]);
    }
    case 'varint':
      return Buffer.concat([head, Buffer.alloc(length % 12, 0xff), Buffer.from([byte]), tail]);
  }
}

test(`${String(RUNS)} damaged files`, () => {
  let admitted = 0;
  fc.assert(
    fc.property(fc.nat(), fc.array(mutation, { minLength: 1, maxLength: 2 }), (which, mutations) => {
      const bytes = mutations.reduce(mutate, FILES[which % FILES.length] ?? Buffer.alloc(0));
      const elapsed = measureProcessor();
      const reading = examineOnnx('deep/model.onnx', bytes);
      expect(elapsed()).toBeLessThan(BUDGET_MS);
      if (reading.status === 'rejected') {
        expect(reading.sentence).toMatch(/^deep\/model\.onnx.{1,700}$/s);
        expect(reading.sentence).not.toMatch(/[\p{Cc}\u2028]/u);
        return;
      }
      admitted += 1;
      // what a worker opens is what was examined
      const read = readModel(bytes);
      const chosen = read.ok ? writeModel(selectScores(read.model)) : new Uint8Array();
      const again = examineOnnx('deep/model.onnx', chosen);
      const { fileBytes } = again.facts ?? { fileBytes: 0 };
      expect(again).toEqual({ status: 'admitted', facts: { ...reading.facts, fileBytes } });
    }),
    { numRuns: RUNS },
  );
  // damage to names and numbers that mean nothing leaves a model in order
  expect(admitted).toBeGreaterThan(RUNS / 50);
});
