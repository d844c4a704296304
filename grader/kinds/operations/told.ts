/** What a page shows of counted operations: what was asked and found, then what was counted at each sample, by kind. */
import type { Block, Row } from '../../checks/telling/blocks.js';
import { tellComparison } from '../../checks/telling/comparison.js';
import type { Evidence } from '../../schema/report.js';

type Told = Extract<Evidence, { type: 'operations' }>;

const EXPLAINED =
  'Counted are additions, subtractions, multiplications, divisions, powers and functions such as exp, in operations of tf.js and in your own code alike. Comparing, choosing and moving numbers costs nothing, and neither do indices.';

export function tellOperations(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'operations') return tellComparison(evidence);
  const rows = askedOf(evidence);
  return [
    { type: 'table', title: 'What was asked', head: ['of the operations', 'asked', 'found'], rows },
    ...tellCounts(evidence),
    { type: 'text', text: EXPLAINED, tone: 'quiet' },
  ];
}

function askedOf({ bound, growth }: Told): readonly Row[] {
  const rows: Row[] = [];
  if (bound !== undefined) {
    const { at, most, operations, exact, ok } = bound;
    rows.push({ cells: [`at ${at}`, `at most ${String(most)}`, countTold(operations, exact)], state: stateOf(ok) });
  }
  if (growth !== undefined) {
    const { from, to, factor, most, exponent, ok } = growth;
    const found = exponent === null ? 'nothing was counted' : `n^${String(exponent)}`;
    const what = `from ${from} to ${to}, where sizes are ${String(Math.round(factor * 100) / 100)} times as large`;
    rows.push({ cells: [what, `at most n^${String(most)}`, found], state: stateOf(ok) });
  }
  return rows;
}

/** A column for each sample. */
function tellCounts({ counts }: Told): readonly Block[] {
  if (counts.length === 0) return [];
  const names = [...new Set(counts.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const rows: Row[] = names.map((name) => ({
    cells: [name, ...counts.map(({ parts }) => String(parts.find((part) => part.name === name)?.operations ?? 0))],
  }));
  rows.push({ cells: ['in all', ...counts.map(({ operations, exact }) => countTold(operations, exact))] });
  rows.push({ cells: ['on indices, not counted', ...counts.map(({ onIndices }) => String(onIndices))] });
  const notCounted = [...new Set(counts.flatMap((count) => count.notCounted))];
  const more: Block[] =
    notCounted.length === 0 ? [] : [{ type: 'text', text: `Not counted was: ${notCounted.join(', ')}.` }];
  const head = ['operation', ...counts.map(({ sample }) => sample)];
  return [{ type: 'table', title: 'What was counted', head, rows }, ...more];
}

function countTold(operations: number, exact: boolean): string {
  return `${exact ? '' : 'at least '}${String(operations)}`;
}

function stateOf(ok: boolean): 'right' | 'wrong' {
  return ok ? 'right' : 'wrong';
}
