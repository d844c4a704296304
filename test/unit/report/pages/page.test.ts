/** The page of a report: what it says, in which order, for whom, and that hostile text stays text. */
import { describe, expect, test } from '@jest/globals';
import { renderPage } from '../../../../grader/report/pages/page.js';
import { drawBlock } from '../../../../grader/report/pages/blocks.js';
import { comparisonOf } from '../../../support/evidence-of-each.js';
import { reportOf, resultsOfEach } from '../../../support/page-reports.js';

const HOSTILE = `<script>alert(1)</script><img src=x onerror="alert('2')">&amp;\u202eevil\u001b[31m`;
/** Tags that a page of tuxgrade has. */
const TAGS = new Set(
  'html head meta title style body header main footer section details summary figure figcaption svg path rect circle text p h1 h2 h3 h4 h5 span small a ul li bdi div table caption thead tbody tr th td pre img'.split(
    ' ',
  ),
);
const tagsOf = (page: string) =>
  Array.from(page.replace(/<!doctype html>/, '').matchAll(/<\/?([a-zA-Z!][^\s/>]*)/g), ([, tag = '']) => tag);

describe('hostile text', () => {
  test.each(['student', 'staff'] as const)('stays text on a page for %s', (audience) => {
    const page = renderPage(
      reportOf(resultsOfEach(HOSTILE), { notes: [{ audience: 'student', text: HOSTILE }] }),
      audience,
    );
    expect(tagsOf(page).filter((tag) => !TAGS.has(tag))).toEqual([]);
    // within quotes it is only a value
    expect(page.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son[a-z]+\s*=/i);
    expect(page).not.toMatch(/[\u202e\u001b]/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
  test('of 10,000 characters is cut', () => {
    const page = renderPage(reportOf(resultsOfEach('x'.repeat(10_000))), 'student');
    expect(page.length).toBeLessThan(150_000);
    expect(Math.max(...Array.from(page.matchAll(/x+/g), ([run]) => run.length))).toBeLessThanOrEqual(4000);
  });
  test('a picture that is not base64 is left out', () => {
    const picture = { width: 1, height: 1, png: 'AAAA" onload="alert(1)' };
    const block = { type: 'pictures', title: 't', pictures: [{ caption: 'c', pictures: [picture] }] } as const;
    expect(drawBlock(block).text).not.toMatch(/onload|<img/);
  });
});

describe('a check that is not visible', () => {
  const SECRETS = ['7.125', '-1.25', 'secret-word', 'iVBORw0', 'generic-0'];
  const hidden = resultsOfEach('secret-word', { visibility: 'hidden' });
  test('has no word, number or picture on its student’s page, and no total reveals its points', () => {
    const [visible] = resultsOfEach('shown');
    if (visible === undefined) throw new Error('no result');
    const open = { ...visible, evidence: { type: 'none' } as const };
    const page = renderPage(reportOf([open, ...hidden]), 'student');
    expect(SECRETS.filter((secret) => page.includes(secret))).toEqual([]);
    expect(page).toContain('<small>of 1 check passed so far');
    expect(page).toContain('10 more checks are not shown yet');
  });
  test('that was not run at all is told by its points, so that a precheck is not taken for the score', () => {
    const whole = reportOf(resultsOfEach('shown'));
    const points = whole.verdict.possible;
    const pageOf = (total: number) => renderPage({ ...whole, rubric: { ...whole.rubric, points: total } }, 'student');
    expect(pageOf(points + 4.5)).toContain(`<small>of ${String(points)} points so far`);
    expect(pageOf(points + 4.5)).toContain('Checks for 4.5 more points run after you hand in.');
    expect(pageOf(points)).not.toMatch(/so far|run after/);
    // the points of hidden checks are not told
    const hidden = reportOf([...whole.results, ...resultsOfEach('x', { visibility: 'hidden' })]);
    expect(renderPage({ ...hidden, rubric: { ...hidden.rubric, points: 99 } }, 'student')).not.toContain('run after');
  });
  test('is on the page of staff, marked', () => {
    const page = renderPage(reportOf(hidden), 'staff');
    expect(SECRETS.filter((secret) => !page.includes(secret))).toEqual([]);
    expect(page).toContain('<span class="badge">hidden</span>');
  });
});

describe('a section', () => {
  const page = renderPage(
    reportOf([{ ...resultsOfEach('the summary')[0], summary: 'the mistake', hint: 'the question?' }] as never),
    'student',
  );
  const body = page.slice(page.indexOf('<h2>Checks'));
  test('tells what was asked, what was given, what came and was expected, the mistake and the question, in this order', () => {
    const order = [
      'called 3 times',
      'What was given',
      'what came',
      'what was expected',
      'the mistake',
      'the question?',
    ];
    const places = order.map((words) => body.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });
  test('shows both values, and what is not finite by name', () => {
    for (const value of ['7.125', 'NaN', '∞', '[3, 4]', '0.25']) expect(body).toContain(value);
  });
  test('names the first wrong tensor of the network', () => {
    expect(body).toContain('the first wrong one is z1');
  });
  test('is folded if the check passed', () => {
    const passed = renderPage(reportOf(resultsOfEach('t', { status: 'passed' })), 'student');
    expect(passed).not.toMatch(/<details[^>]* open/);
    expect(page).toMatch(/<details[^>]* open/);
  });
});

describe('on top', () => {
  test('the names of who handed it in, or that of the submission', () => {
    const { submission } = reportOf([]);
    const pair = { ...submission, submitters: [{ name: 'Ada' }, { id: '7' }, { name: '<Bob>' }] };
    expect(renderPage(reportOf([], { submission: pair }), 'student')).toContain(
      '<h1><bdi>Ada</bdi>, <bdi>&lt;Bob&gt;</bdi></h1>',
    );
    expect(renderPage(reportOf([], { submission: { ...submission, submitters: [] } }), 'student')).toContain(
      `<h1><bdi>${submission.id}</bdi></h1>`,
    );
  });
  test('the first check that does not pass is what to do next, with its question', () => {
    const [first, second] = resultsOfEach('x');
    if (first === undefined || second === undefined) throw new Error('no results');
    const page = renderPage(
      reportOf([
        { ...first, status: 'passed' },
        { ...second, title: 'Accuracy', summary: 'half right', hint: 'Which half?' },
      ]),
      'student',
    );
    const next = page.slice(page.indexOf('What to do next'), page.indexOf('<h2>Checks'));
    for (const words of ['Accuracy', 'half right', 'Which half?', 'href="#check-c1"']) expect(next).toContain(words);
  });
  const BY_STAFF = { author: 'Staff', at: '2018-09-14T00:00:00Z' };
  test('where staff has changed the points, their reason is what to do next', () => {
    const [first] = resultsOfEach('x');
    if (first === undefined) throw new Error('no results');
    const adjustment = { machine: null, status: 'open', reason: 'the curve is not explained', ...BY_STAFF } as const;
    const page = renderPage(
      reportOf([{ ...first, status: 'partial', summary: 'graded by hand', adjustment }]),
      'student',
    );
    const next = page.slice(page.indexOf('What to do next'), page.indexOf('<h2>Checks'));
    expect(next).toContain('the curve is not explained');
    expect(next).not.toContain('graded by hand');
  });
  test('an ungraded submission is not a zero', () => {
    const { verdict } = reportOf([]);
    const ungraded = resultsOfEach('x', { status: 'ungraded', earned: null });
    const page = renderPage(
      reportOf(ungraded, { verdict: { ...verdict, status: 'ungraded', earned: null, beforeLate: null } }),
      'student',
    );
    expect(page).toContain('not graded');
    expect(page).not.toMatch(/class="score">0/);
  });
  test('notes are for their audience', () => {
    const notes = (['student', 'staff', 'system'] as const).map((audience) => ({ audience, text: `for ${audience}` }));
    const report = reportOf([], { notes });
    expect(renderPage(report, 'student')).toContain('for student');
    expect(renderPage(report, 'student')).not.toMatch(/for staff|for system/);
    for (const words of ['for student', 'for staff', 'for system'])
      expect(renderPage(report, 'staff')).toContain(words);
  });
});

test('500 outputs, and none', () => {
  const evidence = comparisonOf('t');
  const [output] = evidence.outputs;
  if (output === undefined) throw new Error('no output');
  const [result] = resultsOfEach('t');
  const many = Array.from({ length: 500 }, (_, index) => ({ ...output, name: `out-${String(index)}-` }));
  const pageWith = (outputs: typeof many) =>
    renderPage(reportOf([{ ...result, evidence: { ...evidence, outputs } }] as never), 'student');
  expect(many.filter(({ name }) => !pageWith(many).includes(name))).toEqual([]);
  expect(pageWith(many).length).toBeLessThan(400_000);
  expect(pageWith([])).toContain('called 3 times');
});

test('equal reports give equal bytes', () => {
  const report = reportOf(resultsOfEach('text'));
  expect(renderPage(structuredClone(report), 'staff')).toBe(renderPage(report, 'staff'));
});
