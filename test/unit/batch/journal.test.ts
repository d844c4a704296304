/** The journal on a real disk: what is appended can be read, in order, and truncated lines are not trusted. */
import { appendFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Entry } from '../../../grader/batch/journal-lines.js';
import { JOURNAL, openJournal } from '../../../grader/batch/journal.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

afterAll(removeFolders);

const pathOfNew = () => join(makeFolder(), JOURNAL);
const entryOf = (id: string): Entry => ({ id, submission: 's', inputs: 'i', report: 'r', status: 'graded' });

/** A journal in which these were begun and finished. */
async function journalOf(...ids: readonly string[]): Promise<string> {
  const path = pathOfNew();
  const journal = await openJournal(path);
  for (const id of ids) {
    await journal.append({ id, begun: 'b', inputs: 'i' });
    await journal.append(entryOf(id));
  }
  await journal.close();
  return path;
}

async function readAgain(path: string) {
  const journal = await openJournal(path);
  await journal.close();
  return journal.read;
}

test('there is nothing in a journal that is new', async () => {
  const { entries, unfinished, damage } = await readAgain(pathOfNew());
  expect([entries.size, unfinished.size, damage]).toEqual([0, 0, []]);
});

test('a line is in the file when its append resolves, and is read by the next run', async () => {
  const path = pathOfNew();
  const journal = await openJournal(path);
  await journal.append({ id: 'ada', begun: 'b', inputs: 'i' });
  expect(readFileSync(path, 'utf8')).toMatch(/^\{"id":"ada","begun":"b","inputs":"i","check":"[0-9a-f]{16}"\}\n$/);
  await journal.append(entryOf('ada'));
  await journal.append({ id: 'bob', begun: 'b', inputs: 'i' });
  await journal.close();
  const { entries, unfinished, damage } = await readAgain(path);
  expect([[...entries.keys()], [...unfinished.keys()], damage]).toEqual([['ada'], ['bob'], []]);
});

test('lines that are appended at once are whole and one chain', async () => {
  const path = pathOfNew();
  const journal = await openJournal(path);
  const ids = Array.from({ length: 20 }, (_id, index) => `s${String(index)}`);
  await Promise.all(ids.map((id) => journal.append(entryOf(id))));
  await journal.close();
  const { entries, damage } = await readAgain(path);
  expect([[...entries.keys()], damage]).toEqual([ids, []]);
});

test('the chain goes on where the run before left it', async () => {
  const path = await journalOf('ada');
  const journal = await openJournal(path);
  await journal.append(entryOf('bob'));
  await journal.close();
  const { entries, damage } = await readAgain(path);
  expect([[...entries.keys()], damage]).toEqual([['ada', 'bob'], []]);
});

describe('of what was damaged', () => {
  test('a last line that was cut short is removed, and the next is sound', async () => {
    const path = await journalOf('ada', 'bob');
    truncateSync(path, statSync(path).size - 5);
    const journal = await openJournal(path);
    expect([...journal.read.entries.keys()]).toEqual(['ada']);
    expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
    await journal.append(entryOf('bob'));
    await journal.close();
    const { entries, damage } = await readAgain(path);
    expect([[...entries.keys()], damage]).toEqual([['ada', 'bob'], []]);
  });
  test('a changed line is reported and not trusted', async () => {
    const path = await journalOf('ada', 'bob');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"id":"bob","submission":"s"', '"id":"bob","submission":"t"'));
    const { entries, damage } = await readAgain(path);
    expect([...entries.keys()]).toEqual(['ada']);
    expect(damage).toEqual(['line 4, about bob, was changed, or the line before it is missing']);
  });
  test('an inserted line is reported', async () => {
    const path = await journalOf('ada');
    appendFileSync(path, `${JSON.stringify(entryOf('eve'))}\n`);
    const { entries, damage } = await readAgain(path);
    expect([...entries.keys()]).toEqual(['ada']);
    expect(damage).toHaveLength(1);
  });
});

test('an unreadable journal is reported in words, and nothing is started', async () => {
  const path = pathOfNew();
  mkdirSync(path);
  await expect(openJournal(path)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('cannot be read (EISDIR)') as unknown,
  });
});

test('a line that cannot be written is a fault, which the next append does not hide', async () => {
  const path = pathOfNew();
  const journal = await openJournal(path);
  await journal.close();
  for (const id of ['ada', 'bob']) await expect(journal.append(entryOf(id))).rejects.toThrow(/journal\.jsonl/);
  expect(readFileSync(path, 'utf8')).toBe('');
});
