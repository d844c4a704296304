/**
 * The defects of tf.js's wasm backend: the stock kernels have them, so that the corrections are needed, and ours do
 * not.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { WASM } from '../../grader/sandbox/kits/wasm.js';
import { DEFECTS, LARGER_KERNELS } from '../support/backend-fuzz/defects.js';
import type { DefectReport, Values } from '../support/backend-fuzz/defects-main.js';
import { bundleProgram } from '../support/bundle.js';
import { removeFolders } from '../support/folders.js';

afterAll(removeFolders);

let program = '';
let corrected: ReadonlyMap<string, DefectReport>;
beforeAll(async () => {
  program = await bundleProgram('test/support/backend-fuzz/defects-main.ts');
  const { stdout } = await run('corrected');
  corrected = new Map((JSON.parse(stdout) as DefectReport[]).map((report) => [report.name, report]));
});

/** A separate process: the stock backend may crash everything after the first error. */
async function run(which: 'stock' | 'corrected', ...wanted: string[]) {
  const kit = WASM.find();
  if (typeof kit === 'string') throw new Error(kit);
  return execa('node', [program, which, ...kit.files, ...wanted], { reject: false });
}

function areEqual(left: Values, right: Values): boolean {
  if (typeof left === 'string' || typeof right === 'string') return false;
  const [a, b] = [left.flat(), right.flat()];
  return a.length === b.length && a.every((value, index) => isClose(value, b[index] ?? ''));
}

function isClose(left: number | string, right: number | string): boolean {
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  return Math.abs(left - right) <= 1e-5 * Math.max(1, Math.abs(left));
}

describe('the wasm backend', () => {
  test.each(Object.keys(DEFECTS))('%s: stock is wrong, ours is right', async (name) => {
    const ours = corrected.get(name);
    expect(ours?.wasm).toEqual(expect.any(Array));
    expect(areEqual(ours?.cpu ?? '', ours?.wasm ?? '')).toBe(true);
    const { exitCode, stdout } = await run('stock', name);
    const [stock] = exitCode === 0 ? (JSON.parse(stdout) as DefectReport[]) : [];
    expect(areEqual(stock?.cpu ?? '', stock?.wasm ?? '')).toBe(false);
  });

  test.each(Object.keys(LARGER_KERNELS))('%s with a window larger than its input is refused', (name) => {
    expect(corrected.get(name)?.wasm).toBe('a window of 5 x 5 is larger than its input of 3 x 3');
  });
});
