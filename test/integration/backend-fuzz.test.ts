/** Compares every available tensor backend with cpu: random layers, forward and gradients. */
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { NATIVE } from '../../grader/sandbox/kits/native.js';
import { WASM } from '../../grader/sandbox/kits/wasm.js';
import type { FuzzReport } from '../support/backend-fuzz/main.js';
import { bundleProgram } from '../support/bundle.js';
import { removeFolders } from '../support/folders.js';

afterAll(removeFolders);

const COUNT = 640;
const SEED = 20_180_911;

test('every backend that loads agrees with cpu on random layers', async () => {
  const kits = [WASM.find(), NATIVE.find()];
  const found = [
    'cpu',
    ...kits.flatMap((kit) => (typeof kit === 'string' ? [] : [[kit.name, ...kit.files].join(':')])),
  ];
  const missing = kits.filter((kit) => typeof kit === 'string');
  const program = await bundleProgram('test/support/backend-fuzz/main.ts');
  const { stdout } = await execa('node', [program, String(COUNT), String(SEED), ...found]);
  const { refused, backends } = JSON.parse(stdout) as FuzzReport;
  const lines = backends.map(
    ({ name, compared, withEngine, excepted }) =>
      `${name} against cpu: ${String(compared)} layers, forward and gradients, ${String(withEngine)} of them against the float64 engine too; ${String(excepted)} left out`,
  );
  process.stderr.write(`${[...lines, ...missing.map((why) => `not compared: ${why}`)].join('\n')}\n`);
  expect(backends.map(({ name }) => name)).toContain('wasm');
  for (const { failures } of backends) expect(failures).toEqual([]);
  // most cases must have a result, or nothing was compared
  expect(refused).toBeLessThan(COUNT / 10);
  for (const { compared, withEngine } of backends) {
    expect(compared).toBeGreaterThanOrEqual(500);
    expect(withEngine).toBeGreaterThan(80);
  }
});
