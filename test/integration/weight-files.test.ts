/** The forms of weights: groups, parts, quantised, unused ones among them, under URLs. Results by hand. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { tf } from '../../grader/runtime/tf.js';
import { answerModel } from '../support/answer-model.js';

interface Spec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: string;
  readonly quantization?: Readonly<Record<string, unknown>>;
}
interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly Spec[];
}
type Files = Record<string, string | Uint8Array>;

const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);
const KERNEL = [1, 2, -3, 0.5];
const BIAS = [0.25, -1];
const spec = (part: string, shape: readonly number[]): Spec => ({ name: `out/${part}`, shape });
const PARTS = [spec('kernel', [2, 2]), spec('bias', [2])];

function files(groups: readonly Group[], bytes: Files): Files {
  const out = { class_name: 'Dense', config: { name: 'out', units: 2, batch_input_shape: [null, 2] } };
  const weightsManifest = groups.map(({ paths, weights }) => ({
    paths,
    weights: weights.map((weight) => ({ dtype: 'float32', ...weight })),
  }));
  const modelTopology = { class_name: 'Sequential', config: { name: 's', layers: [out] } };
  return { 'model.json': JSON.stringify({ modelTopology, weightsManifest }), ...bytes };
}
const ask = (given: Files) => answerModel(given, { shape: [2, 2], values: Float32Array.of(1, 2, -1, 0.5) });
const RIGHT = [1 - 6 + 0.25, 2 + 1 - 1, -1 - 1.5 + 0.25, -2 + 0.25 - 1];
const ALL = floats(...KERNEL, ...BIAS);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('answers as the numbers in the files say', () => {
  test.each<[string, Files]>([
    ['one file', files([{ paths: ['w.bin'], weights: PARTS }], { 'w.bin': ALL })],
    [
      'parts that end within a number',
      files([{ paths: ['a.bin', './b.bin'], weights: PARTS }], {
        'a.bin': ALL.subarray(0, 7),
        'b.bin': ALL.subarray(7),
      }),
    ],
    [
      'groups with bytes after their last weights',
      files(
        PARTS.map((part, index) => ({ paths: [`${String(index)}.bin`], weights: [part] })),
        { '0.bin': Buffer.concat([floats(...KERNEL), Buffer.from('xyz')]), '1.bin': floats(...BIAS, 7) },
      ),
    ],
    [
      'an empty group and empty weights',
      files(
        [
          { paths: [], weights: [] },
          { paths: ['w.bin'], weights: [{ name: 'nothing', shape: [0, 3] }, ...PARTS] },
        ],
        { 'w.bin': ALL },
      ),
    ],
    ['an address with a space', files([{ paths: ['my%20w.bin'], weights: PARTS }], { 'my w.bin': ALL })],
    ['an address with a query', files([{ paths: ['w.bin?v=3'], weights: PARTS }], { 'w.bin': ALL })],
    ['a name that has a percent sign', files([{ paths: ['w%20.bin'], weights: PARTS }], { 'w%20.bin': ALL })],
    [
      "the optimizer's without a group, and others of no layer",
      files(
        [
          {
            paths: ['w.bin'],
            weights: [
              { name: 'training/Adam/iterations', shape: [], dtype: 'int32' },
              ...PARTS,
              { name: 'training/Adam/out/kernel/m', shape: [2, 2] },
              { name: 'Adam/v/out/bias', shape: [2] },
              { name: 'total', shape: [] },
            ],
          },
        ],
        { 'w.bin': Buffer.concat([Buffer.alloc(4), ALL, floats(NaN, 1, 1, 1, 1, 1, 1)]) },
      ),
    ],
    ...(['uint8', 'uint16'] as const).map((dtype): [string, Files] => {
      const stored = [8, 12, -8, 6].map((value) => value + 8);
      const bytes = dtype === 'uint8' ? Uint8Array.from(stored) : new Uint8Array(Uint16Array.from(stored).buffer);
      const kernel = { ...spec('kernel', [2, 2]), quantization: { dtype, scale: 0.25, min: -3 } };
      const given = files([{ paths: ['w.bin'], weights: [kernel, spec('bias', [2])] }], {
        'w.bin': Buffer.concat([bytes.map((_, at) => bytes[at] ?? 0), floats(...BIAS)]),
      });
      return [dtype, given];
    }),
    [
      'float16',
      files(
        [
          {
            paths: ['w.bin'],
            weights: [{ ...spec('kernel', [2, 2]), quantization: { dtype: 'float16' } }, spec('bias', [2])],
          },
        ],
        {
          'w.bin': Buffer.concat([Buffer.from(Uint16Array.of(0x3c00, 0x4000, 0xc200, 0x3800).buffer), floats(...BIAS)]),
        },
      ),
    ],
  ])('%s', async (_what, given) => {
    expect(await ask(given)).toMatchObject({ status: 'answered', values: RIGHT });
  });
});

test.each<[string, (text: string) => Uint8Array]>([
  ['UTF-8', (text) => Buffer.from(`\uFEFF${text}`, 'utf8')],
  ['UTF-16, low byte first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16, high byte first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
])('a byte order mark: %s', async (_what, encode) => {
  const given = files([{ paths: ['w.bin'], weights: PARTS }], { 'w.bin': ALL });
  const marked = { ...given, 'model.json': encode(String(given['model.json'])) };
  expect(await ask(marked)).toMatchObject({ status: 'answered', values: RIGHT });
});

test.each(['%2e%2e/w.bin', '..%2fw.bin', '%2fetc/passwd', 'http:%2f%2fh/w.bin'])('%s leads outside', async (path) => {
  const given = files([{ paths: [path], weights: PARTS }], { 'w.bin': ALL });
  expect(await ask(given)).toMatchObject({
    status: 'refused',
    sentence: expect.stringMatching(/must lie inside/) as unknown,
  });
});
