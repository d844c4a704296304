/** What a pre-check tells: the verdict, what it does not check and why, and everything on request. */
import { describe, expect, test } from '@jest/globals';
import { renderPrecheck } from '../../../grader/report/precheck.js';
import type { TerminalStyle } from '../../../grader/report/terminal.js';
import type { Check } from '../../../grader/schema/checks.js';
import type { OutputEvidence } from '../../../grader/schema/evidence.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { comparisonOf } from '../../support/evidence-of-each.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const same = (text: string) => text;
const plain: TerminalStyle = { width: 90, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };
const one = fileCheck('one', 4);
const two = fileCheck('two', 6, { visibility: 'after_published' });
const three = fileCheck('three', 2);

function told(earned: number, more: Parameters<typeof renderPrecheck>[2] = {}, checks = [one, two]) {
  const results = scoreChecks([one], new Map([['one', judgement(earned, 'not all right')]]));
  return renderPrecheck(makeReport({ results }), makeResolvedRubric(checks), more, plain);
}

test('the verdict, and what runs later', () => {
  expect(told(4)).toContain('\nAll visible checks pass.\n1 more check (6 points) runs after you hand in');
  expect(told(3)).toContain('\nNot all visible checks pass yet.\n1 more check');
  expect(told(4, {}, [one])).toMatch(/\nAll visible checks pass\.\n$/);
  expect(told(4, { page: 'page.html' }, [one])).toMatch(/pass\.\nPage: page\.html\n$/);
});

test('of some of the checks, the verdict says that it is of these alone', () => {
  expect(told(4, {}, [one, two, three])).toContain(
    '\nAll checks that were asked for pass.\nNot asked for: three.\n1 more',
  );
  expect(told(3, {}, [one, three])).toContain(
    '\nNot all checks that were asked for pass yet.\nNot asked for: three.\n',
  );
});

test('a check without its data is named with those that run later', () => {
  const resolved = { ...makeResolvedRubric([one, two]), leftOut: [{ check: three, because: 'it has no data' }] };
  const results = scoreChecks([one], new Map([['one', judgement(4)]]));
  const text = renderPrecheck(makeReport({ results }), resolved, {}, plain);
  expect(text).toContain(
    'All visible checks that can be run here pass.\n2 more checks (8 points) run after you hand in',
  );
});

describe('everything', () => {
  const [first] = comparisonOf('wrong').outputs;
  const outputs = Array.from({ length: 9 }, (_, at) => ({ ...first, name: `out${String(at)}` }) as OutputEvidence);
  // a comparison's check, whose kind tells its outputs
  const kind = { ...fileCheck('one', 18), kind: 'forward' } as unknown as Check;
  const evidence = { ...comparisonOf('wrong'), outputs };
  const results = scoreChecks([kind], new Map([['one', { ...judgement(1), evidence }]]));
  test.each([
    [true, 9],
    [false, 0],
  ])('verbose %s: the values of all wrong outputs, and all that was printed', (verbose, shown) => {
    const stdout = Array.from({ length: 60 }, (_, line) => `line ${String(line)}`).join('\n');
    const report = { ...makeReport({ results }), output: { stdout, stderr: '' } };
    const text = renderPrecheck(report, makeResolvedRubric([kind]), { verbose }, plain);
    expect(text.match(/^out\d \(generic-0\)$/gm) ?? []).toHaveLength(shown);
    expect(text.includes('| line 30\n')).toBe(verbose);
  });
});
