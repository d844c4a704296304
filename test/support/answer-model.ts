/** Reads, loads and runs a model as handed in, in this process. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModel } from '../../grader/reader/models/read.js';
import { factsOfModel } from '../../grader/runtime/loaded-facts.js';
import { loadModel } from '../../grader/runtime/model.js';
import { predictAll } from '../../grader/runtime/predict.js';
import { tfNetwork } from '../../grader/runtime/tf-network.js';
import { confirmModels } from '../../grader/intake/models/confirm.js';
import type { ModelReading } from '../../grader/protocol/model-facts.js';

export interface Asked {
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly batchSize?: number;
}

export type Answered =
  | { readonly status: 'answered'; readonly values: readonly number[]; readonly reading: ModelReading }
  | { readonly status: 'refused'; readonly sentence: string; readonly reading: ModelReading };

/** `files` are those of a folder with a model.json. Throws what loading or running throws. */
export async function answerModel(
  files: Readonly<Record<string, string | Uint8Array>>,
  { shape, values, batchSize }: Asked,
): Promise<Answered> {
  const root = mkdtempSync(join(tmpdir(), 'answer-'));
  try {
    for (const [name, contents] of Object.entries(files)) writeFileSync(join(root, name), contents);
    const sizes = readdirSync(root).map((file): [string, number] => [file, statSync(join(root, file)).size]);
    const reading = JSON.parse(Buffer.from(readModel(root, 'model.json', sizes)).toString()) as ModelReading;
    if (reading.status !== 'admitted') return { status: 'refused', sentence: reading.sentence, reading };
    const { facts } = reading;
    const model = await loadModel(root, 'model.json', facts.format);
    const loaded = await factsOfModel(model, shape.slice(1));
    const confirmed = confirmModels(
      new Map([['model.json', { status: 'admitted', facts }]]),
      new Map([['model.json', { status: 'loaded', model: loaded }]] as never),
    ).get('model.json');
    if (confirmed?.status === 'rejected') return { status: 'refused', sentence: confirmed.sentence, reading };
    const input = { dtype: 'float32', shape: [...shape], values } as const;
    const seen = await predictAll(tfNetwork(model), input, {
      batchSize: batchSize ?? shape[0] ?? 1,
      divisor: 1,
      mostValues: 1e6,
    });
    if (seen.outputs.kind !== 'numbers') throw new Error(seen.outputs.found);
    return { status: 'answered', values: [...seen.outputs.data.values], reading };
  } finally {
    rmSync(root, { recursive: true });
  }
}
