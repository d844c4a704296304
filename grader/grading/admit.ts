/** Reads and measures files before any student code runs: documents, and the models that may be loaded. */
import { readDocuments } from '../intake/files/documents.js';
import { admitModels } from '../intake/models/admit.js';
import { readerStarter } from '../sandbox/reading/reader.js';
import type { DocumentRead, ModelAdmission, Snapshot } from '../stages/submission.js';
import type { Grading } from './grading.js';

export interface Admitted {
  readonly documents: ReadonlyMap<string, DocumentRead>;
  /** By the path of the model.json. */
  readonly models: ReadonlyMap<string, ModelAdmission>;
}

export async function admit({ plan, driver, signal }: Grading, snapshot: Snapshot): Promise<Admitted> {
  const documents = await readDocuments(snapshot, plan.documents);
  return { documents, models: await admitModels(snapshot, plan.models, readerStarter(driver, signal)) };
}
