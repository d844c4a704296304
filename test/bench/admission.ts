/** What models cost before they are run, and how many that Keras 3 exported answer as Keras does. */
import { rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { readModel } from '../../grader/reader/models/read.js';
import { tf } from '../../grader/runtime/tf.js';
import { answerModel } from '../support/answer-model.js';
import { filesOf, numbersOf, readKinds, type Kind } from '../support/keras-kinds.js';
import { median } from './measure.js';

type Print = (name: string, value: string) => void;

/** 512 x 512 numbers of four bytes are 1 MiB. */
const UNITS = 512;
const RUNS = 20;
/** Single precision, and half where a layer computes in half. */
const TOLERANCE = { half: 5e-3, single: 2e-5 };

export async function benchAdmission(work: string, print: Print): Promise<void> {
  print(
    'admission of a 1 MB model',
    `${admissionMs(work).toFixed(1)} ms (median of ${String(RUNS)} runs, in one process)`,
  );
  await tf.setBackend('cpu');
  const kinds = Object.entries(readKinds());
  let [equal, told] = [0, 0];
  for (const [name, kind] of kinds) {
    const verdict = await verdictOn(name, kind);
    if (verdict === 'equal') equal += 1;
    if (verdict === 'told') told += 1;
  }
  print(
    'Keras 3 exports equal',
    `${String(equal)} of ${String(kinds.length)}, ${String(told)} refused with the reason`,
  );
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
  const bytes = new Uint8Array(Float32Array.from({ length: UNITS * UNITS }, Math.sin).buffer);
  writeFileSync(join(folder, 'model.json'), model);
  writeFileSync(join(folder, 'w.bin'), bytes);
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    const told = readModel(folder, 'model.json', [
      ['model.json', model.length],
      ['w.bin', bytes.length],
    ]);
    if (!Buffer.from(told).toString().includes('admitted')) throw new Error('the model was not admitted');
    return performance.now() - started;
  });
  rmSync(folder, { recursive: true });
  return median(times);
}

async function verdictOn(name: string, kind: Kind): Promise<'equal' | 'told' | 'other'> {
  const answer = await answerModel(filesOf(kind), { shape: kind.input.shape, values: numbersOf(kind.input) });
  if (answer.status === 'refused') return 'told';
  const expected = [...numbersOf(kind.output)];
  const largest = Math.max(1, ...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, index) => Math.abs(value - (answer.values[index] ?? NaN))));
  return worst / largest < (name.endsWith('f16') ? TOLERANCE.half : TOLERANCE.single) ? 'equal' : 'other';
}
