/** Zones, against a search through all minutes by what Intl prints: a second implementation that knows no offsets. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantsOf, isZone } from '../../../grader/dates/zone.js';

const wall = (text: string) => Date.parse(`${text}Z`);
const iso = (ms: number) => new Date(ms).toISOString().replace('.000', '');

describe('a clock in Chicago', () => {
  const chicago = (text: string) => instantsOf(wall(text), 'America/Chicago');
  test.each([
    ['2018-01-15T12:00:00', '2018-01-15T18:00:00Z'],
    ['2018-09-13T23:59:00', '2018-09-14T04:59:00Z'],
    ['2018-03-11T01:59:59', '2018-03-11T07:59:59Z'],
    ['2018-03-11T03:00:00', '2018-03-11T08:00:00Z'],
    ['2018-11-04T00:59:59', '2018-11-04T05:59:59Z'],
    ['2018-11-04T02:00:00', '2018-11-04T08:00:00Z'],
  ])('shows %s once', (text, instant) => {
    const { shown, earlier, later } = chicago(text);
    expect([shown, iso(earlier), iso(later)]).toEqual(['once', instant, instant]);
  });
  test('shows an hour twice in autumn', () => {
    const { shown, earlier, later } = chicago('2018-11-04T01:30:00');
    expect([shown, iso(earlier), iso(later)]).toEqual(['twice', '2018-11-04T06:30:00Z', '2018-11-04T07:30:00Z']);
  });
  test('never shows an hour in spring: it is read as the hour before or after', () => {
    const { shown, earlier, later } = chicago('2018-03-11T02:30:00');
    expect([shown, iso(earlier), iso(later)]).toEqual(['never', '2018-03-11T07:30:00Z', '2018-03-11T08:30:00Z']);
  });
});

describe('every zone', () => {
  const ZONES = ['America/Chicago', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe', 'UTC'];
  const shownAt = (zone: string) => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    return (ms: number) => format.format(ms).replace(' ', 'T');
  };
  const shows = new Map(ZONES.map((zone) => [zone, shownAt(zone)]));
  /** All instants, in steps of half an hour or less, at which the clock shows it. */
  function searched(wallMs: number, zone: string): number[] {
    const text = new Date(wallMs).toISOString().slice(0, 19);
    const found: number[] = [];
    const quarter = 15 * 60_000;
    for (let ms = wallMs - 15 * 3_600_000; ms <= wallMs + 15 * 3_600_000; ms += quarter) {
      if (shows.get(zone)?.(ms) === text) found.push(ms);
    }
    return found;
  }
  // days on which clocks changed or a day was left out, and the days around them
  const days = [
    '2018-03-11',
    '2018-11-04',
    '2018-03-25',
    '2018-10-28',
    '2018-04-01',
    '2018-10-07',
    '2011-12-30',
    '2018-06-15',
  ];
  const quarters = fc.tuple(fc.constantFrom(...days), fc.integer({ min: -96, max: 192 }));
  test('means the instants at which its clock shows that, and no others', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), quarters, (zone, [day, quarter]) => {
        const wallMs = Date.parse(`${day}T00:00:00Z`) + quarter * 15 * 60_000;
        const { shown, earlier, later } = instantsOf(wallMs, zone);
        const found = searched(wallMs, zone);
        expect(found.length).toBe({ never: 0, once: 1, twice: 2 }[shown]);
        if (shown !== 'never') expect([earlier, later]).toEqual([found[0], found.at(-1)]);
        else expect(earlier).toBeLessThan(later);
      }),
      { numRuns: 200 },
    );
  });
});

test('names of zones', () => {
  expect(['America/Chicago', 'UTC', 'Europe/Berlin'].map(isZone)).toEqual([true, true, true]);
  expect(['America/Chicgo', 'Texas', ''].map(isZone)).toEqual([false, false, false]);
});
