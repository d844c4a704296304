/** The shipped rubrics, their schemas, and rubric files and data folders on a disk. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraderError } from '../../grader/errors.js';
import { lintRubric } from '../../grader/rubric/lint.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { jsonSchemas } from '../../grader/schema/json-schemas.js';
import type { ExampleSet } from '../../grader/stages/resolved.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { changedRubric, SMALL_RUBRIC } from '../support/rubric-text.js';

afterAll(removeFolders);

/** The error that a promise ends in, as code and text. */
async function failureOf(promise: Promise<unknown>): Promise<{ code: string; text: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof GraderError) return { code: error.code, text: `${error.message}\n${error.advice ?? ''}` };
    throw error;
  }
  throw new Error('nothing went wrong');
}

function rubricFile(text: string | Uint8Array): string {
  return join(writeFiles(makeFolder(), { 'r.yaml': text }), 'r.yaml');
}

test('a hidden data set that `--data` makes the same as a visible one is refused', async () => {
  const set = (seed: number) =>
    `{ kind: point-in-circle, seed: ${String(seed)}, count: 4, center: [0, 0], radius: 1, box: { low: -2, high: 2 } }`;
  const file = rubricFile(`schemaVersion: 1
id: own
title: Own
points: 8
targets:
  net: { kind: model, path: net/model.json, input: [2], outputs: [1] }
  backward: { kind: function, file: backprop, export: backward, arguments: [weights, x, label], returns: record }
data: { practice: ${set(1)}, heldout: ${set(2)} }
checks:
  - { id: grad, kind: model-gradient, title: G, points: 4, target: backward, model: net, loss: half-squared-error, data: practice, examples: 2 }
  - { id: acc, kind: accuracy, title: A, points: 4, visibility: hidden, target: net, data: heldout, ramp: { from: 0.5, to: 0.9 } }
`);
  await expect(loadRubric(file)).resolves.toMatchObject({ rubric: { id: 'own' } });
  const points = writeFiles(makeFolder(), { 'points.csv': 'x1,x2,label\n0,0,1\n2,2,0\n0.5,0,1\n' });
  const failure = await failureOf(loadRubric(file, { data: { practice: points, heldout: points } }));
  expect(failure.code).toBe('RUBRIC_INVALID');
  expect(failure.text).toContain('"acc" (hidden) uses data set "heldout", which holds the same examples');
});

test('samples of a check that is not visible are better not those of a visible one', async () => {
  const hidden = changedRubric('title: Forward\n', 'title: Forward\n    visibility: hidden\n').replace(
    'points: 20',
    'points: 25',
  );
  const visible = `  - { id: shown, kind: forward, title: Shown, points: 5, target: forward, network: line, at: [seed], purity: 1, outputs: [{ name: yhat, of: yhat, weight: 1 }] }\n`;
  const { errors, warnings } = await lintRubric(rubricFile(hidden + visible));
  expect(errors).toEqual([]);
  expect(warnings).toContain(
    '"forward" is not visible, but "shown" is and gives the samples of "seed" to student code, which can print them: give "forward" samples of its own',
  );
});

describe('committed schemas', () => {
  test.each(Object.entries(jsonSchemas()))('%s is what the types say', (name, text) => {
    // on drift: npm run build && node dist/schema/write-json-schemas.js
    expect(readFileSync(join('rubrics', name), 'utf8')).toBe(text);
  });
});

