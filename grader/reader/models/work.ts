/**
 * The work of a model for one example, in multiply-adds: counted by translating it, which follows the shape of every
 * result. Relies on a model that was admitted. It is not known for a model without a translation, or whose input has
 * sides that it does not say.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { translateToOnnx } from '../../onnx/translate.js';
import type { JsonRecord } from '../../text/fields.js';
import { partsOf } from '../../translation/artifacts.js';
import { textOfJson } from '../../translation/files.js';
import { translateModel } from '../../translation/translate.js';
import type { ModelFacts } from '../../protocol/model-facts.js';
import type { ScannedGroup } from './examine.js';

export interface Admitted {
  readonly root: string;
  /** That of model.json below the root. */
  readonly path: string;
  readonly facts: ModelFacts;
  /** Its weight files, in the order of the manifest. */
  readonly groups: readonly ScannedGroup[];
}

/** null if it is not known. */
export function workOf(admitted: Admitted): number | null {
  try {
    return count(admitted);
  } catch {
    // an admitted model must not be refused because its work could not be counted
    return null;
  }
}

function count({ root, path, facts, groups }: Admitted): number | null {
  const { inputShape } = facts;
  if (facts.format === 'onnx-model' || inputShape === null || !isKnown(inputShape)) return null;
  const translated = translateModel(JSON.parse(textOfJson(readFileSync(join(root, path))) ?? '') as JsonRecord);
  if (!translated.ok) return null;
  const parts = partsOf(translated.model, (_group, at) =>
    (groups[at]?.files ?? []).map((file) => readFileSync(join(root, file))),
  );
  const result = translateToOnnx({ ...parts, format: facts.format, example: inputShape });
  return result.ok && Number.isSafeInteger(result.macs) ? result.macs : null;
}

function isKnown(sides: readonly (number | null)[]): sides is readonly number[] {
  return sides.every((side) => side !== null && side > 0);
}
