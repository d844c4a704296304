/** Gradescope's results.json, as `grade` and `batch` write it beside each report. Pure. */
import { gradescopeOf } from '../report/gradescope.js';
import { allPrintable } from '../report/printable.js';
import { toJson } from '../report/writers/json.js';
import type { CourseSystemOut } from './system.js';

export const gradescope: CourseSystemOut = {
  name: 'gradescope',
  ending: '.json',
  write: (report) => ({ text: toJson(allPrintable(gradescopeOf(report))), remarks: [] }),
};
