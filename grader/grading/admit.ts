/**
 * Reads and measures files before any student code runs: documents, and the models that may be loaded. A model whose files
 * were admitted before is not read again.
 */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { filesOfModel } from '../files/of-model.js';
import { readDocuments } from '../intake/files/documents.js';
import { admitModels, NOT_KEPT, type KnownModels } from '../intake/models/admit.js';
import type { ModelReading } from '../protocol/model-facts.js';
import { programsDigest } from '../sandbox/kits/kit.js';
import { readerStarter } from '../sandbox/reading/reader.js';
import type { WantedModel } from '../stages/plan.js';
import type { DocumentRead, ModelAdmission, Snapshot } from '../stages/submission.js';
import type { Grading } from './grading.js';

export interface Admitted {
  readonly documents: ReadonlyMap<string, DocumentRead>;
  /** By the path of the model.json. */
  readonly models: ReadonlyMap<string, ModelAdmission>;
}

export async function admit({ plan, driver, signal, evaluations }: Grading, snapshot: Snapshot): Promise<Admitted> {
  const documents = await readDocuments(snapshot, plan.documents);
  const known = evaluations === undefined ? undefined : knownModels(snapshot, evaluations);
  return { documents, models: await admitModels(snapshot, plan.models, readerStarter(driver, signal), known) };
}

function knownModels(snapshot: Snapshot, evaluations: NonNullable<Grading['evaluations']>): KnownModels {
  return (model) => {
    const asked = whatIsRead(model, snapshot);
    if (asked === null) return NOT_KEPT;
    return {
      recall: async () => (await evaluations.recall(asked)) as ModelReading | null,
      remember: (reading) => evaluations.remember(asked, reading),
    };
  };
}

/** A larger model.json is refused by the reader, and must not be read here. */
const MOST_TEXT_BYTES = 16 << 20;

/** Everything that the facts of an admitted model depend on; null if that cannot be told. */
function whatIsRead({ path, forms }: WantedModel, { root, files: taken }: Snapshot): object | null {
  const bytes = taken.find((file) => file.path === path)?.bytes ?? 0;
  if (bytes > MOST_TEXT_BYTES && !path.endsWith('.onnx')) return null;
  const files = filesOfModel(path, taken, () => readFileSync(join(root, path)));
  if (files === null) return null;
  return { read: posix.basename(path), programs: programsDigest(), node: process.version, forms, files };
}
