/** The count of one call, from what the worker claims: its parts, their sum, and whether more was computed than counted. */
import type { Work } from '../../protocol/work.js';
import type { Evidence } from '../../schema/report.js';

export type CountEvidence = Extract<Evidence, { type: 'operations' }>['counts'][number];

/** Parts that are told by name. */
const MOST_PARTS = 12;

export function countOf(sample: string, { kernels, own, onIndices, unknown, escapes }: Work): CountEvidence {
  const parts = [
    ...Object.entries(kernels).map(([name, operations]) => ({ name: `tf.js ${name}`, operations })),
    ...Object.entries(own).map(([name, operations]) => ({ name: `own code: ${name}`, operations })),
  ].sort((a, b) => b.operations - a.operations || (a.name < b.name ? -1 : 1));
  const others = sumOf(parts.slice(MOST_PARTS));
  const notCounted = [...unknown.map((name) => `the kernel ${name} of tf.js`), ...escapes];
  return {
    sample,
    operations: sumOf(parts),
    exact: notCounted.length === 0,
    parts: [...parts.slice(0, MOST_PARTS), ...(others > 0 ? [{ name: 'others', operations: others }] : [])],
    onIndices,
    notCounted,
  };
}

function sumOf(parts: readonly { readonly operations: number }[]): number {
  return parts.reduce((sum, { operations }) => sum + operations, 0);
}
