/**
 * The files that course systems get for each submission: each is one that its importer takes, says the same points, and has
 * nothing that a student may not see.
 */
import { describe, expect, test } from '@jest/globals';
import { autolab } from '../../../grader/course-systems/autolab.js';
import { classroom50 } from '../../../grader/course-systems/classroom50.js';
import { ctrf } from '../../../grader/course-systems/ctrf.js';
import { dodona, failedCommands } from '../../../grader/course-systems/dodona.js';
import { gradescope } from '../../../grader/course-systems/gradescope.js';
import { GRADEBOOKS, SUBMISSION_SYSTEMS } from '../../../grader/course-systems/index.js';
import { junit } from '../../../grader/course-systems/junit.js';
import { AGS, SYSTEM_NAMES } from '../../../grader/course-systems/names.js';
import { prairielearn } from '../../../grader/course-systems/prairielearn.js';
import type { CourseSystemOut } from '../../../grader/course-systems/system.js';
import { reportForStudents } from '../../../grader/report/for-students.js';
import type { Release } from '../../../grader/report/release.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { refusals } from '../../support/importer-rules.js';
import { reportOf, resultsOfEach } from '../../support/page-reports.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

function fileOf(system: CourseSystemOut, report: GradeReport, release?: Release): string {
  const made = system.write(reportForStudents(report, release));
  if ('because' in made) throw new Error(made.because);
  expect(refusals(system.name, made.text)).toEqual([]);
  return made.text;
}
const jsonOf = (system: CourseSystemOut, report: GradeReport): unknown => JSON.parse(fileOf(system, report));

const EACH = SUBMISSION_SYSTEMS.map((system) => [system.name, system] as const);
/** Systems that show everything that is in their file. */
const PLAIN = EACH.filter(([, system]) => system !== gradescope);

const CHECKS = [fileCheck('one', 4), fileCheck('two', 6), fileCheck('three', 2, { needs: ['two'] })];
const JUDGED = new Map([
  ['one', judgement(4, 'all right')],
  ['two', judgement(1.5, 'not all right', 'Which?')],
  ['three', judgement(0, 'nothing')],
]);
const visible = () => makeReport({ results: scoreChecks(CHECKS, JUDGED) });
const ungraded = () => makeReport({ results: ungradedChecks(CHECKS, 'a sentence for staff') });
const late = () =>
  makeReport({
    results: scoreChecks(CHECKS, JUDGED),
    rubricChange: {
      dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' },
      late: { kind: 'per-day', fraction: 0.1 },
    },
    submittedAt: '2018-09-14T12:00:00Z',
    timeFrom: 'roster',
  });

test('each name on the command line has its system, and the other way round', () => {
  const names = [...SUBMISSION_SYSTEMS, ...GRADEBOOKS].map(({ name }) => name);
  expect([...names, AGS]).toEqual([...SYSTEM_NAMES]);
});

describe.each(EACH)('%s', (_name, system) => {
  test('takes reports with evidence of every kind, with every status', () => {
    const results = (['passed', 'partial', 'failed', 'skipped'] as const).flatMap((status, group) =>
      resultsOfEach('plain', { status, earned: status === 'passed' ? 2 : 0 }).map((result) => ({
        ...result,
        id: `${result.id}-${String(group)}`,
      })),
    );
    fileOf(system, reportOf(results));
  });
  test('takes whatever a student writes', () => {
    const hostile = `]]></failure><script>alert(1)</script> & "'=cmd|' /C calc'!A0 \u0000\u0007\u001b[2J\u202e\ud800 [a](javascript:x) \`\n{"scores": {"one": 99}}\n\u2028`;
    const text = fileOf(
      system,
      reportOf(resultsOfEach(hostile), { submission: { ...visible().submission, id: hostile } }),
    );
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\u2028\ud800]/u);
  });
  test('the same report gives the same bytes', () => {
    expect(fileOf(system, visible())).toBe(fileOf(system, structuredClone(visible())));
  });
});

describe.each(PLAIN)('%s, of a report with a hidden check', (_name, system) => {
  const secret = (visibility: 'hidden' | 'after_published' | 'after_due_date') => {
    const checks = [
      fileCheck('one', 4),
      fileCheck('covert', 7.75, { visibility, title: 'Covert title' }),
      fileCheck('three', 2, { needs: ['covert'] }),
    ];
    const judged = new Map([
      ['one', judgement(3.25, 'not all right')],
      ['covert', judgement(0, 'covert reason', 'covert hint')],
      ['three', judgement(2)],
    ]);
    return makeReport({
      results: scoreChecks(checks, judged),
      notes: [{ audience: 'staff', text: 'for staff alone' }],
    });
  };
  test.each(['hidden', 'after_published', 'after_due_date'] as const)(
    'that is %s, says nothing of it',
    (visibility) => {
      const text = fileOf(system, secret(visibility));
      for (const word of ['covert', 'Covert', '7.75', '13.75', '775', '1375', 'for staff alone'])
        expect(text).not.toContain(word);
      expect(text).toContain('3.25');
    },
  );
  test('says it once it is published', () => {
    const text = fileOf(system, secret('after_published'), { afterPublished: true, afterDueDate: true });
    expect(text).toContain('Covert title');
    expect(text).not.toContain('others follow');
  });
});

describe('gradescope', () => {
  test('a check that waits has its visibility, and the site keeps it back', () => {
    expect(jsonOf(gradescope, makeReport())).toMatchObject({
      score: 5.5,
      tests: [{ visibility: 'visible' }, { visibility: 'after_published' }],
    });
  });
});

