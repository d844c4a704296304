/** Operations on every type and pair of types: wasm returns the same values and types as cpu. */
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { WASM } from '../../grader/sandbox/kits/wasm.js';
import type { TypesReport } from '../support/backend-fuzz/types-main.js';
import { bundleProgram } from '../support/bundle.js';
import { removeFolders } from '../support/folders.js';

afterAll(removeFolders);

test('wasm computes with integers and truth values as cpu does', async () => {
  const kit = WASM.find();
  if (typeof kit === 'string') throw new Error(kit);
  const program = await bundleProgram('test/support/backend-fuzz/types-main.ts');
  const { stdout } = await execa('node', [program, ...kit.files, process.env['SEED'] ?? '1']);
  const { compared, differing } = JSON.parse(stdout) as TypesReport;
  expect(differing).toEqual([]);
  expect(compared).toBeGreaterThan(1000);
});
