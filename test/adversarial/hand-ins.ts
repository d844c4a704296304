/**
 * Submissions that try to stop, slow down or falsify grading by their files, not by their code: a class in which each
 * student attacks one parser. Generated when needed, because some unpack to gigabytes.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeModel } from '../../grader/onnx/format/write.js';
import { writeFiles } from '../support/folders.js';
import { message, node, onnxModel, whole, withGraphBytes, withGraphFields } from '../support/onnx-models.js';
import { rawZip } from '../support/raw-zip.js';
import { paxEntry, writeTarGz, type RawTarEntry } from '../support/raw-tar.js';

export type Homework = 'quiz2' | 'hw2-circle';

/** Writes one student's hand-in below `folder`, under its own name. */
type Attack = (folder: string, name: string, good: string) => void | Promise<void>;

const MIB = 1 << 20;

function* emptyEntries(count: number): Generator<RawTarEntry> {
  for (let index = 0; index < count; index += 1) yield { name: `f${String(index)}` };
}

/**
 * These files alone, a model with the weights of the good one: what else the good submission has would be graded for each
 * attack, and takes longer than what the attack meets.
 */
function only(files: (good: string) => Readonly<Record<string, string | Uint8Array>>): Attack {
  return (folder, name, good) => {
    const root = join(folder, name);
    const written = files(good);
    for (const part of new Set(Object.keys(written).map(dirname)))
      if (part !== '.') cpSync(join(good, part), join(root, part), { recursive: true });
    writeFiles(root, written);
  };
}

/** This ONNX model as the deep network. */
function withOnnx(bytes: () => Uint8Array): Attack {
  return (folder, name) => {
    writeFiles(join(folder, name), { 'deep/model.onnx': bytes() });
  };
}

