/**
 * The schemas of all kinds, in the order of the rubric's schema. A kind that is listed only here or only in index.ts
 * does not compile. Separate from index.ts, so that grading does not load the schema library.
 */
import * as steps from './steps/schema.js';
import * as forward from './forward/schema.js';
import * as gradient from './gradient/schema.js';
import * as jacobian from './jacobian/schema.js';
import * as loss from './loss/schema.js';
import * as operations from './operations/schema.js';
import * as accuracy from './accuracy/schema.js';
import * as metric from './metric/schema.js';
import * as segmentation from './segmentation/schema.js';
import * as modelLimits from './model-limits/schema.js';
import * as lossLog from './loss-log/schema.js';
import * as modelGradient from './model-gradient/schema.js';
import * as dataSet from './data-set/schema.js';
import * as files from './files/schema.js';
import * as manual from './manual/schema.js';

const SCHEMAS = [
  steps,
  forward,
  gradient,
  jacobian,
  loss,
  operations,
  accuracy,
  metric,
  segmentation,
  modelLimits,
  lossLog,
  modelGradient,
  dataSet,
  files,
  manual,
] as const;
type Schemas = (typeof SCHEMAS)[number];

/** A rubric's checks, by kind. */
export const CHECKS = SCHEMAS.map(({ check }) => check) as readonly Schemas['check'][];

/** The evidence of kinds that have their own; the others report comparisons. */
export const EVIDENCE = SCHEMAS.flatMap((schemas) => ('evidence' in schemas ? [schemas.evidence] : []));
