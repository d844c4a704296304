/** A rubric in a place with less than it allows. */
import { describe, expect, test } from '@jest/globals';
import {
  assumedPlace,
  fitMemory,
  fitOf,
  neededMoreMemory,
  USUAL_PLACE,
  workerMemoryMiB,
} from '../../../grader/gradescope/limits.js';
import type { Rubric } from '../../../grader/schema/rubric.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const MIB = 1024 * 1024;
const withLimits = (limits: Rubric['limits']) => {
  const resolved = makeResolvedRubric([]);
  return { ...resolved, rubric: { ...resolved.rubric, limits } as Rubric };
};

describe('memory', () => {
  test('is what a container says, and what Gradescope gives where nothing says it', () => {
    const large = { memoryBytes: 3072 * MIB, processors: 2, isLimited: false, isKnown: true };
    expect(assumedPlace(large).memoryBytes).toBe(3072 * MIB);
    expect(assumedPlace({ ...large, isKnown: false }).memoryBytes).toBe(768 * MIB);
    expect(assumedPlace({ ...large, memoryBytes: 512 * MIB, isKnown: false }).memoryBytes).toBe(512 * MIB);
  });
  test('a submission gets what the grader leaves', () => {
    expect(workerMemoryMiB(USUAL_PLACE)).toBe(448);
    expect(workerMemoryMiB({ memoryBytes: 3072 * MIB })).toBe(2752);
    // Node.js would not start with less
    expect(workerMemoryMiB({ memoryBytes: 100 * MIB })).toBe(128);
  });
  test('a rubric that allows more gets that, and nothing else of it changes', () => {
    const given = withLimits({ memoryMiB: 1024, totalSeconds: 40 });
    const { rubric, memoryMiB } = fitMemory(given, USUAL_PLACE);
    expect(memoryMiB).toBe(448);
    expect(rubric).toEqual({ ...given, rubric: { ...given.rubric, limits: { memoryMiB: 448, totalSeconds: 40 } } });
    expect(given.rubric.limits?.memoryMiB).toBe(1024);
  });
  test('the default is more than Gradescope leaves', () => {
    expect(fitMemory(withLimits(undefined), USUAL_PLACE).memoryMiB).toBe(448);
  });
  test.each([448, 300])('a rubric that allows %d MiB stays as it is', (memoryMiB) => {
    const given = withLimits({ memoryMiB });
    expect(fitMemory(given, USUAL_PLACE)).toEqual({ rubric: given, memoryMiB: null });
  });
  test('only a limit of memory tells that more was needed', () => {
    const failed = (code: 'MEMORY_LIMIT' | 'TIME_LIMIT') => ({
      evidence: { type: 'error' as const, error: { code, message: 'x' } },
    });
    expect(neededMoreMemory([{ evidence: { type: 'none' } }, failed('TIME_LIMIT')])).toBe(false);
    expect(neededMoreMemory([failed('TIME_LIMIT'), failed('MEMORY_LIMIT')])).toBe(true);
  });
});

describe('what fits', () => {
  test('all of it', () => {
    const { rubric } = withLimits({ memoryMiB: 448, totalSeconds: 277 });
    expect(fitOf(rubric, USUAL_PLACE, 10).map(({ fits, fix }) => [fits, fix])).toEqual([
      [true, null],
      [true, null],
    ]);
  });
  test('none of it, with what would help', () => {
    const { rubric } = withLimits({ memoryMiB: 449, totalSeconds: 278 });
    const [memory, time] = fitOf(rubric, USUAL_PLACE, 10);
    expect(memory).toMatchObject({ fits: false, fix: expect.stringContaining('memoryMiB: 448') });
    expect(memory?.sentence).toContain('the rubric allows 449 MiB');
    expect(time).toMatchObject({ fits: false, fix: expect.stringContaining('--timeout') });
    expect(time?.sentence).toContain('278 s of processor time take 556 s with 0.5 of a processor');
    expect(fitOf(rubric, USUAL_PLACE, 20)[1]?.fits).toBe(true);
    // more than one processor does not make one program faster
    expect(fitOf(rubric, { ...USUAL_PLACE, processors: 4 }, 10)[1]?.sentence).toContain('take 278 s with 1 of');
  });
});
