/** What a page shows of outputs beside the reference. */
import type { Evidence } from '../../schema/report.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { Block, Row, State } from './blocks.js';

/** None for other evidence, such as an error. */
export function tellComparison(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'comparison') return [];
  const head = ['output', 'points', 'what was found'];
  return [{ type: 'table', title: 'Outputs', head, rows: evidence.outputs.map(rowOf) }];
}

function rowOf(output: OutputEvidence): Row {
  const { name, earned, possible, sentence, notes } = output;
  const points = `${show(earned)} of ${show(possible)}`;
  return { cells: [name, points, [sentence, ...notes].join('; ')], state: stateOf(output) };
}

/** A tensor that follows rightly from an earlier mistake is not wrong itself. */
export function stateOf({ verdict, earned, possible }: OutputEvidence): State {
  if (verdict === 'followed-through') return 'follow-on';
  if (verdict === 'not-assessable' && earned === 0) return 'unknown';
  if (earned >= possible) return 'right';
  return earned > 0 ? 'partly' : 'wrong';
}

const show = (points: number) => String(Math.round(points * 100) / 100);
