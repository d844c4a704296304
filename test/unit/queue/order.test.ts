/** What Redis may hold instead of an order: nothing without the key is carried out, and nothing of it throws. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { acceptOrder, envelopeOf, fingerprintOf } from '../../../grader/queue/order.js';
import { sealWith } from '../../../grader/queue/seal.js';
import { VERSION } from '../../../grader/schema/version.js';
import { order } from '../../support/queue-orders.js';

const seal = sealWith(Buffer.alloc(32, 1));
const slot = seal.alias('ada');
const envelope = envelopeOf(order(), 'cs342', slot, seal);
const id = envelope.fingerprint;
const accept = (data: unknown, as = id, course = 'cs342') => acceptOrder(data, as, course, seal);

/** The envelope of any content, made by who has the key. */
function sealed(content: unknown, fingerprint = id) {
  const purpose = `order ${VERSION} cs342 ${fingerprint} ${slot}`;
  const bytes = content instanceof Uint8Array ? content : gzipSync(JSON.stringify(content));
  return { ...envelope, fingerprint, sealed: seal.close(purpose, bytes).toString('base64') };
}

describe('an order', () => {
  test('arrives as it was, through JSON', () => {
    expect(accept(JSON.parse(JSON.stringify(envelope)))).toEqual({ envelope, order: order() });
  });

  test('is another one with any change, and the same without', () => {
    expect(fingerprintOf(order())).toBe(id);
    const others = [order({ id: 'bob' }), order({ pieces: ['d'.repeat(64)] }), { ...order(), anew: 'x' }];
    expect(new Set([id, ...others.map(fingerprintOf)]).size).toBe(4);
  });

  test('has nothing of a person in its envelope', () => {
    expect(JSON.stringify(envelope)).not.toMatch(/ada/i);
  });
});

describe('refused with a sentence is', () => {
  test.each([
    ['another id', () => accept(envelope, 'f'.repeat(64)), 'it lies under the name of another job'],
    ['another course', () => accept(envelope, id, 'cs101'), 'it lies under the name of another job'],
    ['another course inside', () => accept({ ...envelope, course: 'cs101' }, id, 'cs101'), /not sealed with the key/],
    ['another id inside', () => accept({ ...envelope, fingerprint: 'f'.repeat(64) }, 'f'.repeat(64)), /not sealed/],
    ['another slot', () => accept({ ...envelope, slot: 'f'.repeat(64) }), /not sealed with the key/],
    ['another version', () => accept({ ...envelope, grader: '9.9.9' }), `it is for version 9.9.9, this is ${VERSION}`],
    ['a later form', () => accept({ ...envelope, version: 2 }), 'it is not an order of this version'],
    ['one more member', () => accept({ ...envelope, more: 1 }), 'it is not an order of this version'],
    ['another key', () => acceptOrder(envelope, id, 'cs342', sealWith(Buffer.alloc(32, 2))), /not sealed with the key/],
    ['no order', () => accept(sealed({ ...order(), path: '/etc' })), 'its order does not fit its schema'],
    ['no JSON', () => accept(sealed(gzipSync('{'))), 'its order does not fit its schema'],
    ['not compressed', () => accept(sealed(Buffer.from('{}'))), 'its order does not fit its schema'],
    ['a bomb', () => accept(sealed(gzipSync(Buffer.alloc(50 << 20)))), 'its order does not fit its schema'],
    ['the order of another', () => accept(sealed(order({ id: 'bob' }))), 'its order is that of another job'],
    ['10 MB', () => accept({ ...envelope, sealed: 'A'.repeat(10 << 20) }), 'it is not an order of this version'],
    ['deep', () => accept(JSON.parse('['.repeat(5000) + ']'.repeat(5000))), 'it is not an order of this version'],
    [
      'a prototype',
      () => accept(JSON.parse(`{"__proto__":${JSON.stringify(envelope)}}`)),
      'it is not an order of this version',
    ],
    [
      'a prototype inside',
      () => accept(sealed(gzipSync(JSON.stringify(order()).replace('{', '{"__proto__":{"admin":true},')))),
      'its order does not fit its schema',
    ],
    [
      'a long version',
      () => accept({ ...envelope, grader: '\u001b[31m'.repeat(9999) }),
      /^it is for version [ -~]{1,800}\.\.\., this is/,
    ],
  ])('%s', (_what, accepted, sentence) => {
    const told = accepted();
    expect(typeof told).toBe('string');
    if (typeof sentence === 'string') expect(told).toBe(sentence);
    else expect(told).toMatch(sentence);
  });

  test('whatever is not sealed with the key', () => {
    const members = fc.record(
      {
        version: fc.constantFrom<unknown>(1, '1', null),
        grader: fc.constantFrom<unknown>(VERSION, '', 0),
        course: fc.constantFrom<unknown>('cs342', '../x', 'CS', null),
        fingerprint: fc.constantFrom<unknown>(id, 'f'.repeat(64), {}),
        slot: fc.constantFrom<unknown>(slot, '0'.repeat(64), 1),
        sealed: fc.oneof(fc.base64String(), fc.string(), fc.constant(envelope.sealed.slice(0, -4))),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true, maxDepth: 3 }), members), (data) => {
        expect(typeof accept(data)).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });

  test('an envelope with any one character changed', () => {
    const text = JSON.stringify(envelope);
    for (let at = 0; at < text.length; at += 1) {
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
      let data: unknown;
      try {
        data = JSON.parse(changed);
      } catch {
        continue;
      }
      expect(typeof accept(data)).toBe('string');
    }
  });
});
