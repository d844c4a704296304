/** The entries in the journal for one submission, and their order, however the work on it ends. */
import { describe, expect, test } from '@jest/globals';
import type { Begun, Entry } from '../../../grader/batch/journal-lines.js';
import { recorded, type Recorder } from '../../../grader/batch/recorded.js';

const MARK: Begun = { id: 'ada', begun: 'b', inputs: 'i' };
const END: Entry = { id: 'ada', submission: 's', inputs: 'i', report: 'r', status: 'graded' };
const RELEASED = { ...MARK, released: true };

/** A journal in memory; `fails` says at which line its disk is full. */
function journalOf(fails = Infinity): Recorder & { readonly lines: (Begun | Entry)[] } {
  const lines: (Begun | Entry)[] = [];
  const append = (line: Begun | Entry) => {
    if (lines.length >= fails) return Promise.reject(new Error('disk full'));
    lines.push(line);
    return Promise.resolve();
  };
  return { lines, append };
}

test('the start is written before the work goes on, the end after it', async () => {
  const journal = journalOf();
  const value = await recorded(journal, MARK, async (begin) => {
    expect(journal.lines).toEqual([]);
    await begin();
    expect(journal.lines).toEqual([MARK]);
    return { end: END, value: 7 };
  });
  expect([value, journal.lines]).toEqual([7, [MARK, END]]);
});

test('work begins once', async () => {
  const journal = journalOf();
  await recorded(journal, MARK, async (begin) => {
    await begin();
    await begin();
    return { end: END, value: null };
  });
  expect(journal.lines).toEqual([MARK, END]);
});

describe('work without an end', () => {
  test('is released if it was stopped', async () => {
    const journal = journalOf();
    const work = async (begin: () => Promise<void>) => {
      await begin();
      return null;
    };
    expect(await recorded(journal, MARK, work)).toBeNull();
    expect(journal.lines).toEqual([MARK, RELEASED]);
  });
  test('is released if it failed, and fails with its own error', async () => {
    const journal = journalOf();
    const work = async (begin: () => Promise<void>) => {
      await begin();
      throw new Error('boom');
    };
    await expect(recorded(journal, MARK, work)).rejects.toThrow('boom');
    expect(journal.lines).toEqual([MARK, RELEASED]);
  });
  test('leaves no line if it never began', async () => {
    const journal = journalOf();
    expect(await recorded(journal, MARK, () => Promise.resolve({ end: null, value: 3 }))).toBe(3);
    expect(await recorded(journal, MARK, () => Promise.resolve(null))).toBeNull();
    await expect(recorded(journal, MARK, () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    expect(journal.lines).toEqual([]);
  });
});

describe('a full disk', () => {
  test('at the start: the work does not go on', async () => {
    let went = false;
    const work = async (begin: () => Promise<void>) => {
      await begin();
      went = true;
      return null;
    };
    await expect(recorded(journalOf(0), MARK, work)).rejects.toThrow('disk full');
    expect(went).toBe(false);
  });
  test('at the end: it is not finished', async () => {
    const journal = journalOf(1);
    const work = async (begin: () => Promise<void>) => {
      await begin();
      return { end: END, value: 7 };
    };
    await expect(recorded(journal, MARK, work)).rejects.toThrow('disk full');
    expect(journal.lines).toEqual([MARK]);
  });
  test('at the release of failed work: the failure is reported', async () => {
    const work = async (begin: () => Promise<void>) => {
      await begin();
      throw new Error('boom');
    };
    await expect(recorded(journalOf(1), MARK, work)).rejects.toThrow('boom');
  });
});
