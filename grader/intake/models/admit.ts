/**
 * Decides from their files which models may be loaded, before a worker sees them. A reader in the sandbox reads the
 * files; its answers are checked here, and what it cannot read is refused.
 */
import { strays } from '../../files/elsewhere.js';
import { ReaderStopped, type Reader, type Sizes, type StartReader } from '../../protocol/reader.js';
import type { ModelReading } from '../../protocol/model-facts.js';
import { modelFileOf } from '../../protocol/model-forms.js';
import type { WantedModel } from '../../stages/plan.js';
import type { FileFact, ModelAdmission, Snapshot } from '../../stages/submission.js';
import { formatBytes } from '../../files/caps.js';
import { factOf } from '../files/documents.js';
import { missingSentence } from './missing-model.js';
import { readClaim } from './model-claims.js';
import { showName } from '../../files/names.js';

/** The limits for each model. */
const LIMITS = { memoryBytes: 512 * 2 ** 20, cpuMs: 20_000 };

/** Where models that were admitted are found again, by what a reader's answer depends on. */
export interface KnownModel {
  /** null if nothing is known of such a model. */
  recall(): Promise<ModelReading | null>;
  /** Only one that is admitted: a refusal may name the file, and others beside it. */
  remember(reading: ModelReading): Promise<void>;
}

/** `path` is that of the file. */
export type KnownModels = (model: WantedModel) => KnownModel;

/** Of a model of which nothing is kept. */
export const NOT_KEPT: KnownModel = { recall: () => Promise.resolve(null), remember: () => Promise.resolve() };

/** One verdict for each model, by its path in the rubric. Throws a GraderError if no reader starts. */
export async function admitModels(
  snapshot: Snapshot,
  wanted: readonly WantedModel[],
  startReader: StartReader,
  known: KnownModels = () => NOT_KEPT,
): Promise<Map<string, ModelAdmission>> {
  const admissions = new Map<string, ModelAdmission>();
  let reader: Reader | null = null;
  try {
    for (const model of wanted) {
      const found = fileOf(model, snapshot);
      if ('status' in found) {
        admissions.set(model.path, found);
        continue;
      }
      const own = { path: found.path, forms: model.forms };
      const kept = known(own);
      const before = await kept.recall();
      if (before !== null) {
        admissions.set(model.path, before);
        continue;
      }
      reader ??= startReader(snapshot.root, LIMITS);
      const read = await readModel(reader, own, snapshot);
      admissions.set(model.path, read instanceof ReaderStopped ? refusal(found.path, read) : read);
      if (!(read instanceof ReaderStopped)) {
        if (read.status === 'admitted') await kept.remember(read);
        continue;
      }
      // a new reader for each model, so that one model cannot affect the others
      await reader.close();
      reader = null;
    }
  } finally {
    await reader?.close();
  }
  return admissions;
}

/** The one file in which a model was handed in, or why there is none. */
function fileOf({ path, forms }: WantedModel, snapshot: Snapshot): FileFact | ModelAdmission {
  const found = forms.flatMap((form) => factOf(snapshot, modelFileOf(path, form)) ?? []);
  const [first, second] = found;
  if (first === undefined) {
    return { status: 'missing', sentence: missingSentence({ path, forms }, candidates(path, snapshot)) };
  }
  if (second === undefined) return first;
  const sentence = `${showName(first.path)} and ${showName(second.path)} are both there: hand in only the one that is to be graded`;
  return { status: 'rejected', sentence, facts: null };
}

/** Files that may be meant: an ONNX model in its place is expected, and yet not what all checks can take. */
function candidates(path: string, snapshot: Snapshot): string[] {
  const onnx = factOf(snapshot, modelFileOf(path, 'onnx'));
  return [...strays(snapshot.files), ...(onnx === undefined ? [] : [onnx.path])];
}

/** `path` is that of the file. */
async function readModel(
  reader: Reader,
  { path, forms }: WantedModel,
  snapshot: Snapshot,
): Promise<ModelReading | ReaderStopped> {
  // weights of a model of tf.js are beside model.json or below it; files of the same names elsewhere are named in the message
  const sizes: Sizes = snapshot.files.map(({ path, bytes }) => [path, bytes] as const);
  try {
    const request = { type: 'examine-model', path, forms } as const;
    const { header, body } = await reader.ask(request, Buffer.from(JSON.stringify(sizes)));
    const claim = header['type'] === 'model' ? readClaim(body) : null;
    return claim ?? new ReaderStopped('nonsense', LIMITS);
  } catch (error) {
    if (error instanceof ReaderStopped) return error;
    throw error;
  }
}

/** Remarks on models that are accepted, one sentence each. */
export function remarksOnModels(admissions: ReadonlyMap<string, ModelAdmission>): string[] {
  return [...admissions].flatMap(([path, admission]) => {
    const bytes = admission.status === 'admitted' ? (admission.facts.unreadBytes ?? 0) : 0;
    if (bytes === 0) return [];
    return `${showName(path)}: its weight files go on for ${formatBytes(bytes)} after the last weight, which are not read; if that is not meant, export the model again`;
  });
}

function refusal(path: string, { reason }: ReaderStopped): ModelAdmission {
  return { status: 'rejected', sentence: `${showName(path)} ${stoppedOn(reason)}`, facts: null };
}

function stoppedOn(reason: ReaderStopped['reason']): string {
  switch (reason) {
    case 'memory':
      return `takes more than ${formatBytes(LIMITS.memoryBytes)} of memory to be read, the limit: export the model again`;
    case 'time':
      return `takes more than ${String(LIMITS.cpuMs / 1000)} s of processor time to be read, the limit: export the model again`;
    case 'crash':
    case 'nonsense':
      return 'cannot be read: the program that reads it broke on it; export the model again';
  }
}
