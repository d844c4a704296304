/**
 * Runs a model without a sandbox, with the worker's own code: `node bare.js ROOT MODEL PIXELS COUNT [BACKEND
 * FILES]`.
 */
import { readFileSync } from 'node:fs';
import { readArtifacts } from '../../grader/runtime/artifacts.js';
import { chooseBackend } from '../../grader/runtime/backends.js';
import { loadModel } from '../../grader/runtime/model.js';
import { translated } from '../../grader/runtime/onnx/translated.js';
import { predictAll } from '../../grader/runtime/predict.js';
import { tfNetwork } from '../../grader/runtime/tf-network.js';
import { tf } from '../../grader/runtime/tf.js';

async function run([root = '', path = '', pixels = '', count = '0', ...backend]: readonly string[]): Promise<void> {
  await tf.setBackend('cpu');
  const { onnx } = await chooseBackend(backend);
  const target = { format: 'layers-model', example: [64, 64, 3] } as const;
  const network =
    onnx === null
      ? tfNetwork(await loadModel(root, path, 'layers-model'))
      : translated(readArtifacts(root, path), { ...target, library: onnx });
  const values = new Uint8Array(readFileSync(pixels));
  const input = { dtype: 'uint8' as const, shape: [Number(count), 64, 64, 3], values };
  const before = process.cpuUsage();
  await predictAll(network, input, { batchSize: 85, divisor: 255, mostValues: Infinity });
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(String((user + system) / 1000));
}

void run(process.argv.slice(2));
