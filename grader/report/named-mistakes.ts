/** The names of mistakes in evidence, as diagnosis gave them. Pure. */
import type { Evidence } from '../schema/report.js';

const MOST_NAMES = 5;
const LONGEST_NAME = 100;

/** The names of the mistakes that evidence shows; of several that fit alike, one name with all of them. */
export function mistakesIn(evidence: Evidence): string[] {
  if (evidence.type !== 'comparison') return [];
  const names = evidence.outputs.flatMap(({ mistakes = [] }) => {
    const alike = mistakes.filter(({ claim }) => claim === 'several').map(({ name }) => name);
    const sure = mistakes.filter(({ claim }) => claim !== 'several').map(({ name }) => name);
    return [...sure, ...(alike.length === 0 ? [] : [[...new Set(alike)].sort().join(' or ')])];
  });
  return [...new Set(names.map((name) => name.slice(0, LONGEST_NAME)))].sort().slice(0, MOST_NAMES);
}
