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
async function lossOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<number | string> {
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

test.each<[string, Readonly<Record<string, string | Uint8Array>>, string]>([
  [
    'a name in another case',
    { 'backprop.js': "import './Layers';", 'layers.js': '' },
    '"Layers.js" is not there, but layers.js is: upper and lower case matter, even if your own disk ignores it',
  ],
  [
    'a package.json that is none',
    { 'backprop.js': '', 'package.json': '{ // mine\n}' },
    'package.json is not JSON, and Node.js refuses the code beside it as well: correct it or leave it out (JSON does not support comments)',
  ],
  [
    'a file in UTF-16',
    { 'backprop.js': Buffer.from('\ufeffexport const forward = () => 1;', 'utf16le') },
    'this is not text in UTF-8, but perhaps in UTF-16: save the file with the encoding UTF-8',
  ],
  [
    'a picture',
    { 'backprop.js': "import a from './a.png'; export const forward = a;", 'a.png': 'x' },
    'a file with the ending .png cannot be imported: only code, JSON and text can',
  ],
  [
    'await at the top',
    { 'backprop.js': 'await 1; export const forward = () => 1;' },
    'await outside of functions is not possible here: write it into an async function',
  ],
  [
    'a tag',
    { 'backprop.js': 'export const forward = () => <b/>;' },
    'tags as in HTML (JSX) cannot be read here: write plain TypeScript or JavaScript',
  ],
])('the bundler refuses %s in words for students', async (_, files, sentence) => {
  expect(await lossOf(files)).toBe(sentence);
});

test('a tsconfig.json or jsconfig.json has no effect, even if it is none', async () => {
  const code = "import { two } from './lib/two'; export const forward = () => ({ loss: two });";
  const files = { 'backprop.ts': code, 'lib/two.ts': 'export const two = 2;' };
  const paths = '{ "compilerOptions": { "paths": { "./lib/two": ["./lib/other"] }, "jsx": "react" } }';
  const configs = ['tsconfig.json', 'jsconfig.json', 'lib/tsconfig.json', 'lib/jsconfig.json'];
  for (const text of ['{ bad', paths]) {
    expect(await lossOf({ ...files, ...Object.fromEntries(configs.map((path) => [path, text])) })).toBe(2);
  }
});

test.each<[string, string, Readonly<Record<string, string>>]>([
  ['module.exports', 'module.exports = { forward: () => ({ loss: 1 }) };', { 'package.json': '{ "type": "module" }' }],
  ['exports', 'exports.forward = () => ({ loss: 1 });', { 'package.json': '{ "type": "module" }' }],
  ['module.exports beside export', 'export {}; module.exports = { forward: () => ({ loss: 1 }) };', {}],
])('an ES module that gives its functions to %s is told so', async (_, code, files) => {
  expect(await lossOf({ 'backprop.js': code, ...files })).toMatch(
    /^loading backprop.js failed: backprop.js is an ES module, .*: write "export" before its functions$/,
  );
});

test.each<[string, Readonly<Record<string, string>>, number | string]>([
  ['that exports both ways', { 'backprop.mjs': 'export const forward = () => ({ loss: 1 }); module.exports = {};' }, 1],
  ['in CommonJS', { 'backprop.cjs': 'const own = module.exports; own.forward = () => ({ loss: 1 });' }, 1],
  [
    'that is a function with one',
    { 'backprop.js': 'module.exports = () => 1; exports = 1; module.exports.forward = () => ({ loss: 1 });' },
    1,
  ],
  [
    'that exports null',
    { 'backprop.js': 'module.exports = null;' },
    'backprop.js does not export a function forward: nothing is exported',
  ],
  [
    'that exports nothing',
    { 'backprop.js': 'const forward = 1;' },
    'backprop.js does not export a function forward: nothing is exported',
  ],
])('a file %s is read as before', async (_, files, expected) => {
  expect(await lossOf(files)).toBe(expected);
});