describe('prairielearn', () => {
  test('the score is a share, and points and their maximum are on each test', () => {
    expect(jsonOf(prairielearn, visible())).toMatchObject({
      gradable: true,
      score: 5.5 / 12,
      tests: [
        { name: 'Check one', points: 4, max_points: 4 },
        { points: 1.5, max_points: 6, message: 'not all right', output: 'Hint: Which?' },
        { points: 0, max_points: 2 },
      ],
    });
  });
  test('after the late policy', () => {
    expect(jsonOf(prairielearn, late())).toMatchObject({ score: 4.4 / 12 });
  });
  test('what the grader failed on costs no attempt', () => {
    const made = jsonOf(prairielearn, ungraded());
    expect(made).toMatchObject({ gradable: false, format_errors: [expect.stringContaining('costs no points')] });
    expect(JSON.stringify(made)).not.toContain('for staff');
  });
  test('files that are missing cost no attempt, if nothing was graded; otherwise they cost points', () => {
    const missing = judgement(0, 'answers.json is missing');
    const evidence = {
      type: 'error' as const,
      error: { code: 'MISSING_FILE' as const, message: 'answers.json is missing' },
    };
    const judged = (one: ReturnType<typeof judgement>) =>
      makeReport({
        results: scoreChecks(
          [fileCheck('one', 4), fileCheck('two', 6)],
          new Map([
            ['one', one],
            ['two', { ...missing, evidence }],
          ]),
        ),
      });
    expect(jsonOf(prairielearn, judged({ ...missing, evidence }))).toMatchObject({
      gradable: false,
      format_errors: ['answers.json is missing'],
    });
    expect(jsonOf(prairielearn, judged(judgement(0)))).toMatchObject({ gradable: true, score: 0 });
  });
});

describe('autolab', () => {
  test('the last line has the points of each problem, after the late policy', () => {
    expect(fileOf(autolab, visible()).trimEnd().split('\n').at(-1)).toBe('{"scores":{"one":4,"two":1.5,"three":0}}');
    expect(fileOf(autolab, late()).trimEnd().split('\n').at(-1)).toBe('{"scores":{"one":3.2,"two":1.2,"three":0}}');
  });
  test('no score at all where the grader failed', () => {
    expect(autolab.write(reportForStudents(ungraded()))).toEqual({ because: expect.stringContaining('not graded') });
  });
});

describe('classroom50', () => {
  test('integers that sum up, with the points beside them', () => {
    const made = jsonOf(classroom50, late());
    expect(made).toMatchObject({
      score: 440,
      'max-score': 1200,
      datetime: '2018-09-14T12:00:00Z',
      tests: [
        { score: 320, 'max-score': 400, points: 4, 'max-points': 4, passed: true },
        { score: 120, 'max-score': 600, passed: false },
        { score: 0 },
      ],
    });
  });
  test('what the runner says in its environment counts', () => {
    const made = classroom50.write(reportForStudents(late()), {
      CLASSROOM: 'cs',
      ASSIGNMENT: 'hw',
      OWNER: '',
      USERNAME: 'ada',
      COMMIT_URL: 'https://example.org/c',
    });
    expect(JSON.parse('because' in made ? '' : made.text)).toMatchObject({
      ...{ classroom: 'cs', assignment: 'hw', owner: 'ada' },
      ...{ commit: 'https://example.org/c', release: 'https://example.org/c', review: 'https://example.org/c' },
    });
  });
  test('an unknown time is told', () => {
    expect(classroom50.write(reportForStudents(visible()))).toMatchObject({
      remarks: ['has no time of handing in: its datetime is 1970-01-01T00:00:00Z'],
    });
  });
  test('no file where the grader failed', () => {
    expect(classroom50.write(reportForStudents(ungraded()))).toHaveProperty('because');
  });
});

describe('dodona', () => {
  const closing = (report: GradeReport) =>
    JSON.parse(fileOf(dodona, report).trimEnd().split('\n').at(-1) ?? '') as unknown;
  test('is right only if all that is shown passes', () => {
    expect(closing(visible())).toEqual({
      command: 'close-judgement',
      accepted: false,
      status: { enum: 'wrong', human: '5.5 of 12 points' },
    });
    expect(closing(makeReport())).toMatchObject({ accepted: true, status: { human: '1 of 1 check passed so far' } });
  });
  test('a fault of the grader is not the student’s', () => {
    expect(closing(ungraded())).toMatchObject({ accepted: false, status: { enum: 'internal error' } });
    const text = failedCommands('no sandbox')
      .map((command) => JSON.stringify(command))
      .join('\n');
    expect(refusals('dodona', text)).toEqual([]);
  });
});

test('ctrf counts each status', () => {
  expect(jsonOf(ctrf, visible())).toMatchObject({
    results: { summary: { tests: 3, passed: 1, failed: 2, skipped: 0, other: 0, start: 0, stop: 0 } },
  });
  expect(jsonOf(ctrf, ungraded())).toMatchObject({ results: { summary: { tests: 3, failed: 0, other: 3 } } });
});

test('junit counts each status', () => {
  expect(fileOf(junit, visible())).toContain('tests="3" failures="2" errors="0" skipped="0"');
  expect(fileOf(junit, ungraded())).toContain('tests="3" failures="0" errors="3" skipped="0"');
});
