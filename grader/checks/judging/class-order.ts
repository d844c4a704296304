/** Words for the order in which a model numbers the classes: counted from one, exchanged, in alphabetical order. */
import type { ClassOrder } from '../../numerics/class-order.js';

/** The most common reason for numbers that are one too high. */
const ONE_HIGH = ', as when labels count from 1';

type Show = (label: number) => string;
type Confusion = readonly (readonly number[])[];

/** What is different in that order, e.g. `its class numbers are 1 too high`; `confusion` counts by true and said class. */
export function describeOrder(
  { outputOf, correct }: ClassOrder,
  confusion: Confusion,
  names: readonly string[],
): string {
  const show = (label: number) => (names[label] === undefined ? String(label) : `${String(label)} (${names[label]})`);
  // a class that is never predicted has an output only because one was left over
  const seen = [...outputOf.keys()].filter((label) => (confusion[label]?.[outputOf[label] ?? -1] ?? 0) > 0);
  return (
    describeShift(confusion, correct, show) ?? describeExchange(seen, outputOf, show) ?? describeOther(outputOf, names)
  );
}

/** All numbers are off by the same amount, often because labels count from one; null if that explains less. */
function describeShift(confusion: Confusion, correct: number, show: Show): string | null {
  const count = confusion.length;
  const shifts = Array.from({ length: count - 1 }, (_, index) => (index % 2 === 0 ? 1 : -1) * (1 + (index >> 1)));
  for (const by of shifts) {
    if (explainedBy(by, confusion) < correct) continue;
    const label = labelWithMost(by, confusion);
    const how = by > 0 ? 'too high' : 'too low';
    return `its class numbers are ${String(Math.abs(by))} ${how}: what is class ${show(label)} here is its class ${String(label + by)}${by === 1 ? ONE_HIGH : ''}`;
  }
  return null;
}

/** Examples that are right if every number is off by `by`; numbers past an end wrap around or stay at the end. */
function explainedBy(by: number, confusion: Confusion): number {
  const count = confusion.length;
  const sumOver = (outputOf: (label: number) => number) =>
    confusion.reduce((sum, row, label) => sum + (row[outputOf(label)] ?? 0), 0);
  return Math.max(
    sumOver((label) => (label + by + count) % count),
    sumOver((label) => Math.min(count - 1, Math.max(0, label + by))),
  );
}

/** The class that shows the shift most often, without wrapping around. */
function labelWithMost(by: number, confusion: Confusion): number {
  const seen = confusion.map((row, label) => row[label + by] ?? -1);
  return seen.indexOf(Math.max(...seen));
}

/** Two classes are exchanged, and all others are right. */
function describeExchange(seen: readonly number[], outputOf: readonly number[], show: Show): string | null {
  const moved = seen.filter((label) => outputOf[label] !== label);
  const [one, other] = moved;
  if (one === undefined || other === undefined || moved.length !== 2) return null;
  if (outputOf[one] !== other || outputOf[other] !== one) return null;
  return `it has the classes ${show(one)} and ${show(other)} exchanged`;
}

/** More classes than these are not listed. */
const MOST_LISTED = 20;

function describeOther(outputOf: readonly number[], names: readonly string[]): string {
  const own = outputOf.map((_output, place) => {
    const label = outputOf.indexOf(place);
    return names[label] ?? String(label);
  });
  const alphabetical = names.length > 0 && own.every((name, index) => index === 0 || (own[index - 1] ?? '') < name);
  const how = alphabetical ? 'in alphabetical order' : 'in another order';
  const list = (all: readonly string[]) =>
    all.length <= MOST_LISTED ? all.join(', ') : `${all.slice(0, MOST_LISTED).join(', ')}, ...`;
  const asked = names.length > 0 ? list(names) : 'by number';
  return `its classes are ${how} (${list(own)}; asked is ${asked})`;
}
