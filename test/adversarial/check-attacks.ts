/**
 * What must hold for every attack, in every sandbox. What no wall of the sandbox stops is tried in one place in
 * `npm test`, what is stopped whoever runs it once for each driver, and all in all places in `npm run fuzz`.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { EXPECTED } from './expected.js';
import { IS_FULL } from '../support/runs.js';
import { describeUnless } from '../support/where-possible.js';
import { ATTACKS, attackTwice, whyNotAt, type Layers, type Place } from './places.js';
import type { Told } from './run-attacks.js';

/** Attacks that Node's permission model would refuse as well: without it, the kernel alone must stop them. */
const WITHOUT_PERMISSION_MODEL =
  /^(reads|writes|sets|probes|uses|signals|slows|becomes|forks|leaves|loads|starts|kills)-/;

/** Where all attacks are always tried. */
const ALL_AT: Place = 'bubblewrap';

function isTriedAt(place: Place, file: string): boolean {
  const { anywhere = false, anyUser = false } = EXPECTED[file] ?? {};
  return place === ALL_AT || !(anywhere || (anyUser && place === 'user'));
}

export function checkAttacks(place: Place): void {
  const why = whyNotAt(place);
  const present = readdirSync(ATTACKS);
  const files = present.filter((file) => IS_FULL || isTriedAt(place, file));
  const filesOf: Readonly<Record<Layers, readonly string[]>> = {
    all: files,
    kernel: files.filter((file) => WITHOUT_PERMISSION_MODEL.test(file)),
  };
  test('each file has an expected outcome, and each outcome a file', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...present].sort());
  });
  describeUnless(why, `attacks at ${place}`)('attacks', () => {
    let told: Readonly<Record<Layers, ReadonlyMap<string, Told>>>;
    // both at once: most attacks wait for the time to run out
    beforeAll(async () => {
      told = await attackTwice(place, filesOf);
    }, 600_000);
    checkLayers(place, 'all', filesOf.all, (file) => told.all.get(file));
    checkLayers(place, 'kernel', filesOf.kernel, (file) => told.kernel.get(file));
  });
}

function checkLayers(
  place: Place,
  layers: Layers,
  files: readonly string[],
  toldOf: (file: string) => Told | undefined,
): void {
  describe(layers === 'all' ? 'with every layer' : 'without the permission model', () => {
    test.each(files)('%s', (file) => {
      const seen = toldOf(file);
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
