/**
 * The evidence of a check that its student may not see yet, reduced to what may be told: verdicts, points and counts,
 * which the summary tells as well. Samples and their seeds, values, labels, pictures, maps and curves must not be in it.
 * A kind of evidence that is not listed here is left out whole.
 */
import type { Evidence } from '../schema/report.js';

type Of<T extends Evidence['type']> = Extract<Evidence, { type: T }>;
type Told = { readonly [T in Evidence['type']]?: (evidence: Of<T>) => Of<T> };

const TOLD: Told = {
  comparison: ({ type, outputs, calls, error }) => ({
    type,
    outputs: outputs.map(({ beside: _beside, tensor: _tensor, ...output }) => output),
    samples: [],
    calls,
    ...(error === undefined ? {} : { error }),
  }),
  accuracy: ({ type, correct, total, interval, ramp, data: { name } }) => ({
    ...{ type, correct, total, interval, ramp },
    ...{ perClass: [], confusion: [], classes: [], misclassified: [] },
    // a digest of the data would confirm a guess at them
    data: { name, digest: '' },
  }),
  segmentation: ({ type, images, pixels, ignored, correct, undecided, mean, ramp, data: { name } }) => ({
    ...{ type, images, pixels, ignored, correct, undecided, mean, ramp },
    ...{ perClass: [], confusion: [], examples: [], data: { name, digest: '' } },
  }),
  'data-set': ({ groups, ...evidence }) => ({
    ...evidence,
    groups: groups.map((group) => ({ ...group, examples: [] })),
  }),
  'loss-log': (evidence) => ({ ...evidence, curve: { train: { steps: [], values: [] }, valid: null } }),
  limits: (evidence) => evidence,
  files: (evidence) => evidence,
  error: (evidence) => evidence,
};

export function toldEvidence(evidence: Evidence): Evidence {
  // the table pairs each type with its own function, which the type system cannot follow through the lookup
  const tell = TOLD[evidence.type] as ((evidence: Evidence) => Evidence) | undefined;
  return tell?.(evidence) ?? { type: 'none' };
}
