/** The cases of every kind of check. */
import { Check } from '../../../grader/schema/checks.js';
import { DATA_SET } from './data-set.js';
import { FILES, LOSS_LOG } from './documents.js';
import type { FalsePasses } from './false-pass.js';
import { FORWARD, GRADIENT, LOSS, LOSS_WITHIN } from './functions.js';
import { OPERATIONS } from './operations.js';
import { METRIC } from './metric.js';
import { MODEL_GRADIENT } from './model-gradient.js';
import { ACCURACY, MODEL_LIMITS } from './models.js';
import { SEGMENTATION } from './segmentation.js';
import { JACOBIAN, STEPS } from './typed.js';

type Branch = Readonly<{ properties: Readonly<{ kind: Readonly<{ const: string }> }> }>;

/** The kinds as the schema of rubrics lists them. */
export const CHECK_KINDS: readonly string[] = (Check as unknown as Readonly<{ oneOf: readonly Branch[] }>).oneOf.map(
  ({ properties }) => properties.kind.const,
);

export const FALSE_PASSES: FalsePasses = {
  steps: [STEPS],
  jacobian: [JACOBIAN],
  forward: [FORWARD],
  gradient: [GRADIENT],
  loss: [LOSS, LOSS_WITHIN],
  operations: [OPERATIONS],
  accuracy: ACCURACY,
  metric: [METRIC],
  segmentation: [SEGMENTATION],
  'model-limits': MODEL_LIMITS,
  'model-gradient': [MODEL_GRADIENT],
  'loss-log': [LOSS_LOG],
  'data-set': [DATA_SET],
  files: [FILES],
  // nothing that is handed in earns its points
  manual: [],
};
