/** Runs every attack on every driver that works here, and counts how many were stopped. */
import { EXPECTED } from '../adversarial/expected.js';
import { attackAt, whyNotAt, type Place } from '../adversarial/places.js';

const PLACES: readonly (readonly [Place, string])[] = [
  ['bubblewrap', 'attacks on bubblewrap'],
  ['container', "attacks on confine, root with Docker's rights"],
  ['user', 'attacks on confine, an ordinary user'],
];

export async function benchAttacks(print: (name: string, value: string) => void): Promise<void> {
  for (const [place, name] of PLACES) {
    const why = whyNotAt(place);
    if (why !== null) {
      print(name, `not tried: ${why}`);
      continue;
    }
    const told = [...(await attackAt(place)).values()];
    const held = told.filter(({ file, forward, left }) => {
      const { forward: good = [] } = EXPECTED[file] ?? {};
      return good.includes(forward) && left.length === 0;
    });
    const open = told.filter((each) => !held.includes(each)).map(({ file }) => file);
    const rest = open.length === 0 ? '' : ` (gaps that the report tells of: ${open.join(', ')})`;
    print(name, `${String(told.length)} tried, ${String(held.length)} held${rest}`);
  }
}
