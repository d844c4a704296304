/** Small image networks and the plans that ask them, for tests of backends. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BackendKit } from '../../grader/sandbox/kits/backend.js';
import type { Plan, PredictProbe } from '../../grader/stages/plan.js';
import type { Snapshot } from '../../grader/stages/submission.js';
import { exportModel, modelFiles, tfl } from './exported-model.js';
import { LIMITS } from './snapshots.js';

export type Files = Record<string, string | Uint8Array>;

export const COUNT = 40;
/** Pixels, with which the library scales them itself; large enough to be shown as a file. */
export const PIXELS = {
  dtype: 'uint8' as const,
  shape: [COUNT, 96, 96, 3],
  values: Uint8Array.from({ length: COUNT * 96 * 96 * 3 }, (_, at) => (at * 7919) % 251),
};
export const PROBE: PredictProbe = {
  kind: 'predict',
  id: 'p',
  target: 'net',
  input: PIXELS,
  divisor: 255,
  batchSize: 10,
  mostValues: 1e6,
  classes: 4,
  examined: true,
};

function network(seed: number) {
  const init = tfl.initializers.glorotUniform({ seed });
  return tfl.sequential({
    layers: [
      tfl.layers.conv2d({ inputShape: [96, 96, 3], filters: 4, kernelSize: 3, strides: 4, kernelInitializer: init }),
      tfl.layers.reLU(),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 4, kernelInitializer: init }),
    ],
  });
}

/** One model in a folder of its own for each name. */
export async function modelsNamed(names: readonly string[]): Promise<Files> {
  const all = await Promise.all(names.map(async (name, at) => modelFiles(await exportModel(network(at + 1)), name)));
  return Object.assign({}, ...all) as Files;
}

export const planFor = (names: readonly string[], probe: Partial<PredictProbe> = {}): Plan => ({
  subjects: names.map((name) => ({
    subject: { kind: 'model', path: `${name}/model.json`, example: [96, 96, 3], format: 'layers-model' },
    probes: [{ ...PROBE, id: name, ...probe }],
  })),
  ...{ documents: [], models: [], dataSets: [], limits: LIMITS },
});

export function kitOf(found: BackendKit | string): BackendKit {
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** With the digests that answers are looked up by. */
export function digested(snapshot: Snapshot): Snapshot {
  const files = snapshot.files.map((file) => ({
    ...file,
    sha256: createHash('sha256')
      .update(readFileSync(join(snapshot.root, file.path)))
      .digest('hex'),
  }));
  return { ...snapshot, files };
}
