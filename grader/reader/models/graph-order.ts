/**
 * Checks that a graph's operations can be computed in some order. The only edge that may lead back is that of a loop,
 * from NextIteration to Merge. Functions must not call themselves. Linear in the edges. Pure.
 */
import { showName } from '../../files/names.js';
import type { Operation } from './operation.js';

/** Completes "model.json …"; null if there is an order. */
export function problemOfOrder(all: readonly Operation[]): string | null {
  const open = all.map((operation) => sourcesOf(operation, all).length);
  const users = all.map((): number[] => []);
  for (const [place, operation] of all.entries()) {
    for (const source of sourcesOf(operation, all)) users[source]?.push(place);
  }
  const ready = [...all.keys()].filter((place) => open[place] === 0);
  let done = 0;
  for (let place = ready.pop(); place !== undefined; place = ready.pop()) {
    done += 1;
    for (const user of users[place] ?? []) {
      const left = (open[user] ?? 0) - 1;
      open[user] = left;
      if (left === 0) ready.push(user);
    }
  }
  if (done === all.length) return null;
  const stuck = all[inCycle(all, open)]?.name ?? '';
  return `feeds the operation ${showName(stuck)} from its own output, directly or through others: convert the model again`;
}

/** Goes from an operation that waits to one that it waits for, until one is reached again. */
function inCycle(all: readonly Operation[], open: readonly number[]): number {
  const waits = (place: number) => (open[place] ?? 0) > 0;
  const seen = new Set<number>();
  let place = open.findIndex((count) => count > 0);
  while (!seen.has(place)) {
    seen.add(place);
    const operation = all[place];
    place = (operation === undefined ? undefined : sourcesOf(operation, all).find(waits)) ?? place;
  }
  return place;
}

function sourcesOf({ op, inputs, calls }: Operation, all: readonly Operation[]): readonly number[] {
  const before = op === 'Merge' ? inputs.filter((input) => all[input]?.op !== 'NextIteration') : inputs;
  return calls.length === 0 ? before : [...before, ...calls];
}
