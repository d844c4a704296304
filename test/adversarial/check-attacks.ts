/** What must hold for every attack, in every sandbox. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { EXPECTED } from './expected.js';
import { attackAt, ATTACKS, whyNotAt, type Place } from './places.js';
import type { Told } from './run-attacks.js';

/** Attacks that Node's permission model would refuse as well: without it, the kernel alone must stop them. */
const WITHOUT_PERMISSION_MODEL =
  /^(reads|writes|sets|probes|uses|signals|slows|becomes|forks|leaves|loads|starts|kills)-/;

export function checkAttacks(place: Place): void {
  const why = whyNotAt(place);
  if (why !== null) {
    console.warn(`attacks at ${place} are not run: ${why}`);
    test.skip(`attacks at ${place}`, () => undefined);
    return;
  }
  const files = readdirSync(ATTACKS);
  test('each file has an expected outcome, and each outcome a file', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...files].sort());
  });
  checkLayers(place, 'all', files);
  checkLayers(
    place,
    'kernel',
    files.filter((file) => WITHOUT_PERMISSION_MODEL.test(file)),
  );
}

function checkLayers(place: Place, layers: 'all' | 'kernel', files: readonly string[]): void {
  describe(layers === 'all' ? 'with every layer' : 'without the permission model', () => {
    let told: ReadonlyMap<string, Told> = new Map();
    beforeAll(async () => {
      told = await attackAt(place, layers, files);
    }, 600_000);

    test.each(files)('%s', (file) => {
      const seen = told.get(file);
      if (seen === undefined) throw new Error('nothing was told of it');
      checkOutcome(seen, place);
      expect(seen.left).toEqual([]);
      expect(seen.wallMs).toBeLessThan(60_000);
      expect(seen.shown.length).toBeLessThan(200_000);
      // no escape sequences (as JSON writes them), no direction overrides, no path of this machine
      for (const odd of ['secret of the parent', '\\u001b', '\u202e', process.cwd()]) {
        expect(seen.shown).not.toContain(odd);
      }
    });
  });
}

function checkOutcome({ file, forward, backward }: Told, place: Place): void {
  const expected = EXPECTED[file];
  const gaps = expected?.gaps?.[place] ?? [];
  expect([...gaps, ...(expected?.forward ?? [])]).toContain(forward);
  // what succeeds, such as threads, may take the time of its own later calls
  if (expected?.backward !== 'any' && !gaps.includes(forward))
    expect(backward).toBe(expected?.backward ?? 'returned 1');
}
