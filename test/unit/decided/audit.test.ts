/** The audit trail: whatever one line of it is changed to, it is noticed. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkAudit } from '../../../grader/decided/audit-lines.js';
import { appendAudit, AUDIT, readAudit } from '../../../grader/decided/audit.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

afterAll(removeFolders);

const entry = (by: string) => ({
  ...{ at: '2018-10-01T00:00:00.000Z', action: 'adjust' as const, by },
  details: { submission: 'ada', points: 3, reason: 'wrote "7", meant 1' },
});

async function trailOf(count: number): Promise<string> {
  const folder = makeFolder();
  for (let index = 1; index <= count; index += 1) await appendAudit(folder, entry(`person ${String(index)}`));
  return folder;
}

const LINES = 6;
let folder = '';
let lines: readonly string[] = [];
beforeAll(async () => {
  folder = await trailOf(LINES);
  lines = readFileSync(join(folder, AUDIT), 'utf8').trimEnd().split('\n');
});
const damageOf = (changed: readonly string[]) => checkAudit(changed.map((line) => `${line}\n`).join('')).damage;
const at = fc.nat(LINES - 1);

test('a trail that nobody changed is whole, and says what was written', async () => {
  const trail = await readAudit(folder);
  expect(trail.damage).toEqual([]);
  expect(trail.lines.map(({ number, by }) => [number, by])).toEqual(
    [1, 2, 3, 4, 5, 6].map((number) => [number, `person ${String(number)}`]),
  );
  expect(trail.lines[2]).toEqual({ number: 3, ...entry('person 3') });
  expect(await readAudit(makeFolder())).toEqual({ lines: [], damage: [], digest: '0'.repeat(64) });
});

describe('it is noticed', () => {
  test('if a line is deleted, wherever it is but at the end', () => {
    fc.assert(
      fc.property(fc.nat(LINES - 2), (index) => {
        const damage = damageOf(lines.filter((_line, other) => other !== index));
        expect(damage[0]).toContain(`line ${String(index + 1)} `);
      }),
    );
  });
  test('if two lines are swapped', () => {
    fc.assert(
      fc.property(at, at, (one, other) => {
        fc.pre(one !== other);
        const swapped = lines.map((line, index) =>
          index === one ? (lines[other] ?? '') : index === other ? (lines[one] ?? '') : line,
        );
        expect(damageOf(swapped)[0]).toContain(`line ${String(Math.min(one, other) + 1)} `);
      }),
    );
  });
  test('if a character of a line is another one, also of the last', () => {
    fc.assert(
      fc.property(at, fc.nat(), fc.constantFrom('0', 'x', ' ', '"', '}'), (index, place, character) => {
        const line = lines[index] ?? '';
        const cut = place % line.length;
        fc.pre(line[cut] !== character);
        const edited = line.slice(0, cut) + character + line.slice(cut + 1);
        const damage = damageOf(lines.map((other, place2) => (place2 === index ? edited : other)));
        expect(damage[0]).toContain(`line ${String(index + 1)} was changed`);
      }),
      { numRuns: 300 },
    );
  });
  test('if a line is inserted: one of its own, of another trail, or none at all', async () => {
    const other = readFileSync(join(await trailOf(1), AUDIT), 'utf8').trimEnd();
    fc.assert(
      fc.property(
        fc.nat(LINES),
        fc.oneof(
          at.map((index) => index),
          fc.constantFrom('{}', 'hello', '[]'),
        ),
        (place, what) => {
          const added = typeof what === 'number' ? (lines[what] ?? other) : what;
          const inserted = [...lines.slice(0, place), added, ...lines.slice(place)];
          // the same line at its own place makes its twin the one that is too many
          expect(damageOf(inserted)).not.toEqual([]);
        },
      ),
    );
    expect(damageOf([...lines, other])).not.toEqual([]);
  });
  test('if a line is that of another trail, whole and with the same number', async () => {
    const other = makeFolder();
    for (let count = 1; count <= LINES; count += 1) await appendAudit(other, entry(`another ${String(count)}`));
    const others = readFileSync(join(other, AUDIT), 'utf8').trimEnd().split('\n');
    for (const [index, foreign] of others.entries()) {
      // the first line follows nothing, so the second one tells
      const changed = lines.map((line, place) => (place === index ? foreign : line));
      expect(damageOf(changed)[0]).toContain(`line ${String(index === 0 ? 2 : index + 1)} does not follow`);
    }
  });
  test('by the number of lines and the last digest alone, if the end is cut off', () => {
    const whole = checkAudit(lines.map((line) => `${line}\n`).join(''));
    const cut = checkAudit(`${lines.slice(0, -1).join('\n')}\n`);
    expect(cut.damage).toEqual([]);
    expect(cut.lines).toHaveLength(LINES - 1);
    expect(cut.digest).not.toBe(whole.digest);
  });
});

test('a line that was cut off by a power failure does not swallow the next', async () => {
  const torn = await trailOf(2);
  const path = join(torn, AUDIT);
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, -40));
  await appendAudit(torn, entry('later'));
  const { lines: read, damage } = await readAudit(torn);
  expect(read.map(({ by }) => by)).toEqual(['person 1', 'later']);
  expect(damage).toEqual(['line 2 was changed, or is not a line of an audit trail']);
  appendFileSync(path, '\n');
  expect((await readAudit(torn)).damage).toHaveLength(1);
});
