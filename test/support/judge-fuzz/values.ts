/** Arbitrary decoded observations from the sandbox: any numbers, shapes, names and words. */
import fc from 'fast-check';
import {
  type LoadedModel,
  type MemberChange,
  type ObservedOutput,
  MEMBER_CHANGES,
} from '../../../grader/protocol/worker.js';
import { DIFFERENTIATORS } from '../../../grader/protocol/differentiators.js';
import { ESCAPES, OWN_OPERATIONS, type Work } from '../../../grader/protocol/work.js';
import type { ProbeOutcome, TrustFinding } from '../../../grader/stages/observation.js';
import type { StudentErrorReport } from '../../../grader/schema/evidence.js';
import type { ModelAdmission } from '../../../grader/stages/submission.js';
import type { ModelFacts } from '../../../grader/protocol/model-facts.js';
import { sizeOf, zeros, type DType, type TensorData } from '../../../grader/tensor/tensor.js';
import { casesOf } from '../runs.js';

/** Cases of each judge and each reader. */
export const RUNS = casesOf({ usual: 250, full: 20_000 });

const number = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.double({ min: -2, max: 2, noNaN: true }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324, -1e-310, 1e-45, 1e308, -1.8e308, 3.5e38, 2 ** 53),
  },
);

/** Text of students: names of the network and of JavaScript, halves of pairs, controls, sometimes a lot of it. */
export const text = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.constantFrom(
      ...['', 'z1', 'yhat', 'loss', 'value', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'W'],
      ...['\ud800', 'a\udfff', '\ufffe', '\u0000', '\u202e', '\u001b[2J', '\n', '=1+1', '; =1', '😀😀'],
    ),
  },
  { weight: 6, arbitrary: fc.string({ maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('x'.repeat(5000), ' \t'.repeat(3000), '\ud800'.repeat(2000), '\u202e'.repeat(2000)),
  },
);
const words = fc.array(text, { maxLength: 3 });

/** Shapes of the references and near to them; any others with few numbers. */
const shape = fc.oneof(
  fc.constantFrom<readonly number[]>([], [1], [2], [1, 1], [1, 2], [2, 1], [2, 2], [4, 1], [4, 2], [4, 3], [4]),
  fc.constantFrom<readonly number[]>([0], [4, 0], [0, 4], [0, 0, 0], [5, 3], [5, 4], [5, 1], [4, 3, 1], [1, 5, 3]),
  fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 8 }),
  fc.constant([2 ** 52, 0]),
);
const dtype = fc.constantFrom<DType>('float32', 'float32', 'float64', 'float64', 'int32', 'bool', 'uint8');

export const tensor: fc.Arbitrary<TensorData> = fc
  .tuple(dtype, shape, fc.array(number, { minLength: 1, maxLength: 4 }))
  .map(([type, sides, some]) => {
    const values = zeros(type, sizeOf(sides));
    for (let index = 0; index < values.length; index += 1) values[index] = some[index % some.length] ?? NaN;
    return { dtype: type, shape: sides, values };
  });

const output: fc.Arbitrary<ObservedOutput> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('tensor', 'typed-array', 'nested-array', 'number'), tensor)
      .map(([form, data]): ObservedOutput => ({ kind: 'numbers', form, data })),
  },
  { weight: 1, arbitrary: text.map((found): ObservedOutput => ({ kind: 'unusable', found })) },
);

const place = fc.integer({ min: 1, max: 2 ** 31 });
export const error: fc.Arbitrary<StudentErrorReport> = fc.record(
  {
    code: fc.constantFrom<StudentErrorReport['code']>('RUNTIME_ERROR', 'TIME_LIMIT', 'LOAD_FAILED', 'EXPORT_MISSING'),
    message: text,
    file: text,
    line: place,
    column: place,
    frame: text,
  },
  { requiredKeys: ['code', 'message'] },
);

const trust: fc.Arbitrary<readonly TrustFinding[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('depends-on-batch' as const), difference: number, changed: fc.nat(4) }),
    fc.record({ kind: fc.constant('not-repeatable' as const), difference: number }),
    fc.constantFrom({ kind: 'changes-weights' as const }, { kind: 'changes-input' as const }),
  ),
  { maxLength: 2 },
);
const members: fc.Arbitrary<readonly MemberChange[]> = fc.array(
  fc.record({ key: text, how: fc.constantFrom(...MEMBER_CHANGES) }),
  { maxLength: 2 },
);

