/** ONNX Runtime as tuxgrade loads it leaves nothing in the user's folder; loaded by itself it does. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { makeFolder, removeFolders } from '../support/folders.js';
import { ONNX_BINDING } from '../support/onnx-library.js';
import { testUnless } from '../support/where-possible.js';

afterAll(removeFolders);

const LIBRARY = resolve('dist/runtime/onnx/library.js');
const why = ONNX_BINDING === null ? 'onnxruntime-node has no library for this machine' : null;

/** What a process with a home of its own leaves there. */
async function leftBy(script: string): Promise<readonly string[]> {
  const home = makeFolder();
  const env = { HOME: home, PATH: process.env['PATH'] ?? '' };
  await execa('node', ['--input-type=module', '-e', script, ONNX_BINDING ?? ''], { env, extendEnv: false });
  return readdirSync(home);
}

testUnless(why, 'telemetry')(
  'the library is loaded without its telemetry',
  async () => {
    const script = `const { OnnxLibrary } = await import(${JSON.stringify(LIBRARY)}); new OnnxLibrary(process.argv[1]);`;
    expect(await leftBy(script)).toEqual([]);
  },
  30_000,
);

testUnless(why ?? (process.platform === 'linux' ? null : 'it is another one on this system'), 'telemetry by itself')(
  'loaded by itself it would write an identifier, so the test above can fail',
  async () => {
    const script = `const addOn = { exports: {} };
      process.dlopen(addOn, process.argv[1]);
      addOn.exports.initOrtOnce(3, class {}, true);`;
    expect(await leftBy(script)).toEqual(['.cache']);
  },
  30_000,
);

test('the sandbox says so too, before anything is loaded', async () => {
  const { ONNX } = await import('../../grader/sandbox/kits/onnx.js');
  const kit = ONNX.find();
  expect(typeof kit === 'string' ? kit : kit.env).toEqual(
    why === null ? { ORT_DISABLE_TELEMETRY: '1' } : expect.any(String),
  );
});
