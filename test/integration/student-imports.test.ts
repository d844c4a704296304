/** What imports of students lead to when they are bundled and run: as on their own computers, or a sentence that says why not. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { removeFolders } from '../support/folders.js';
import { forwardAndBackward, planOf, snapshotOf } from '../support/snapshots.js';

afterAll(removeFolders);

let driver: Driver;

beforeAll(async () => {
  driver = await chooseDriver(undefined);
});

/** What `forward` returned as its loss, or the sentence about why it did not. */
async function lossOf(files: Readonly<Record<string, string>>): Promise<number | string> {
  const seen = await observe(snapshotOf(files), planOf(forwardAndBackward()), { driver });
  const outcome = seen.outcomes.get('forward#0');
  if (outcome?.status !== 'returned') return outcome?.error.message ?? 'no outcome';
  const loss = outcome.returned.outputs['loss'];
  return loss?.kind === 'numbers' ? (loss.data.values[0] ?? NaN) : 'no number';
}

test('import() leads to tf.js and to files that are handed in', async () => {
  const forward = `export async function forward() {
    const names = ['three', 'tfjs'];
    const tf = await import('@tensorflow/tfjs');
    const again = await import('@tensorflow/' + names[1]);
    const { two } = await import('./two.js');
    const { three } = await import(\`./lib/\${names[0]}.js\`);
    return { loss: tf.scalar(1).add(again.default.scalar(two)).add(three) };
  }`;
  const files = { 'two.js': 'export const two = 2;', 'lib/three.js': 'exports.three = 3;' };
  expect(await lossOf({ 'backprop.js': forward, ...files })).toBe(6);
});

test('import() of a name that is computed says what to write', async () => {
  const code = `const name = './two.js'; export const forward = async () => ({ loss: (await import(name)).two });`;
  expect(await lossOf({ 'backprop.js': code, 'two.js': 'export const two = 2;' })).toBe(
    `forward threw: "./two.js" cannot be found while the code runs: write its name in quotes, as in import('./layers.js')`,
  );
});

test('a file that is imported runs, whatever package.json says of its effects', async () => {
  const files = { 'package.json': '{ "sideEffects": false }', 'lib/setup.js': 'globalThis.ready = 5;' };
  const code = `import './lib/setup.js'; export const forward = () => ({ loss: globalThis.ready });`;
  expect(await lossOf({ 'backprop.js': code, ...files })).toBe(5);
});
