import { describe, expect, test } from '@jest/globals';
import { parseRubric } from '../../../grader/rubric/parse.js';
import { OP_NAMES } from '../../../grader/schema/operations.js';
import { changedRubric, placeOf, problemsIn, SMALL_RUBRIC } from '../../support/rubric-text.js';

/** What is said when `from` is replaced by `to`; its place is checked against the mark ¦ in `to`. */
function saidAfter(from: string, to: string): string[] {
  const text = changedRubric(from, to.replace('¦', ''));
  const place = placeOf(to, text);
  return problemsIn(text).map((problem) =>
    problem.startsWith(`${place}: `) ? problem.slice(place.length + 2) : problem,
  );
}

test('a rubric without problems', () => {
  const parsed = parseRubric('r.yaml', SMALL_RUBRIC);
  expect(parsed.ok ? parsed.rubric.checks.map(({ id }) => id) : parsed.problems).toEqual([
    'steps',
    'forward',
    'accuracy',
    'jacobian',
    'files',
  ]);
});

test('a problem is reported with file, line, column, the line and a caret', () => {
  const parsed = parseRubric('rubrics/r.yaml', changedRubric('id: small', 'id: 7th'));
  expect(parsed.ok ? [] : parsed.problems).toEqual([
    'rubrics/r.yaml:2:5: id: "7th" does not fit. Expected: The name of the homework, and of the folder of its submissions. A letter, then letters, digits, - or _.\n    id: 7th\n        ^',
  ]);
});

test('Windows line ends and a column in the middle', () => {
  const text = changedRubric('seed: 1, count: 100', 'seed: 1, count: many').replaceAll('\n', '\r\n');
  const parsed = parseRubric('r.yaml', text);
  const [problem = ''] = parsed.ok ? [] : parsed.problems;
  const [first, source = '', mark = ''] = problem.split('\n');
  expect(first).toBe('r.yaml:20:53: data.heldout.count: found "many", expected a whole number');
  expect(source.slice(mark.length - 1)).toMatch(/^many/);
  expect(source).not.toContain('\r');
});

describe('a key with its older name', () => {
  const older = SMALL_RUBRIC.replace('sampleSets:', 'pointSets:');
  test('is read, and remarked on', () => {
    const [present, parsed] = [parseRubric('r.yaml', SMALL_RUBRIC), parseRubric('r.yaml', older)];
    if (!present.ok || !parsed.ok) throw new Error('expected two rubrics');
    expect(parsed.rubric).toEqual(present.rubric);
    expect(parsed.document.olderNames).toEqual(['pointSets is the older name of sampleSets: rename it']);
    expect(present.document.olderNames).toEqual([]);
  });
  test('keeps its position in messages', () => {
    const wrong = older.replace(/pointSets:\n/, 'pointSets:\n  1st: 7\n');
    const line = older.split('\n').indexOf('pointSets:') + 2;
    expect(problemsIn(wrong).join('\n')).toContain(`${String(line)}:`);
  });
  test('is unknown beside its present name', () => {
    expect(problemsIn(`${SMALL_RUBRIC}\npointSets: {}\n`).join('\n')).toContain('pointSets');
  });
});

describe('what YAML does not allow', () => {
  test('a tab', () => {
    expect(saidAfter('    points: 5\n    file', '¦\tpoints: 5\n    file')).toEqual([
      'the line is indented with a tab: use spaces',
    ]);
  });
  test('a key twice', () => {
    expect(saidAfter('title: A small homework', 'title: A small homework\n¦title: Another')).toEqual([
      'the key "title" is given twice: keep one',
    ]);
  });
  test('tags, also those of older YAML', () => {
    expect(saidAfter('id: small', 'id: ¦!name small')).toEqual(['a tag (!name): write plain YAML without tags']);
    expect(problemsIn('%YAML 1.1\n---\nid: !!binary aGk=\n')).toEqual([
      '3:5: a tag (!name): write plain YAML without tags',
    ]);
  });
  test('an open bracket', () => {
    const problems = problemsIn(changedRubric('needs: [steps]', 'needs: [steps'));
    expect(problems).toEqual([expect.stringMatching(/^37:\d+: this is not YAML: .*\]/)]);
  });
  test('two documents, and none', () => {
    expect(problemsIn(`${SMALL_RUBRIC}---\nid: b\n`)).toEqual(['62:1: a second document begins here: a rubric is one']);
    expect(problemsIn('')).toEqual(['1:1: found nothing, expected a group of keys']);
    expect(problemsIn('- a\n')).toEqual(['1:1: found a list of 1, expected a group of keys']);
  });
  test('aliases that multiply', () => {
    const nine = (name: string) => `[${new Array<string>(9).fill(name).join(', ')}]`;
    const text = `a: &a ${nine('1')}\nb: &b ${nine('*a')}\nc: &c ${nine('*b')}\nd: ${nine('*c')}\n`;
    expect(problemsIn(text)).toEqual([expect.stringContaining('aliases (*name) repeat too much')]);
  });
  test('endless nesting is a sentence, not a crash', () => {
    expect(problemsIn('['.repeat(50_000))).toEqual([expect.stringContaining('nested too deeply')]);
  });
});

