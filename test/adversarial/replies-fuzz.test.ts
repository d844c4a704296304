/**
 * Replies that are almost valid: headers with arbitrary values in one or several places are read or refused with a
 * sentence.
 */
import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeReply } from '../../grader/sandbox/asking/replies.js';
import { FrameError } from '../../grader/protocol/frames.js';
import { RUNS, text } from '../support/judge-fuzz/values.js';

jest.setTimeout(600_000);

const tensor = (shape: readonly number[], offset: number) => ({ dtype: 'float64', shape, offset });
const ASKED = {
  outputs: ['loss', 'z1', '__proto__'],
  inputs: { x: { dtype: 'float64' as const, shape: [1], values: Float64Array.of(NaN) } },
  mostValues: 4,
};
const BODY = Uint8Array.from(new Uint8Array(Float64Array.of(0.5, NaN, 1, 2, 3, Infinity).buffer));
const MODEL = {
  ...{ format: 'layers-model', parameters: 3, inputShape: [null, 2], operations: ['MatMul'], empty: null },
  layers: [{ className: 'Dense', activation: 'linear' }],
};
const RIGHT = [
  {
    type: 'returned',
    outputs: {
      loss: { kind: 'numbers', form: 'number', tensor: tensor([1], 0) },
      z1: { kind: 'numbers', form: 'tensor', tensor: tensor([3, 1], 16) },
    },
    keys: ['loss', 'z1', 'debug'],
    inputsAfter: { x: { kind: 'kept', tensor: tensor([1], 8) } },
    members: [{ key: 'W1', how: 'replaced' }],
    model: { weights: 'a'.repeat(64), inputKept: true },
  },
  { type: 'loaded', exports: ['forward'], backend: 'cpu', weights: 'b'.repeat(64), model: MODEL },
  { type: 'threw', error: { name: 'Error', message: 'no', stack: 'at submission-bundle.js:1:1' } },
  { type: 'ready' },
];

const anything = fc.oneof(
  text,
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    -1,
    0.5,
    7,
    8,
    2 ** 53,
    2 ** 31,
    1e308,
    [],
    {},
    [[]],
    [{}],
    [null],
    [1, 0],
  ),
  fc.constantFrom<unknown>(
    ...[
      { toString: 1 },
      { valueOf: 1 },
      { length: 3 },
      { kind: 'numbers' },
      tensor([2 ** 26, 2 ** 27], 0),
      tensor([0], 48),
    ],
    ...[new Array<number>(9).fill(1), new Array<number>(8).fill(2 ** 52), new Array<null>(300).fill(null), MODEL],
  ),
);

interface Change {
  readonly at: number;
  readonly put: unknown;
  readonly how: 'put' | 'leave out' | 'rename';
  readonly name: string;
}

/** A copy with one of its values, counted through the tree, changed. */
function changed(whole: unknown, { at, put, how, name }: Change): unknown {
  // as JSON.parse makes it: `__proto__` is a key like any other
  const copy = JSON.parse(JSON.stringify(whole)) as unknown;
  const places: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    const holder = value as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      places.push({ holder, key });
      visit(holder[key]);
    }
  };
  visit(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return put;
  const { holder, key } = place;
  const value = how === 'put' || Array.isArray(holder) ? put : holder[key];
  if (how !== 'put' && !Array.isArray(holder)) Reflect.deleteProperty(holder, key);
  if (how === 'leave out') return copy;
  const to = how === 'rename' && !Array.isArray(holder) ? name : key;
  Object.defineProperty(holder, to, { value, enumerable: true, writable: true, configurable: true });
  return copy;
}

const change = fc.record({
  at: fc.nat(60),
  put: anything,
  how: fc.constantFrom('put' as const, 'put' as const, 'leave out' as const, 'rename' as const),
  name: fc.oneof(fc.constantFrom('loss', 'z1', 'x', 'type', '__proto__', '0', 'length'), text),
});

test('replies with changed headers and bodies of any length', () => {
  let read = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...RIGHT),
      fc.array(change, { maxLength: 3 }),
      fc.constantFrom(0, 7, 8, 47, 48),
      (right, changes, bytes) => {
        const header = changes.reduce<unknown>(changed, right);
        try {
          decodeReply({ header, body: BODY.subarray(0, bytes) }, ASKED);
          read += 1;
        } catch (error) {
          if (!(error instanceof FrameError)) throw error;
        }
      },
    ),
    { numRuns: RUNS },
  );
  // many are near enough to be read
  expect(read).toBeGreaterThan(RUNS / 10);
  expect(Object.keys(Object.prototype)).toEqual([]);
});
