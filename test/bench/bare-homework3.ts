/** Evaluates five networks on 1,800 images with ONNX Runtime alone: `node bare.cjs ADD_ON MODELS`; prints JSON. */
import { join } from 'node:path';
import { writeModel } from '../../grader/onnx/format/write.js';
import { translateToOnnx } from '../../grader/onnx/translate.js';
import { readArtifacts } from '../../grader/runtime/artifacts.js';
import { OnnxLibrary } from '../../grader/runtime/onnx/library.js';

const [IMAGES, BATCH, SIDES] = [1800, 60, [64, 64, 3]];
const VALUES = BATCH * 64 * 64 * 3;

function run([addOn = '', models = '']: readonly string[]): void {
  const library = new OnnxLibrary(addOn);
  const values = Float32Array.from({ length: VALUES }, (_, at) => ((at * 7919) % 251) / 255);
  let micros = 0;
  const translationMs: number[] = [];
  for (const name of ['regress', 'onehot', 'll', 'l2', 'cnn']) {
    const artifacts = readArtifacts(models, join(name, 'model.json'));
    const started = performance.now();
    const { modelTopology, weightData, weightSpecs = [] } = artifacts;
    const result = translateToOnnx({ modelTopology, weightData, weightSpecs, format: 'layers-model', example: SIDES });
    if (!result.ok) throw new Error(result.problem);
    const session = library.open(writeModel(result.model));
    translationMs.push(performance.now() - started);
    const input = session.inputs[0]?.name ?? '';
    const before = process.cpuUsage();
    for (let image = 0; image < IMAGES; image += BATCH) session.run({ [input]: { values, shape: [BATCH, ...SIDES] } });
    const { user, system } = process.cpuUsage(before);
    micros += user + system;
    session.close();
  }
  process.stdout.write(JSON.stringify({ seconds: micros / 1e6, translationMs }));
}

run(process.argv.slice(2));
