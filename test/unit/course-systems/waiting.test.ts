/** What course systems get of a submission that waits for a person: neither a zero nor a fault of the grader. */
import { describe, expect, test } from '@jest/globals';
import { gradescope } from '../../../grader/course-systems/gradescope.js';
import { SUBMISSION_SYSTEMS } from '../../../grader/course-systems/index.js';
import { reportForStudents } from '../../../grader/report/for-students.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { refusals } from '../../support/importer-rules.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const CHECKS = [fileCheck('one', 4), fileCheck('two', 6)];
const JUDGED = new Map([
  ['one', judgement(4, 'all right')],
  ['two', { ...judgement(0, 'graded by hand'), open: true }],
]);
/** Gradescope's own form is tested with the reports. */
const SYSTEMS = SUBMISSION_SYSTEMS.filter((system) => system !== gradescope);

describe.each(SYSTEMS.map((system) => [system.name, system] as const))('%s', (_name, system) => {
  test('says that points by hand follow', () => {
    const made = system.write(reportForStudents(makeReport({ results: scoreChecks(CHECKS, JUDGED) })));
    if ('because' in made) expect(made.because).toContain('waits for points by hand');
    else {
      expect(refusals(system.name, made.text)).toEqual([]);
      expect(made.text).toContain('graded by hand');
      expect(made.text).not.toContain('the grader itself had a problem');
    }
  });
});
