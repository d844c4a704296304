/**
 * Compares every layer, option and activation that the runtime supports, on cpu and wasm, with formulas in double
 * precision that share nothing with tf.js: outputs, and gradients by inputs and weights. SEED draws other networks.
 */
import { afterAll, expect, test } from '@jest/globals';
import { removeFolders } from '../support/folders.js';
import { casesOf } from '../support/runs.js';
import { sayWitness, WITNESS, witnessAll } from '../support/witness/witness-all.js';

afterAll(removeFolders);

/** One of so many networks is compared, and each that has something new. */
const SHARE = casesOf({ usual: 16, full: 1 });

test('what the runtime computes is what Keras documents', async () => {
  const report = await witnessAll(
    casesOf({ usual: WITNESS.count, full: 10 * WITNESS.count }),
    Number(process.env['SEED'] ?? WITNESS.seed),
    SHARE,
  );
  process.stderr.write(`${sayWitness(report).join('\n')}\n`);
  const { coverage, backends } = report;
  expect(backends.map(({ name }) => name)).toEqual(['cpu', 'wasm']);
  for (const { failures } of backends) expect(failures).toEqual([]);
  // a layer, an activation or an option that is new has none: draw it in test/support/witness
  expect(coverage.without).toEqual([]);
  // a refused network compares nothing
  for (const { right, gradients } of backends) expect(gradients).toBeGreaterThan(right);
}, 1_800_000);
