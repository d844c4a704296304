/** Measures what models cost before they are run, and how many exports of Keras 3 give the same answers as Keras. */
import { rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { readModel } from '../../grader/reader/models/read.js';
import { median } from './measure.js';

type Print = (name: string, value: string) => void;

/** 512 x 512 numbers of four bytes are 1 MiB. */
const UNITS = 512;
const RUNS = 20;

export async function benchAdmission(work: string, root: string, print: Print): Promise<void> {
  print(
    'admission of a 1 MB model',
    `${admissionMs(work).toFixed(1)} ms (median of ${String(RUNS)} runs, in one process)`,
  );
  // tf.js runs bundled only
  const outfile = join(work, 'keras-exports.cjs');
  const entryPoints = [join(root, 'test/bench/keras-exports.ts')];
  const banner = { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" };
  const define = { 'import.meta.url': 'importMetaUrl' };
  await build({ entryPoints, outfile, bundle: true, platform: 'node', mainFields: ['module', 'main'], banner, define });
  const { stdout } = await execa('node', [outfile], { cwd: root, stderr: 'ignore' });
  print('Keras 3 exports equal', stdout.trim().split('\n').at(-1) ?? '');
}

function admissionMs(work: string): number {
  const folder = mkdtempSync(join(work, 'admission-'));
  const layer = {
    class_name: 'Dense',
    config: { name: 'd', units: UNITS, batch_input_shape: [null, UNITS], use_bias: false },
  };
  const weights = [{ name: 'd/kernel', shape: [UNITS, UNITS], dtype: 'float32' }];
  const model = JSON.stringify({
    modelTopology: { class_name: 'Sequential', config: { name: 's', layers: [layer] } },
    weightsManifest: [{ paths: ['w.bin'], weights }],
  });
  const bytes = new Uint8Array(Float32Array.from({ length: UNITS * UNITS }, (_, index) => Math.sin(index)).buffer);
  writeFileSync(join(folder, 'model.json'), model);
  writeFileSync(join(folder, 'w.bin'), bytes);
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    const told = readModel(folder, 'model.json', [
      ['model.json', model.length],
      ['w.bin', bytes.length],
    ]);
    if (!Buffer.from(told).toString().includes('admitted'))
      throw new Error(`the model was not admitted: ${Buffer.from(told).toString().slice(0, 300)}`);
    return performance.now() - started;
  });
  rmSync(folder, { recursive: true });
  return median(times);
}