const operations = fc.oneof(fc.nat(50), fc.constantFrom(0, 14, 2 ** 53 - 1));
const work: fc.Arbitrary<Work> = fc.record({
  kernels: fc.dictionary(fc.constantFrom('BatchMatMul', 'Add', '__proto__', 'toString'), operations, { maxKeys: 3 }),
  own: fc.dictionary(fc.constantFrom(...OWN_OPERATIONS), operations, { maxKeys: 3 }),
  onIndices: operations,
  unknown: fc.subarray(['Einsum', 'constructor']),
  escapes: fc.subarray([...ESCAPES]),
});

/** What a probe that may give these outputs comes back with; a record without a prototype, as the decoder makes it. */
export function outcomeFor(names: readonly string[], inputs: readonly string[]): fc.Arbitrary<ProbeOutcome> {
  const after = fc.constantFrom(
    'kept' as const,
    'kept' as const,
    'kept' as const,
    'changed' as const,
    'disposed' as const,
  );
  const returned = fc
    .tuple(
      fc.option(work, { freq: 3 }),
      fc.array(fc.option(output, { freq: 12 }), { minLength: names.length, maxLength: names.length }),
      fc.array(after, { minLength: inputs.length, maxLength: inputs.length }),
      words,
      members,
      trust,
      fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.subarray([...DIFFERENTIATORS], { maxLength: 3 })),
    )
    .map(([counted, outputs, kinds, keys, changes, findings, differentiated]): ProbeOutcome => {
      const there = names.flatMap((name, index) => {
        const found = outputs[index] ?? null;
        return found === null ? [] : [[name, found] as const];
      });
      const inputsAfter = inputs.map((name, index) => [name, { kind: kinds[index] ?? 'kept' }] as const);
      return {
        status: 'returned',
        returned: {
          outputs: dictionary(there),
          keys: [...there.map(([name]) => name), ...keys],
          inputsAfter: dictionary(inputsAfter),
          ...(changes.length === 0 ? {} : { members: changes }),
          ...(counted === null ? {} : { work: counted }),
          ...(differentiated.length === 0 ? {} : { differentiated }),
        },
        trust: findings,
      };
    });
  const failed = error.map((told): ProbeOutcome => ({ status: 'failed', error: told }));
  return fc.oneof({ weight: 12, arbitrary: returned }, { weight: 1, arbitrary: failed });
}

function dictionary<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const made = Object.create(null) as Record<string, T>;
  for (const [name, value] of entries) made[name] = value;
  return made;
}

const count = fc.oneof(fc.nat(200), fc.constantFrom(2 ** 53, 1e300, Infinity, NaN));
const layer = fc.record({
  name: text,
  className: fc.oneof(fc.constantFrom('Dense', 'Flatten'), text),
  activation: fc.option(fc.oneof(fc.constantFrom('linear', 'relu'), text)),
  output: fc.boolean(),
});
const facts: fc.Arbitrary<ModelFacts> = fc.record({
  format: fc.constantFrom<LoadedModel['format']>('layers-model', 'graph-model'),
  parameters: count,
  fileBytes: count,
  layers: fc.array(layer, { maxLength: 3 }),
  inputShape: fc.oneof(
    fc.constant([2]),
    fc.option(fc.array(fc.option(fc.integer({ min: 0, max: 3 })), { maxLength: 3 })),
  ),
  weights: fc.constant([]),
});

export const admission: fc.Arbitrary<ModelAdmission> = fc.oneof(
  { weight: 8, arbitrary: facts.map((told): ModelAdmission => ({ status: 'admitted', facts: told })) },
  { weight: 1, arbitrary: text.map((sentence): ModelAdmission => ({ status: 'missing', sentence })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, fc.option(facts))
      .map(([sentence, told]): ModelAdmission => ({ status: 'rejected', sentence, facts: told })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(error, facts)
      .map(([why, told]): ModelAdmission => ({ status: 'not-loaded', error: why, facts: told })),
  },
);