describe('shipped rubrics', () => {
  test.each([
    ['quiz2', 100],
    ['hw2-circle', 30],
  ])('%s is well, without warnings', async (id, points) => {
    const path = join('rubrics', `${id}.yaml`);
    expect(readFileSync(path, 'utf8').split('\n')[0]).toBe('# yaml-language-server: $schema=./rubric.schema.json');
    const { errors, warnings, summary } = await lintRubric(path);
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    expect(summary[0]).toContain(`${String(points)} points`);
    expect(summary.join('\n')).toContain('callSeconds 8 (default)');
    expect(summary.at(-1)).toBe(`${id}: all is well`);
  });

  test('quiz2: the seed is E.g. 1(a), generic samples have a batch, distinct sizes and one square layer', async () => {
    const { sampleSets } = await loadRubric('rubrics/quiz2.yaml');
    const shapes = [...sampleSets].map(([name, points]) => [name, points.map(({ values }) => values['W1']?.shape)]);
    expect(shapes).toEqual([
      ['seed', [[2, 2]]],
      ['generic', [[4, 3], [4, 3]]], // prettier-ignore
      ['square', [[3, 3]]],
    ]);
    const seed = sampleSets.get('seed')?.[0]?.values;
    expect(seed?.['W1']?.values).toEqual(Float64Array.of(1, -2, 0, 2));
    expect(seed?.['w2']).toMatchObject({ shape: [1, 2], values: Float64Array.of(1, -1) });
    expect(seed?.['x']).toMatchObject({ shape: [1, 2], values: Float64Array.of(1, 0) });
  });

  test('two loads give the same points and examples', async () => {
    const digests = async () => {
      const { digest, sampleSets, data } = await loadRubric('rubrics/hw2-circle.yaml');
      return { digest, sampleSets, data: [...data.values()].map((set) => set.digest) };
    };
    expect(await digests()).toEqual(await digests());
    const points = async () => (await loadRubric('rubrics/quiz2.yaml')).sampleSets;
    expect(await points()).toEqual(await points());
  });
});

/** Largest share of right answers that a straight line can give, of 90 directions and every offset. */
function bestLine({ examples, labels }: ExampleSet): number {
  let best = 0;
  for (let turn = 0; turn < 90; turn += 1) {
    const [a, b] = [Math.cos((turn * Math.PI) / 45), Math.sin((turn * Math.PI) / 45)];
    const offsetsOf = (wanted: number) =>
      Float64Array.from(
        [...labels.keys()].filter((row) => labels[row] === wanted),
        (row) => {
          return a * (examples.values[2 * row] ?? 0) + b * (examples.values[2 * row + 1] ?? 0);
        },
      ).sort();
    const [outside, inside] = [offsetsOf(0), offsetsOf(1)];
    // inside is what lies beyond the offset: each outside point passed is won, each inside point passed is lost
    let lost = 0;
    for (const [won, offset] of outside.entries()) {
      while (lost < inside.length && (inside[lost] ?? 0) <= offset) lost += 1;
      best = Math.max(best, won + 1 + inside.length - lost);
    }
  }
  return best / labels.length;
}

test('hw2-circle: the facts that its comment states', async () => {
  const { data } = await loadRubric('rubrics/hw2-circle.yaml');
  const [valid, heldout] = [data.get('valid'), data.get('heldout')];
  if (valid === undefined || heldout === undefined) throw new Error('no data');
  expect(valid.digest).not.toBe(heldout.digest);
  const inside = heldout.labels.reduce((sum, label) => sum + label, 0) / heldout.labels.length;
  expect(inside).toBeCloseTo(0.544, 3);
  const best = bestLine(heldout);
  // full points of the linear ramp (.94) can be reached, a perfect score cannot, and the deep ramp (.95) begins here
  expect(best).toBeCloseTo(0.955, 3);
  expect(bestLine(valid)).toBeGreaterThan(0.95);
});

