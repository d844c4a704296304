/** What `rubric new` writes has no problem, whatever the points, and divides all of them. */
import { expect, test } from '@jest/globals';
import { NEW_KINDS, newRubric } from '../../../grader/rubric/new.js';
import { parseRubric } from '../../../grader/rubric/parse.js';

test.each(NEW_KINDS.flatMap((kind) => [100, 20, 7, 1, 0.1, 33.33].map((points) => [kind, points] as const)))(
  '%s with %d points',
  (kind, points) => {
    const parsed = parseRubric('r.yaml', newRubric({ kind, id: 'own', title: 'Own: "quoted" # and more', points }));
    if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
    expect(parsed.rubric).toMatchObject({ id: 'own', title: 'Own: "quoted" # and more', points });
    expect(parsed.rubric.checks.some(({ visibility }) => visibility === undefined)).toBe(true);
  },
);

test('a name that is none is told by its place', () => {
  const parsed = parseRubric('r.yaml', newRubric({ kind: 'models', id: '5: no', title: 'T', points: 1 }));
  expect(parsed.ok).toBe(false);
});
