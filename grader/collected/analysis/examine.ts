/** Examines a data set that is already decoded; see examination.ts. */
import { posix } from 'node:path';
import type { DataSetReport } from '../../protocol/data-set.js';
import type { DataSetSeen } from '../../stages/data-set.js';
import { DataSetExamination, type ExaminationRules } from './examination.js';

export type { ExaminationRules as DataSetRules } from './examination.js';

export function examineDataSet({ splits }: DataSetSeen, rules: ExaminationRules): DataSetReport {
  const examination = new DataSetExamination(splits, rules);
  for (const { name, images } of splits) {
    for (const [file, image] of images) examination.add(posix.join(name, file), image);
  }
  return examination.report();
}
