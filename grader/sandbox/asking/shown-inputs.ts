/**
 * Large inputs of models, such as a set of images, as files that the sandbox shows read-only: written once, instead of
 * travelling through the channel for every model of every submission. Only workers that run models see them, and no
 * labels are among them.
 */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { amongTemporary, makePassable } from '../../temporary.js';
import type { SubjectPlan } from '../../stages/plan.js';
import type { TensorValues } from '../../tensor/tensor.js';

/** Smaller inputs go through the channel. */
const LEAST_BYTES = 128 << 10;

let folder: string | undefined;
let count = 0;
const paths = new WeakMap<TensorValues, string>();

/** The files with the large inputs of these subjects, in the order of the plan. Throws DISK_FULL. */
export function shownInputs(subjects: readonly SubjectPlan[]): readonly string[] {
  const models = subjects.filter(({ subject }) => subject.kind === 'model');
  const inputs = models.flatMap(({ probes }) =>
    probes.flatMap((probe) => (probe.kind === 'predict' ? [probe.input] : [])),
  );
  const large = inputs.filter(({ values }) => values.byteLength >= LEAST_BYTES);
  return [...new Set(large.map(({ values }) => write(values)))];
}

/** The name of the file that a worker has been shown with these values; null if they go through the channel. */
export function nameShown(values: TensorValues, shown: readonly string[]): string | null {
  const path = paths.get(values);
  return path !== undefined && shown.includes(path) ? basename(path) : null;
}

function write(values: TensorValues): string {
  const known = paths.get(values);
  if (known !== undefined) return known;
  folder ??= makePassable();
  const path = join(folder, `input-${String(count++)}`);
  amongTemporary(() => {
    writeFileSync(path, new Uint8Array(values.buffer, values.byteOffset, values.byteLength), { mode: 0o644 });
  });
  paths.set(values, path);
  return path;
}
