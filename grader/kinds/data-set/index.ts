/** Images that the student collected: see schema.ts. */
import { LABELS_FILE, SPLIT_NAMES } from '../../protocol/data-set.js';
import type { Kind } from '../kind.js';
import { judgeDataSet } from './judge.js';
import { DATA_SET_PARTS } from './parts.js';
import { dataSetPlan } from './plan.js';
import { dataSetRules } from './rules.js';
import { tellDataSet } from './told.js';

/** labels.csv of a data set that is one folder, or of its splits. */
const TABLES = [LABELS_FILE, ...SPLIT_NAMES.map((split) => `${split}/${LABELS_FILE}`)];

export const dataSet: Kind<'data-set'> = {
  judge: judgeDataSet,
  plan: (check, draft) => {
    draft.addDataSet(dataSetPlan(check));
  },
  rules: dataSetRules,
  beyondReach: () => [],
  warnings: () => [],
  paths: ({ path }) => [{ key: ['path'], path, files: TABLES.map((table) => `${path}/${table}`) }],
  refersTo: ({ against = [] }) => ({ data: against }),
  parts: () => null,
  // it reveals which of the student's images are the course's, but no image that the student does not have
  gives: () => ({}),
  told: tellDataSet,
  evidence: DATA_SET_PARTS,
  quotesStudent: false,
};