describe('what the schema does not allow', () => {
  test('an unknown kind, with the nearest one; one problem, not one for each kind', () => {
    expect(saidAfter('kind: accuracy', 'kind: ¦acuracy')).toEqual([
      'checks[2].kind: unknown kind "acuracy", expected one of steps, forward, gradient, jacobian, loss, operations, accuracy, metric, segmentation, model-limits, loss-log, model-gradient, data-set, files, manual; did you mean "accuracy"?',
    ]);
  });
  test('no kind', () => {
    expect(saidAfter('- id: files\n    kind: files\n', '- ¦id: files\n')).toEqual([
      'checks[4]: the key "kind" is missing, expected one of steps, forward, gradient, jacobian, loss, operations, accuracy, metric, segmentation, model-limits, loss-log, model-gradient, data-set, files, manual',
    ]);
  });
  test('an unknown key, at the key', () => {
    expect(saidAfter('    needs: [steps]', '    ¦neds: [steps]')).toEqual([
      'checks[1]: unknown key "neds"; did you mean "needs"?',
    ]);
    expect(saidAfter('purity: 1', 'purity: 1\n    ¦colour: red')[0]).toMatch(
      /^checks\[1\]: unknown key "colour": the keys here are kind, id, title, /,
    );
  });
  test('an unknown operation', () => {
    expect(saidAfter('op: linear', 'op: ¦liner')).toEqual([
      `networks.line.nodes[0].op: "liner" is none of ${OP_NAMES.join(', ')}; did you mean "linear"?`,
    ]);
  });
  test('wrong types, missing keys, bounds', () => {
    expect(saidAfter('points: 20', 'points: ¦"20"')).toEqual(['points: found "20", expected a number']);
    expect(saidAfter('points: 20', 'points: ¦.nan')).toEqual(['points: found NaN, expected a number']);
    expect(
      saidAfter('schemaVersion: 1\nid: small\ntitle: A small homework\n', '¦schemaVersion: 1\nid: small\n'),
    ).toEqual(['the key "title" is missing: add it']);
    expect(saidAfter('points: 2\n', 'points: ¦0\n')).toEqual([
      'checks[4].points: found 0, expected a number of more than 0',
    ]);
    expect(saidAfter('x: [B, D]', 'x: [B, ¦1.5]')).toEqual([
      'networks.line.inputs.x[1]: 1.5 does not fit. Expected: A whole number, or a name in capitals (B, D, H) whose size a sample set defines.',
    ]);
    expect(saidAfter('schemaVersion: 1', 'schemaVersion: ¦2')).toEqual(['schemaVersion: found 2, expected 1']);
  });
  test('every problem in one run, in the order of the file', () => {
    const text = changedRubric('kind: accuracy', 'kind: acuracy')
      .replace('id: small', 'id: ""')
      .replace('op: linear', 'op: liner');
    expect(problemsIn(text).map((problem) => problem.split(':')[0])).toEqual(['2', '11', '43']);
  });
  test('a key named __proto__ is an unknown key and changes nothing', () => {
    expect(saidAfter('id: small', '¦__proto__: { points: 1 }\nid: small')[0]).toMatch(/^unknown key "__proto__"/);
    expect(({} as { points?: number }).points).toBeUndefined();
  });
  test('a flood of problems is cut', () => {
    const keys = Array.from({ length: 200 }, (_key, index) => `k${String(index)}: 1`).join('\n');
    const problems = problemsIn(`${keys}\n${SMALL_RUBRIC}`);
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toContain('and 150 more');
  });
});

test('a mapping where a word is expected is reported, whatever its keys are', () => {
  for (const key of ['toString', 'valueOf', '__proto__']) {
    const problems = saidAfter('    needs: [steps]', `    visibility: ¦{ ${key}: 1 }`);
    expect(problems.join()).toContain('a group of keys is none of visible');
  }
});
