/** Looks at the data sets that a plan names: where their splits are, their labels as bytes, their images decoded. */
import { posix } from 'node:path';
import { readDocuments } from './intake/documents.js';
import { decodeImages, type DecodeOptions } from './sandbox/decode.js';
import {
  LABELS_FILE,
  MOST_LABEL_BYTES,
  SPLIT_NAMES,
  type DataSetPlan,
  type DataSetSeen,
  type SplitSeen,
} from './schema/data-set.js';
import type { Snapshot } from './schema/submission.js';

type Options = Omit<DecodeOptions, 'side'>;

/** One entry for each path. Throws a GraderError when the sandbox fails. */
export async function seeDataSets(
  snapshot: Snapshot,
  plans: readonly DataSetPlan[],
  options: Options,
): Promise<ReadonlyMap<string, DataSetSeen>> {
  const seen = new Map<string, DataSetSeen>();
  for (const plan of plans) seen.set(plan.path, await seeDataSet(snapshot, plan, options));
  return seen;
}

async function seeDataSet(snapshot: Snapshot, { path, side }: DataSetPlan, options: Options): Promise<DataSetSeen> {
  const splits: SplitSeen[] = [];
  for (const name of splitsOf(snapshot, path)) {
    const folder = posix.join(path, name);
    const labelsFile = posix.join(folder, LABELS_FILE);
    const inside = filesBelow(snapshot, folder).filter((file) => file !== labelsFile);
    const documents = await readDocuments(snapshot, [{ path: labelsFile, maxBytes: MOST_LABEL_BYTES }]);
    const decoded = await decodeImages(snapshot.root, inside, { ...options, side });
    const within = (file: string) => posix.relative(folder, file);
    splits.push({
      name,
      folder,
      labels: documents.get(labelsFile) ?? { status: 'missing' },
      files: inside.map(within),
      images: new Map([...decoded].map(([file, image]) => [within(file), image])),
    });
  }
  return { splits };
}

/** The folder itself, or its train and valid; none where there is nothing. */
function splitsOf(snapshot: Snapshot, path: string): readonly string[] {
  const files = filesBelow(snapshot, path);
  if (files.length === 0) return [];
  if (files.includes(posix.join(path, LABELS_FILE))) return [''];
  const found = SPLIT_NAMES.filter((name) => files.some((file) => file.startsWith(`${posix.join(path, name)}/`)));
  return found.length > 0 ? found : [''];
}

function filesBelow({ files }: Snapshot, folder: string): string[] {
  const start = folder === '' || folder === '.' ? '' : `${posix.normalize(folder)}/`;
  return files.filter(({ path }) => path.startsWith(start)).map(({ path }) => path);
}
