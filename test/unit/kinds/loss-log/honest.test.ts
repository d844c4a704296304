/** Logs as programs write them: gaps where nothing was measured, falls that end in the first tenth of the rows. */
import { describe, expect, test } from '@jest/globals';
import { judge } from '../../../../grader/kinds/index.js';
import { makeRng } from '../../../../grader/numerics/rng.js';
import type { CheckOf } from '../../../../grader/schema/checks.js';
import type { DocumentRead } from '../../../../grader/stages/submission.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';

const CHECK: CheckOf<'loss-log'> = { kind: 'loss-log', id: 'log', title: 'Log', points: 4, file: 'loss.csv' };

function judged(text: string) {
  const document: DocumentRead = { status: 'read', bytes: Buffer.from(text) };
  const seen = {
    files: [],
    documents: new Map([['loss.csv', document]]),
    models: new Map(),
    dataSets: new Map(),
    outcomes: new Map(),
  };
  return judge(CHECK, seen, makeResolvedRubric([CHECK]));
}

const falling = (step: number) => 0.3 + 1.5 * Math.exp(-step / 8);
/** A validation loss that falls and then rises. */
const overfitting = (step: number) => (step < 60 ? falling(step) : falling(60) + (step - 60) / 60);

/** Measured at every fourth step; `gap` ends the rows between. */
function every4th(gap: string, rows = 160, train: (step: number) => number | string = falling): string {
  const lines = Array.from({ length: rows }, (_, step) => {
    const valid = step % 4 === 0 ? `,${String(overfitting(step))}` : gap;
    return `${String(step)},${String(train(step))}${valid}`;
  });
  return ['step,train,valid', ...lines].join('\n');
}

describe('a validation loss that was not measured', () => {
  test.each([
    ',',
    ',None',
    ',NA',
    ',N/A',
    ',null',
    ',nan',
    ',NaN',
    ',-',
    ',\u2013',
    ',nan(ind)',
    ',1.#QNAN',
    ',1.#IND',
    ',n.a.',
    ',nil',
    ',?',
    ', ',
    '',
  ])('%j', (gap) => {
    const { earned, summary, evidence } = judged(every4th(gap));
    expect(summary).toMatch(/levels off; the validation loss rises after step \d+/);
    expect(earned).toBe(4);
    // the step in the log, not the index among the measured values
    if (evidence.type === 'loss-log') expect(Math.abs((evidence.stopAt ?? 0) - 60)).toBeLessThanOrEqual(16);
  });
  test('at no step is treated like a missing column', () => {
    const { earned, evidence } = judged(every4th(',NA').replace(/^(\d+,[\d.]+),[\d.]+$/gm, '$1,NA'));
    expect(earned).toBe(4);
    expect(evidence).toMatchObject({ valid: null, stopAt: null });
  });
  test('a training loss must not have gaps', () => {
    const gone = (step: number) => (step === 30 ? 'None' : falling(step));
    expect(judged(every4th(',', 160, gone)).summary).toContain('loss.csv:32: there is no training loss ("None")');
    const broken = (step: number) => (step === 30 ? 'nan' : falling(step));
    expect(judged(every4th(',', 160, broken)).summary).toContain('not finite at step 30');
  });
  test('a training loss that is a gap in every row is reported', () => {
    expect(judged(every4th(',1', 160, () => 'NA')).summary).toContain('loss.csv: there is no training loss in any row');
  });
  test.each([';', '\t'])('columns separated by %j', (separator) => {
    expect(judged(every4th(',').replaceAll(',', separator)).earned).toBe(4);
  });
  test('words instead of a loss are reported', () => {
    expect(judged(every4th(',soon')).summary).toContain('loss.csv:3: the validation loss is "soon"');
  });
});

describe('a fall that takes few rows', () => {
  const noisy = (rows: number, level: (row: number) => number) => {
    const rng = makeRng(3);
    const loss = (row: number) => level(row) * (1 + 0.1 * (rng.nextUniform() - 0.5));
    const lines = Array.from({ length: rows }, (_, row) => `${String(row)},${String(loss(row))}`);
    return ['step,train', ...lines].join('\n');
  };
  test.each([500, 2000])('five of %d rows, then a plateau', (rows) => {
    const { earned, summary } = judged(noisy(rows, (row) => 0.065 + 0.46 * Math.exp(-row / 1.3)));
    expect(summary).toBe('the training loss goes down and levels off');
    expect(earned).toBe(4);
  });
  test.each<[string, (row: number) => number]>([
    ['flat', () => 1],
    ['one high row', (row) => (row === 0 ? 9 : 1)],
    ['two high rows', (row) => (row < 2 ? 9 : 1)],
    ['high rows in the middle', (row) => (row >= 300 && row < 310 ? 9 : 1)],
    ['a rise of a third after it', (row) => 1 + 8 * Math.exp(-row) + row / 1500],
  ])('%s is none', (_, level) => {
    const { earned, summary } = judged(noisy(500, level));
    expect(summary).not.toContain('levels off');
    expect(earned).toBe(2);
  });
});

describe('characters that look alike', () => {
  test.each([
    [
      'step,train\n0,2\n1,\u22121.5\n',
      ':3: the training loss is "\u22121.5"',
      'the character \u2212 (U+2212) is not the - of',
    ],
    [
      'step,train\n0,1\u202f000\n',
      ':2: the training loss is "1\u202f000"',
      'the character U+202F is not the space of the keyboard',
    ],
    ['step,train\n0,\u201c1\u201d\n', ':2:', 'the character \u201c (U+201C) is not a straight quote'],
    ['step\u2014train\n0,1\n', ':1: the header is', 'the character \u2014 (U+2014) is not the - of the keyboard'],
    ['st\u200bep,train\n0,1\n', ':1: the header is', 'the character U+200B does not show: delete it'],
  ])('%j', (text, place, name) => {
    const { summary } = judged(text);
    expect(summary).toContain(place);
    expect(summary).toContain(name);
  });
});