describe('rubric files', () => {
  test('no file, a folder, bytes, too large: a sentence and the right fault', async () => {
    const folder = makeFolder();
    expect(await failureOf(loadRubric(join(folder, 'none.yaml')))).toMatchObject({
      code: 'USAGE',
      text: expect.stringContaining('there is no such file'),
    });
    expect(await failureOf(loadRubric(folder))).toMatchObject({ code: 'USAGE' });
    const bytes = await failureOf(loadRubric(rubricFile(Uint8Array.of(0xff, 0xfe, 0x00))));
    expect(bytes).toMatchObject({ code: 'RUBRIC_INVALID', text: expect.stringContaining('UTF-8') });
    const large = await failureOf(loadRubric(rubricFile(`#${'x'.repeat(1024 * 1024)}`)));
    expect(large).toMatchObject({ code: 'RUBRIC_INVALID', text: expect.stringContaining('at most 1048576') });
  });

  test('an invalid one is refused with all its problems, and lint lists them', async () => {
    const path = rubricFile(changedRubric('kind: accuracy', 'kind: acuracy').replace('points: 20', 'points: "20"'));
    const { code, text } = await failureOf(loadRubric(path));
    expect(code).toBe('RUBRIC_INVALID');
    expect(text).toContain(`${path}:4:9: points: found "20", expected a number`);
    expect(text).toContain('tuxgrade rubric lint');
    const { errors, summary } = await lintRubric(path);
    expect(errors).toHaveLength(2);
    expect(summary).toEqual([]);
  });

  test('values that do not fit the network are reported at their sample set', async () => {
    const path = rubricFile(changedRubric('x: [1, 2], y: 1', 'x: [1, 2, 3], y: 1'));
    const { code, text } = await failureOf(loadRubric(path));
    expect(code).toBe('REFERENCE_INVALID');
    expect(text).toContain(`${path}:14:3: `);
    expect((await lintRubric(path)).errors[0]).toContain(`${path}:14:3: `);
  });

  test('lint warns about what is rarely intended', async () => {
    const text = SMALL_RUBRIC.replaceAll('    title:', '    visibility: hidden\n    title:')
      .replace('    kind: steps', '    kind: steps\n    needs: [files]')
      .replace(
        'data:\n',
        'data:\n  spare: { kind: point-in-circle, seed: 1, count: 9, center: [0, 0], radius: 1, box: { low: -2, high: 2 } }\n',
      );
    expect((await lintRubric(rubricFile(text))).warnings).toEqual([
      'every check is hidden: students never see a result',
      '"steps" needs "files", which comes after it: reports read better in order',
      '"accuracy": 100 examples are few for a ramp from 0.5 to 0.9; from 525 on, chance moves the score by 5 % at most',
      'data set "spare" is not used by any check',
    ]);
  });
});

describe('--data', () => {
  const load = (csv: string) => {
    const folder = writeFiles(makeFolder(), { 'points.csv': csv });
    return loadRubric('rubrics/hw2-circle.yaml', { data: { heldout: folder } });
  };

  test('replaces one data set, with a byte order mark and Windows line ends', async () => {
    const { data } = await load('\uFEFFx1,x2,label\r\n0.5,-1,1\r\n\r\n2e-1,0,0\r\n');
    expect(data.get('heldout')).toMatchObject({
      examples: { dtype: 'float32', shape: [2, 2], values: Float32Array.of(0.5, -1, 0.2, 0) },
      labels: Int32Array.of(1, 0),
    });
    expect(data.get('valid')?.labels).toHaveLength(20_000);
  });

  test.each([
    ['x1,x2,label\n0,0,1\n0,zero,1\n', 'points.csv:3: x2 is "zero", expected a number that float32 holds'],
    ['x1,x2,label\n0,0,2\n', 'points.csv:2: label "2", expected one of 0, 1'],
    ['x1,x2,label\n0,1e999,1\n', 'points.csv:2: x2 is "1e999", expected a number that float32 holds'],
    ['x1,x2,label\n0,1e39,1\n', 'points.csv:2: x2 is "1e39", expected a number that float32 holds'],
    ['x1,x2,label\n,1,1\n', 'points.csv:2: no x1'],
    ['x1,x2,label\n0,1\n', 'points.csv:2: no label'],
    ['x,y,label\n0,0,1\n', 'points.csv:1: the header is x,y,label, without x1, x2'],
    ['x1,x2,label\n', 'points.csv has no rows'],
    ['', 'points.csv has no rows'],
  ])('bad rows: %j', async (csv, sentence) => {
    const { code, text } = await failureOf(load(csv));
    expect(code).toBe('DATA_MISSING');
    expect(text).toContain(sentence);
  });

  test('no such folder, no such data set', async () => {
    const none = loadRubric('rubrics/hw2-circle.yaml', { data: { heldout: join(makeFolder(), 'none') } });
    expect(await failureOf(none)).toMatchObject({
      code: 'DATA_MISSING',
      text: expect.stringContaining('rows of a file with the header x1,x2,label'),
    });
    const { code, text } = await failureOf(loadRubric('rubrics/hw2-circle.yaml', { data: { held_out: '.' } }));
    expect(code).toBe('USAGE');
    expect(text).toContain('did you mean "heldout"?');
    expect(text).toContain('there are valid, heldout');
  });
});
