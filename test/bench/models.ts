/** Evaluates exported networks on held-out images, in the sandbox and without it, on every available backend. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { loadImages } from '../../grader/images/load-images.js';
import type { BackendKit } from '../../grader/sandbox/kits/backend.js';
import { installedBackends } from '../../grader/sandbox/kits/backends.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { IMAGE_CLASSES } from '../../grader/protocol/data-set.js';
import { IMAGE_SIDE } from '../../grader/tensor/images.js';
import type { Plan } from '../../grader/stages/plan.js';
import type { Snapshot } from '../../grader/stages/submission.js';

const NETWORKS = { 'small network, 25,078 parameters': 'll', 'good network, 244,198 parameters': 'cnn' } as const;
const BATCH = 85;
const RUNS = 3;
/** The plain backend needs minutes for more; a rate is a rate. */
const FEW = 120;

export async function benchModels(
  work: string,
  root: string,
  print: (name: string, value: string) => void,
): Promise<void> {
  const { pixels, labels } = await loadImages(join(root, 'fixtures/supertux/heldout'), {
    classes: IMAGE_CLASSES,
    side: IMAGE_SIDE,
  });
  const bare = join(work, 'bare.cjs');
  const entryPoints = [join(root, 'test/bench/bare-predict.ts')];
  await build({ entryPoints, outfile: bare, bundle: true, platform: 'node', mainFields: ['module', 'main'] });
  for (const [name, part] of Object.entries(NETWORKS)) {
    for (const backend of [...installedBackends(), null]) {
      const count = backend === null ? FEW : labels.length;
      const some = pixels.subarray(0, count * (pixels.length / labels.length));
      const [inside, outside] = await measure(work, root, bare, part, backend, some, count);
      const rate = (ms: number) => `${((1000 * count) / ms).toFixed(0)} images a core-second`;
      const over = ((inside.evaluationMs / outside - 1) * 100).toFixed(0);
      print(
        `${name}, ${backend?.name ?? 'cpu'}, ${String(count)} images`,
        `sandbox ${rate(inside.evaluationMs)}, bare ${rate(outside)} (${over} % more time), start and load ${(inside.startMs / 1000).toFixed(2)} core-s, cross-check ${(inside.crossCheckMs / 1000).toFixed(2)} core-s`,
      );
    }
  }
}

interface Inside {
  readonly startMs: number;
  readonly evaluationMs: number;
  /** The time that the comparison with the witness takes; 0 on cpu, which has none. */
  readonly crossCheckMs: number;
}

/** As if one example took so many multiply-adds that no witness is asked. */
const UNWITNESSED_MACS = 2e11;

async function measure(
  work: string,
  root: string,
  bare: string,
  part: string,
  backend: BackendKit | null,
  pixels: Uint8Array,
  count: number,
): Promise<readonly [Inside, number]> {
  const folder = mkdtempSync(join(work, 'model-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, part));
  cpSync(join(root, 'submissions/hw3-supertux/good/models', part), join(folder, part), { recursive: true });
  const file = join(work, 'pixels.bin');
  writeFileSync(file, pixels);
  const path = `${part}/model.json`;
  const times: Inside[] = [];
  const bareTimes: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = await observeMs(folder, path, backend, pixels, 1);
    const alone = await observeMs(folder, path, backend, pixels, 1, UNWITNESSED_MACS);
    const all = await observeMs(folder, path, backend, pixels, count);
    times.push({ startMs: alone, evaluationMs: all - start, crossCheckMs: backend === null ? 0 : start - alone });
    const told = backend === null ? [] : [backend.name, ...backend.files];
    const { stdout } = await execa('node', [bare, folder, path, file, String(count), ...told], {
      env: { ...backend?.env },
    });
    bareTimes.push(Number(stdout));
  }
  const least = <T>(items: readonly T[], key: (item: T) => number) =>
    items.reduce((best, item) => (key(item) < key(best) ? item : best));
  return [least(times, ({ evaluationMs }) => evaluationMs), least(bareTimes, (ms) => ms)];
}

/** Processor time of one evaluation in a fresh sandbox, without the checks of its integrity: others may use the machine. */
async function observeMs(
  folder: string,
  path: string,
  backend: BackendKit | null,
  pixels: Uint8Array,
  count: number,
  macs?: number,
): Promise<number> {
  const size = IMAGE_SIDE * IMAGE_SIDE * 3;
  const input = {
    dtype: 'uint8' as const,
    shape: [count, IMAGE_SIDE, IMAGE_SIDE, 3],
    values: pixels.subarray(0, count * size),
  };
  const probe = {
    kind: 'predict' as const,
    id: 'p',
    target: 't',
    input,
    divisor: 255,
    batchSize: BATCH,
    mostValues: 1e6,
    examined: false,
  };
  const plan: Plan = {
    subjects: [
      {
        subject: {
          ...{ kind: 'model', path, example: input.shape.slice(1), format: 'layers-model' },
          ...(macs === undefined ? {} : { macs }),
        },
        probes: [probe],
      },
    ],
    documents: [],
    models: [],
    dataSets: [],
    limits: { totalMs: 600_000, callMs: 60_000, modelMs: 300_000, memoryBytes: 4 * 1024 ** 3, outputBytes: 1 << 20 },
  };
  const snapshot: Snapshot = {
    ...{ id: 'bench', root: folder, digest: '', bytes: 0, submittedAt: null, submitters: [], remarks: [] },
    files: [{ path, bytes: 0, sha256: '' }],
  };
  const seen = await observe(snapshot, plan, {
    driver: await chooseDriver('bubblewrap'),
    backends: backend === null ? [] : [backend],
  });
  const outcome = seen.outcomes.get('p');
  if (outcome?.status !== 'returned') throw new Error(JSON.stringify(outcome));
  return seen.usage.cpuMs;
}
