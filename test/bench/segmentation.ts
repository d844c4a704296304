/** Evaluates the segmentation network of the example class on a thousand images in the sandbox, and judges its maps. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { loadSegmentation } from '../../grader/images/load-masks.js';
import { countPixels, meanIouOf } from '../../grader/kinds/segmentation/counts.js';
import { mapProbes } from '../../grader/kinds/segmentation/probes.js';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { installedBackends } from '../../grader/sandbox/kits/backends.js';
import { observe } from '../../grader/sandbox/observing/observe.js';
import { SEGMENT_CLASSES } from '../../grader/supertux/crops.js';
import type { Plan } from '../../grader/stages/plan.js';
import type { SegmentedSet } from '../../grader/stages/resolved.js';
import type { Snapshot } from '../../grader/stages/submission.js';
import { IMAGE_SIDE } from '../../grader/tensor/images.js';

const COUNT = 1000;
const MIB = 1024 * 1024;

/** The held-out images over and over, up to a thousand. */
async function thousand(root: string): Promise<SegmentedSet> {
  const format = { classes: SEGMENT_CLASSES, side: IMAGE_SIDE };
  const few = await loadSegmentation(join(root, 'fixtures/supertux/segmentation/heldout'), format);
  const area = IMAGE_SIDE * IMAGE_SIDE;
  const values = Uint8Array.from({ length: 3 * area * COUNT }, (_, at) => few.pixels[at % few.pixels.length] ?? 0);
  const maps = Uint8Array.from({ length: area * COUNT }, (_, at) => few.maps[at % few.maps.length] ?? 0);
  const examples = { dtype: 'uint8', shape: [COUNT, IMAGE_SIDE, IMAGE_SIDE, 3], values } as const;
  return { examples, divisor: 255, maps, classes: SEGMENT_CLASSES.length, digest: '' };
}

export async function benchSegmentation(
  work: string,
  root: string,
  print: (name: string, value: string) => void,
): Promise<void> {
  const set = await thousand(root);
  const folder = mkdtempSync(join(work, 'segmentation-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'model'));
  cpSync(join(root, 'submissions/hw4-segmentation/good/model'), join(folder, 'model'), { recursive: true });
  const target = { input: [IMAGE_SIDE, IMAGE_SIDE, 3] };
  const [probe] = mapProbes('model', target, 'heldout', set);
  if (probe === undefined) throw new Error('no probe');
  const subject = { kind: 'model', path: 'model/model.json', example: target.input, format: 'layers-model' } as const;
  const limits = {
    totalMs: 3_600_000,
    callMs: 3_600_000,
    modelMs: 3_600_000,
    memoryBytes: 2048 * MIB,
    outputBytes: MIB,
  };
  const plan: Plan = { subjects: [{ subject, probes: [probe] }], documents: [], models: [], dataSets: [], limits };
  const files = [{ path: subject.path, bytes: 0, sha256: '' }];
  const snapshot: Snapshot = { id: 'bench', root: folder, digest: '', files, bytes: 0, remarks: [] };
  const [backend] = installedBackends();
  const driver = await chooseDriver();
  const started = performance.now();
  const seen = await observe(snapshot, plan, { driver, backends: backend === undefined ? [] : [backend] });
  const seconds = (performance.now() - started) / 1000;
  const outcome = seen.outcomes.get(probe.id);
  const output = outcome?.status === 'returned' ? outcome.returned.outputs['value'] : undefined;
  if (output?.kind !== 'numbers') throw new Error(JSON.stringify(outcome));
  const before = performance.now();
  const mean = meanIouOf(countPixels(set.maps, Uint8Array.from(output.data.values), set.classes));
  const judged = performance.now() - before;
  print(
    `segmentation, ${backend?.name ?? 'cpu'}, ${String(COUNT)} images`,
    `${(COUNT / seconds).toFixed(0)} images/s with starting and asking again, worker ${(seen.usage.peakMemoryBytes / MIB).toFixed(0)} MiB, counting ${judged.toFixed(0)} ms (mean ${mean.toFixed(3)})`,
  );
}