/** A script whose only line throws, with an inline source map with this many segments. */
function scriptWithMap(mappings: string): string {
  const map = { version: 3, sources: ['backprop.ts'], names: [], mappings };
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
  return `export function forward() { throw new Error('x') }\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}

const READ_BY_NAME: Readonly<Record<string, Attack>> = {
  'global-pax.tar.gz': async (folder, name) => {
    await writeTarGz(join(folder, name), [paxEntry('g', 300 * MIB), ...emptyEntries(5000)]);
  },
  'own-pax.tar.gz': async (folder, name) => {
    const entries = [...emptyEntries(20)].flatMap((entry) => [paxEntry('x', 10 * MIB), entry]);
    await writeTarGz(join(folder, name), entries);
  },
  'empty-entries.tar.gz': async (folder, name) => {
    await writeTarGz(join(folder, name), emptyEntries(199_000));
  },
  'endless.tar.gz': async (folder, name) => {
    await writeTarGz(join(folder, name), [{ name: 'answers.json', fill: ' ', times: 400 * MIB }]);
  },
  'gzip-in-gzip.tar.gz': (folder, name) => {
    writeFileSync(join(folder, name), gzipSync(gzipSync(Buffer.alloc(64 * MIB))));
  },
  'many-entries.zip': (folder, name) => {
    writeFileSync(
      join(folder, name),
      rawZip(Array.from({ length: 60_000 }, (_, index) => ({ name: `f${String(index)}` }))),
    );
  },
  'bomb.zip': (folder, name) => {
    writeFileSync(join(folder, name), rawZip([{ name: 'answers.json', data: Buffer.alloc(120 * MIB) }]));
  },
  'long-names.zip': (folder, name) => {
    const entries = Array.from({ length: 300 }, (_, index) => ({
      name: `${'\u0958'.repeat(20_000)}${String(index)}`,
    }));
    writeFileSync(join(folder, name), rawZip(entries));
  },
  'not-a.zip': (folder, name) => {
    writeFileSync(join(folder, name), Buffer.alloc(3 * MIB, 'PK\x05\x06'));
  },
  folders: (folder, name) => {
    for (let index = 0; index < 3000; index += 1)
      mkdirSync(join(folder, name, `d${String(index)}`), { recursive: true });
  },
};

const QUIZ2: Readonly<Record<string, Attack>> = {
  'answers-commas': only(() => ({ 'answers.json': `{"forward":[${','.repeat(MIB - 20)}` })),
  'answers-nested': only(() => ({ 'answers.json': '['.repeat(MIB - 1) })),
  'answers-keys': only(() => ({
    'answers.json': `{${Array.from({ length: 90_000 }, (_, index) => `"k${String(index)}":1`).join()}}`,
  })),
  'answers-objects': only(() => ({
    'answers.json':
      '{"forward":{"z1":{"toString":1},"z2":{"valueOf":null},"yhat":{"__proto__":1},"loss":{"constructor":1}}}',
  })),
  'answers-huge': only(() => ({ 'answers.json': '{"forward":{"z1":[1e999,-1e999],"z2":1e308,"loss":1e-400}}' })),
  'map-many': only(() => ({ 'backprop.ts': scriptWithMap('AAAA,'.repeat(4 * MIB)) })),
  'map-lines': only(() => ({ 'backprop.ts': '\n'.repeat(60 * MIB) + scriptWithMap('AAAA;'.repeat(MIB)) })),
  'map-broken': only(() => ({ 'backprop.ts': scriptWithMap('\u0000\u0001"]}') })),
};

const CIRCLE: Readonly<Record<string, Attack>> = {
  'model-commas': only(() => ({ 'deep/model.json': `{${','.repeat(15 * MIB)}` })),
  'model-nested': only(() => ({ 'deep/model.json': '{"a":'.repeat(3 * MIB) })),
  'model-strings': only((good) => ({
    'deep/model.json': readFileSync(join(good, 'deep/model.json'), 'utf8').replaceAll(
      '"Dense"',
      `"${'D'.repeat(4 * MIB)}"`,
    ),
  })),
  'model-weights': only((good) => {
    const model = JSON.parse(readFileSync(join(good, 'deep/model.json'), 'utf8')) as {
      weightsManifest: { weights: object[] }[];
    };
    const weights = Array.from({ length: 150_000 }, (_, index) => ({
      name: `w${String(index)}`,
      shape: [0],
      dtype: 'float32',
    }));
    for (const weight of weights) model.weightsManifest[0]?.weights.push(weight);
    return { 'deep/model.json': JSON.stringify(model) };
  }),
  'log-quotes': only(() => ({ 'loss.csv': `step,train\n${'"'.repeat(MIB - 20)}` })),
  'log-infinite': only(() => ({
    'loss.csv': `step,train,valid\n${Array.from({ length: 50 }, (_, index) => `1e999,${String(1 / (index + 1))},-1e999`).join('\n')}\n`,
  })),
};

const repeated = (part: Uint8Array, times: number) => Buffer.alloc(part.length * times, part);
const constant = (shape: readonly number[]) => ({
  nodes: [
    node('ConstantOfShape', ['s'], 'c'),
    node('ReduceSum', ['c'], 'r', { keepdims: { kind: 'int', value: 0 } }),
    node('Add', ['x', 'r'], 'y'),
  ],
  initializers: [whole('s', [shape.length], shape.map(BigInt))],
});

/** ONNX models in place of the network: the last two are in order, and what they ask for is too much. */
const ONNX: Readonly<Record<string, Attack>> = {
  'onnx-varints': withOnnx(() => Buffer.alloc(20 * MIB, 0xff)),
  'onnx-operations': withOnnx(() => withGraphBytes(repeated(message([1, message([4, 'Relu'])]), 3 * MIB))),
  'onnx-weights': withOnnx(() => withGraphBytes(repeated(message([5, message([1, 0], [2, 1])]), 3 * MIB))),
  'onnx-names': withOnnx(() =>
    withGraphFields(
      ...Array.from(
        { length: 15_000 },
        (_, at) => [5, message([1, 0], [2, 1], [8, `${'n'.repeat(900)}${String(at)}`])] as const,
      ),
    ),
  ),
  'onnx-declared': withOnnx(() =>
    withGraphFields([5, message([1, 2 ** 15], [1, 2 ** 14], [2, 1], [9, new Uint8Array(4)])]),
  ),
  'onnx-outside': withOnnx(() =>
    withGraphFields([
      5,
      message([1, 1], [2, 1], [8, 'W'], [13, message([1, 'location'], [2, '../../../etc/passwd'])], [14, 1]),
    ]),
  ),
  'onnx-large': withOnnx(() => writeModel(onnxModel(constant([100_000, 100_000])))),
  'onnx-endless': withOnnx(() => writeModel(onnxModel(constant([2 ** 40, 2 ** 40])))),
};

export const HAND_INS: Readonly<Record<Homework, Readonly<Record<string, Attack>>>> = {
  quiz2: { ...READ_BY_NAME, ...QUIZ2 },
  'hw2-circle': { ...READ_BY_NAME, ...CIRCLE, ...ONNX },
};

/** The good submission of each homework, which the attacks are made from. */
export const GOOD: Readonly<Record<Homework, string>> = { quiz2: 'perfect', 'hw2-circle': 'good' };

/**
 * What needs so much memory, time or room that the walls of a place have to hold it, one for each reader at least. The others are
 * stopped by a parser, which is the same in every place.
 */
const MEETS_WALLS = new Set([
  ...['endless.tar.gz', 'global-pax.tar.gz', 'bomb.zip', 'many-entries.zip', 'folders'],
  ...['answers-nested', 'map-many', 'map-lines'],
  ...['model-commas', 'log-quotes', 'onnx-operations', 'onnx-large', 'onnx-endless'],
]);

export const meetsWalls = (attack: string) => MEETS_WALLS.has(attack);

/** The attacks on what is read in the same way for every homework. */
export const isReadByName = (attack: string) => Object.hasOwn(READ_BY_NAME, attack);

/** Writes a class of these attacks, by default all, and one good submission, which has to come out unharmed. */
export async function writeHandIns(
  folder: string,
  homework: Homework,
  root: string,
  attacks = Object.keys(HAND_INS[homework]),
): Promise<void> {
  const good = join(root, 'submissions', homework, GOOD[homework]);
  mkdirSync(folder, { recursive: true });
  cpSync(good, join(folder, 'zz-good'), { recursive: true });
  for (const name of attacks) await HAND_INS[homework][name]?.(folder, name, good);
}
