/**
 * Whatever is done to a model.json, examining it takes little time, does not throw and returns a short message. Each
 * mutation is of a kind that once evaded the examination: other spellings, other edges, other values.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { examineJson } from '../../../support/examined.js';
import { exportModel, tfl } from '../../../support/exported-model.js';
import { graphJson } from '../../../support/graph-json.js';
import { casesOf } from '../../../support/runs.js';
import { measureProcessor } from '../../../support/processor-time.js';

const RUNS = casesOf({ usual: 1500, full: 20_000 });
const BUDGET_MS = 1000;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Symbolic = ReturnType<typeof tfl.input>;

async function functionalJson(): Promise<unknown> {
  const input = tfl.input({ shape: [4, 4, 1], name: 'in' });
  const conv = tfl.layers
    .conv2d({ name: 'conv', filters: 2, kernelSize: 2, activation: 'relu' })
    .apply(input) as Symbolic;
  const norm = tfl.layers.batchNormalization({ name: 'norm' }).apply(conv) as Symbolic;
  const sum = tfl.layers.add({ name: 'sum' }).apply([conv, norm]) as Symbolic;
  const flat = tfl.layers.flatten({ name: 'flat' }).apply(sum) as Symbolic;
  const output = tfl.layers.dense({ name: 'end', units: 1 }).apply(flat) as Symbolic;
  return (await exportModel(tfl.model({ inputs: input, outputs: output }))).json;
}

const GRAPH = graphJson({
  nodes: [
    ['w', 'Const'],
    ['shape', 'Const'],
    ['y', 'MatMul', ['x', 'w']],
    ['r', 'Reshape', ['y', 'shape']],
    ['loop', 'While', ['r'], { body: { func: { name: 'f' } } }],
  ],
  functions: [{ name: 'f', args: ['v'], nodes: [['t', 'Tanh', ['v']]], returns: { out: 't:y:0' } }],
  weights: [
    { name: 'w', shape: [2, 1] },
    { name: 'shape', shape: [2], dtype: 'int32' },
  ],
  outputs: ['loop'],
});

/** Every place of a value, as a way to replace it. */
function placesOf(value: Json, places: ((next: Json) => void)[] = [], records: Record<string, Json>[] = []) {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) {
      places.push((next) => (value[index] = next));
      placesOf(inner, places, records);
    }
  } else if (typeof value === 'object' && value !== null) {
    records.push(value);
    for (const [key, inner] of Object.entries(value)) {
      places.push((next) => (value[key] = next));
      placesOf(inner, places, records);
    }
  }
  return { places, records };
}

const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (key: string) => key.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());

const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<Json>(-1, 1e308, 2 ** 53, '', '__proto__', 'constructor', '^x', 'x:1', 'a'.repeat(2000), [[]], {}),
);
/** `at` is taken modulo the number of places. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), at: fc.nat(), value: strange }),
  fc.record({ kind: fc.constant('respell' as const), at: fc.nat(), value: strange }),
  fc.record({ kind: fc.constant('rewire' as const), at: fc.nat(), value: fc.nat() }),
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat(), value: fc.nat() }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

function mutate(json: Json, { kind, at, value }: Mutation): void {
  const { places, records } = placesOf(json);
  const record = records[at % records.length] ?? {};
  const keys = Object.keys(record);
  const key = keys[at % Math.max(1, keys.length)] ?? 'key';
  const names = [...JSON.stringify(json).matchAll(/"(?:name)":"(\w+)"/g)].map((match) => match[1] ?? '');
  switch (kind) {
    case 'replace':
      places[at % places.length]?.(structuredClone(value) as Json);
      return;
    case 'respell':
      record[snake(key) === key ? camel(key) : snake(key)] = structuredClone(value) as Json;
      return;
    case 'rewire':
      places[at % places.length]?.(names[value % names.length] ?? '');
      return;
    case 'drop':
      Reflect.deleteProperty(record, key);
  }
}

test(`${String(RUNS)} mutated models`, async () => {
  let read = 0;
  const originals = [await functionalJson(), GRAPH];
  fc.assert(
    fc.property(fc.nat(1), fc.array(mutation, { minLength: 1, maxLength: 4 }), (which, mutations) => {
      const json = structuredClone(originals[which]) as Json;
      for (const one of mutations) mutate(json, one);
      const spent = measureProcessor();
      const { facts, problem } = examineJson(json, 1000);
      expect(spent()).toBeLessThan(BUDGET_MS);
      expect(problem?.length ?? 0).toBeLessThan(1000);
      for (const { name, className, activation } of facts?.layers ?? []) {
        for (const text of [name, className, activation ?? '']) expect(text.length).toBeLessThanOrEqual(1000);
      }
      if (facts !== null) read += 1;
      expect(facts === null || Number.isFinite(facts.parameters)).toBe(true);
    }),
    { numRuns: RUNS },
  );
  // some stay near enough to be read
  expect(read).toBeGreaterThan(0);
});
