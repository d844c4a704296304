/**
 * The confusion matrix of the diagnosis: mistakes made in independent programs (float32, plain loops or tf.js) and what is
 * claimed of them. `npm run fuzz` tries all networks and pairs, `npm test` a share of them.
 */
import { describe, expect, test } from '@jest/globals';
import { equalTo, foreign, natural, pairs, singles, type Row } from '../../support/confusion-rows.js';
import { IS_FULL } from '../../support/runs.js';
import { NETWORK_NAMES, type NetworkName } from '../../support/wrong-programs/index.js';

const NETWORKS: readonly NetworkName[] = IS_FULL ? NETWORK_NAMES : ['mlp', 'regression-tanh', 'attention'];
const WITH_PAIRS: readonly NetworkName[] = IS_FULL ? ['mlp', 'cnn', 'cnn-pool-first', 'attention'] : ['mlp'];

/** Of pairs and of foreign errors, which take nearly all of the time. */
const EVERY = IS_FULL ? 1 : 8;

const told = (rows: readonly Row[]) => rows.map(({ program, claimed }) => `${program.name}: ${claimed.join(', ')}`);

describe.each(NETWORKS)('%s', (network) => {
  test('each mistake is named, and nothing else', () => {
    const rows = singles(network);
    expect(rows.length).toBeGreaterThan(40);
    expect(told(rows.filter((row) => !row.isNamed && !equalTo(row)))).toEqual([]);
  }, 300_000);
});

describe.each(WITH_PAIRS)('pairs in %s', (network) => {
  const rows = pairs(network, EVERY);
  test('are named to 98 %', () => {
    const unlike = rows.filter((row) => !equalTo(row));
    // one of a share may be among the 2 %
    const most = Math.max(1, Math.floor(0.02 * unlike.length));
    expect(unlike.filter(({ isNamed }) => !isNamed).length).toBeLessThanOrEqual(most);
  });
  test('no other mistake is claimed', () => {
    expect(told(rows.filter((row) => row.isFalse && !equalTo(row)))).toEqual([]);
  });
});

describe('natural programs in tf.js', () => {
  const rows = natural(NETWORKS);
  test('three quarters of those with a known mistake are named', () => {
    const known = rows.filter(({ expected }) => expected !== null);
    expect(known.filter(({ isNamed }) => isNamed).length / known.length).toBeGreaterThanOrEqual(0.75);
  });
  test('no mistake is claimed that was not made', () => {
    expect(told(rows.filter(({ isFalse }) => isFalse))).toEqual([]);
  });
});

describe('errors that are not in the library', () => {
  test('no mistake is claimed', () => {
    expect(told(foreign(NETWORKS, EVERY).filter(({ claimed }) => claimed.length > 0))).toEqual([]);
  }, 300_000);
});
