/**
 * Runs a model without a sandbox, with the worker's own code: `node bare.js ROOT MODEL PIXELS COUNT [BACKEND SCRIPT
 * BINARY]`.
 */
import { readFileSync } from 'node:fs';
import { chooseBackend } from '../../grader/runtime/backends.js';
import { loadModel } from '../../grader/runtime/model.js';
import { predictAll } from '../../grader/runtime/predict.js';
import { tfNetwork } from '../../grader/runtime/tf-network.js';
import { tf } from '../../grader/runtime/tf.js';

async function run([root = '', path = '', pixels = '', count = '0', ...backend]: readonly string[]): Promise<void> {
  await tf.setBackend('cpu');
  await chooseBackend(backend);
  const model = await loadModel(root, path, 'layers-model');
  const values = new Uint8Array(readFileSync(pixels));
  const input = { dtype: 'uint8' as const, shape: [Number(count), 64, 64, 3], values };
  const started = performance.now();
  await predictAll(tfNetwork(model), input, { batchSize: 85, divisor: 255, mostValues: Infinity });
  process.stdout.write(String(performance.now() - started));
}

void run(process.argv.slice(2));
