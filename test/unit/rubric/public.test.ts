/** The public part of a rubric: what students may see, and nothing that only staff should know. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { publicForm } from '../../../grader/rubric/public-form.js';
import { publicFile } from '../../../grader/rubric/public-file.js';
import { rubricText } from '../../../grader/rubric/public-text.js';
import { publicPart, type PublicPart } from '../../../grader/rubric/public.js';
import { parseRubric } from '../../../grader/rubric/parse.js';
import type { Rubric } from '../../../grader/schema/rubric.js';
import { SMALL_RUBRIC } from '../../support/rubric-text.js';

function rubricOf(text: string): Rubric {
  const parsed = parseRubric('r.yaml', text);
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.rubric;
}

function partOf(text: string): PublicPart {
  const part = publicPart(rubricOf(text));
  if (part === null) throw new Error('nothing is visible');
  return part;
}

/** The small rubric, with the check of this id hidden. */
const hiding = (id: string) => SMALL_RUBRIC.replace(`- id: ${id}\n`, `- id: ${id}\n    visibility: hidden\n`);

describe('what is left', () => {
  test('visible checks, and the points of these', () => {
    const { rubric, left } = partOf(hiding('accuracy'));
    expect(rubric.checks.map(({ id }) => id)).toEqual(['steps', 'forward', 'jacobian', 'files']);
    expect(rubric.points).toBe(rubric.checks.reduce((sum, { points }) => sum + points, 0));
    expect(left).toEqual({ count: 1, points: 5 });
  });
  test('data, samples and networks that only hidden checks use are gone; what is handed in stays known', () => {
    const { rubric } = partOf(hiding('accuracy'));
    expect(rubric.data).toBeUndefined();
    expect(Object.keys(rubric.targets ?? {})).toEqual(['forward', 'model']);
    const alone = partOf(hiding('forward'));
    expect(Object.keys(alone.rubric.sampleSets ?? {})).toEqual(['seed']);
  });
  test('a visible check that needs a hidden one runs without, as in precheck', () => {
    const { rubric } = partOf(hiding('steps'));
    expect(rubric.checks.find(({ id }) => id === 'forward')).not.toHaveProperty('needs');
  });
  test('nothing, if nothing is visible', () => {
    expect(
      publicPart(rubricOf(SMALL_RUBRIC.replaceAll(/- id: (.*)\n/g, '- id: $1\n    visibility: hidden\n'))),
    ).toBeNull();
  });
  test('samples that both see are named for staff', () => {
    const { remarks } = partOf(hiding('forward'));
    expect(remarks).toContainEqual(
      '"steps" and "forward", which is not visible, use seed: students get it. Give "forward" one of its own, or grade with --seed',
    );
  });
});

describe('fields that tell too much', () => {
  const quiz2 = readFileSync('rubrics/quiz2.yaml', 'utf8');
  test('the note of an accepted answer, which names the right one', () => {
    const { rubric, remarks } = partOf(quiz2);
    expect(JSON.stringify(rubric)).not.toContain('w2 = [1, -1] it is');
    expect(JSON.stringify(rubric)).toContain('"equals":[-1,0]');
    expect(remarks).toContainEqual(
      expect.stringMatching(/^"answers": the other answers that backward.dz2 accepts stay/),
    );
  });
  test('a check without such fields stays as it is', () => {
    const [check] = rubricOf(SMALL_RUBRIC).checks;
    if (check === undefined) throw new Error('no check');
    expect(publicForm(check, new Set()).check).toBe(check);
  });
  test('held-out images with which collected ones are compared', () => {
    const { rubric, remarks } = partOf(readFileSync('rubrics/hw3-supertux.yaml', 'utf8'));
    expect(rubric.checks.find(({ id }) => id === 'data')).toMatchObject({ against: ['valid'] });
    expect(Object.keys(rubric.data ?? {})).toEqual(['valid']);
    expect(remarks).toContainEqual(expect.stringMatching(/^"data" does not compare with heldout there/));
  });
  test('a comparison with held-out images alone leaves nothing', () => {
    const check = { kind: 'data-set', id: 'd', title: 'D', points: 1, path: 'data', against: ['heldout'] } as const;
    const rules = [{ without: ['course-image' as const], points: 1 }];
    const form = publicForm({ ...check, against: ['heldout'], rules }, new Set(['heldout']));
    expect(form).toEqual({ check: null, remarks: [expect.stringMatching(/^"d" is left out/)] });
  });
});

describe('the file', () => {
  test('reads as what it was written from, without comments and seeds of what is hidden', () => {
    const part = partOf(readFileSync('rubrics/hw2-circle.yaml', 'utf8'));
    const { text, paths } = publicFile(part, '/course/rubrics/hw2.yaml', '/handout/hw2.yaml');
    expect(rubricOf(text)).toEqual(part.rubric);
    expect(text).toMatch(
      /^# The part of this rubric that students may see.*\n# 2 more checks, of 15 points, are graded/,
    );
    expect(text.match(/#/g)).toHaveLength(2);
    expect(text).toContain('seed: 2018');
    expect(text).not.toContain('342');
    expect(paths).toEqual(new Map());
  });
  test('data sets are found from where it lies', () => {
    const part = partOf(readFileSync('rubrics/hw3-supertux.yaml', 'utf8'));
    const { paths } = publicFile(part, '/course/rubrics/hw3.yaml', '/course/handout/hw3/public.yaml');
    expect(paths).toEqual(new Map([['valid', '../../fixtures/supertux/valid']]));
    expect(publicFile(part, '/course/rubrics/a.yaml', '/course/rubrics/b.yaml').paths.get('valid')).toBe(
      '../fixtures/supertux/valid',
    );
  });
  test('a shared value is written out, not referred to', () => {
    const list = ['a', 'b'];
    const rubric = { ...rubricOf(SMALL_RUBRIC), title: 'T' };
    const text = rubricText(
      {
        ...rubric,
        checks: [
          { ...rubric.checks[0], needs: list },
          { ...rubric.checks[1], needs: list },
        ],
      } as Rubric,
      [],
    );
    expect(text.match(/needs: \[ a, b \]/g)).toHaveLength(2);
    expect(text).not.toContain('&');
  });
});
