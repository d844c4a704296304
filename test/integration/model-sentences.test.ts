/** Whatever is wrong in a model's description, the message is a sentence and does not name internals of tf.js. */
import { beforeAll, expect, test } from '@jest/globals';
import { tf } from '../../grader/runtime/tf.js';
import { answerModel } from '../support/answer-model.js';
import { filesOf, numbersOf, readKinds, type Kind } from '../support/keras-kinds.js';
import { casesOf } from '../support/runs.js';

const RAW = /\[object|undefined|Cannot (?:read|destructure|access)|is not (?:a function|iterable|a constructor)|\n|\bat .+:\d+|instanceof|ValueError|NotImplementedError/; // prettier-ignore
const NAMES = [
  ...['conv-act-leaky', 'bidirectional-act-leaky', 'norm-config-list', 'rnn-stack', 'nested-functional', 'unet'],
  ...['mha', 'embedding-mask-lstm', 'separable1d', 'op-slice', 'timedistributed-act', 'batchnorm'],
];
const VALUES: readonly unknown[] = [null, {}, [], 'x', -1, 2.5, true, [[]], { class_name: 'Dense', config: {} }];
/** Each place is tried with as many of the values. */
const TRIES = Number(process.env['FUZZ_TRIES'] ?? 1);
/** Of all fields, each fourth is changed in `npm test`, others in the next network. */
const SHARE = casesOf({ usual: 4, full: 1 });

type Json = Record<string, unknown>;

function placesIn(value: unknown, path: readonly string[]): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    /_(?:initializer|regularizer|constraint)$|^dtype$/.test(key)
      ? []
      : [[...path, key], ...placesIn(one, [...path, key])],
  );
}

function changed(topology: unknown, path: readonly string[], value: unknown): Json {
  const root = structuredClone(topology) as Json;
  let at = root;
  for (const key of path.slice(0, -1)) at = at[key] as Json;
  if (value === undefined) Reflect.deleteProperty(at, path.at(-1) ?? '');
  else at[path.at(-1) ?? ''] = value;
  return root;
}

async function said(kind: Kind, topology: Json): Promise<string> {
  try {
    const files = filesOf({ ...kind, topology });
    const answer = await answerModel(files, { shape: kind.input.shape, values: numbersOf(kind.input) });
    return answer.status === 'refused' ? answer.sentence : '';
  } catch (error) {
    return error instanceof Error ? error.message : 'not an error';
  }
}

const KINDS = readKinds();

beforeAll(async () => {
  await tf.setBackend('cpu');
  // otherwise its first use prints an advertisement
  Object.assign(tf.backend(), { firstUse: false });
});

test.each(NAMES)(
  '%s, with one of its fields changed',
  async (name) => {
    const kind = KINDS[name] as Kind;
    const raw: string[] = [];
    for (const [index, path] of placesIn(kind.topology, []).entries()) {
      if ((index + NAMES.indexOf(name)) % SHARE !== 0) continue;
      const values = Array.from({ length: TRIES }, (_, more) => VALUES[(index + more * 4) % VALUES.length]);
      for (const value of [undefined, ...values]) {
        const sentence = await said(kind, changed(kind.topology, path, value));
        if (RAW.test(sentence)) raw.push(`${path.join('.')} = ${JSON.stringify(value)}: ${sentence.slice(0, 200)}`);
      }
    }
    expect(raw).toEqual([]);
  },
  300_000,
);

test('a layer that cannot be built is named', async () => {
  const kind = KINDS['conv-act-leaky'] as Kind;
  const text = JSON.stringify(kind.topology).replace('"padding":"valid"', '"padding":"diagonal"').replace('"padding": "valid"', '"padding":"diagonal"'); // prettier-ignore
  expect(await said(kind, JSON.parse(text) as Json)).toMatch(
    /^the layer conv2d \(Conv2D\) cannot be built from its description: export it again/,
  );
});

test('errors of tf.js about a layer are explained in words', async () => {
  const dense = { class_name: 'Dense', config: { name: 'd', units: 1, batch_input_shape: [null, 2] } };
  const conv = { class_name: 'Conv1D', config: { name: 'c', filters: 1, kernel_size: [1] } };
  const spec = (weight: string, shape: readonly number[]) => ({ name: weight, shape, dtype: 'float32' });
  const weights = [spec('d/kernel', [2, 1]), spec('d/bias', [1]), spec('c/kernel', [1, 1, 1]), spec('c/bias', [1])];
  const files = {
    'model.json': JSON.stringify({
      modelTopology: { class_name: 'Sequential', config: { name: 's', layers: [dense, conv] } },
      weightsManifest: [{ paths: ['w.bin'], weights }],
    }),
    'w.bin': new Uint8Array(20),
  };
  await expect(answerModel(files, { shape: [1, 2], values: Float32Array.of(1, 2) })).rejects.toThrow(
    'the layer c takes inputs of 3 axes, with that of the examples, and is given 2: put Flatten or Reshape before it',
  );
});
