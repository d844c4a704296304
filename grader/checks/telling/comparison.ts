/** What a page shows of outputs beside the reference: how they were asked for, the network, values, and each finding. */
import type { Evidence } from '../../schema/report.js';
import type { Beside, OutputEvidence } from '../../schema/evidence.js';
import type { Block, Row, State } from './blocks.js';
import { shownPoints } from '../../text/points.js';

type Compared = Extract<Evidence, { type: 'comparison' }>;

/** Outputs whose values a page shows; all are in the table. */
const MOST_SHOWN = 6;

/** None for other evidence, such as an error. */
export function tellComparison(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'comparison') return [];
  const { outputs } = evidence;
  return [
    { type: 'text', text: askedOf(evidence), tone: 'quiet' },
    ...tellGraph(evidence),
    ...tellInputs(evidence),
    ...tellValues(firstOnes(evidence)),
    { type: 'table', title: 'Every output', head: ['output', 'points', 'what was found'], rows: outputs.map(rowOf) },
  ];
}

/** The values of the outputs for which a page has no room. */
export function tellOthersBeside(evidence: Evidence): readonly Block[] {
  return evidence.type === 'comparison' ? tellValues(shownOnes(evidence).slice(MOST_SHOWN)) : [];
}

function tellValues(outputs: readonly OutputEvidence[]): readonly Block[] {
  return outputs.flatMap(({ name, beside }) => (beside === undefined ? [] : tellBeside(name, beside)));
}

function askedOf({ calls, samples }: Compared): string {
  const names = samples.map(({ id }) => id);
  if (calls === 0)
    return `Your typed answers were compared with the reference${names.length === 0 ? '' : ` (${names.join(', ')})`}.`;
  const times = `${String(calls)} ${calls === 1 ? 'time' : 'times'}`;
  return `Your function was called ${times}, with ${names.join(', ')}, and what it returned was compared with the reference.`;
}

/** A graph for the values and one for the gradients, of which only those are drawn in which something is wrong. */
function tellGraph({ graph, outputs, firstWrong }: Compared): readonly Block[] {
  if (graph === undefined) return [];
  return (['value', 'gradient'] as const).flatMap((quantity): readonly Block[] => {
    const asked = outputs.flatMap((output) =>
      output.tensor?.quantity === quantity ? [{ of: output.tensor.of, name: output.name, state: stateOf(output) }] : [],
    );
    if (asked.every(({ state }) => state === 'right')) return [];
    const states = Object.fromEntries(asked.map(({ of, state }): [string, State] => [of, state]));
    const first = asked.find(({ name }) => name === firstWrong)?.of ?? null;
    const title = quantity === 'gradient' ? 'The network: gradients of the loss' : 'The network: values';
    return [{ type: 'graph', title, graph, states, firstWrong: first }];
  });
}

/** The inputs of the sample at which values are shown first. */
function tellInputs(evidence: Compared): readonly Block[] {
  const sample = firstOnes(evidence)[0]?.beside?.sample;
  const inputs = evidence.samples.find(({ id }) => id === sample)?.inputs;
  if (inputs === undefined) return [];
  const tensors = Object.entries(inputs).map(([name, tensor]) => ({ name, tensor }));
  return [{ type: 'tensors', title: `What was given (${sample ?? ''})`, tensors }];
}

function firstOnes(evidence: Compared): readonly OutputEvidence[] {
  return shownOnes(evidence).slice(0, MOST_SHOWN);
}

/** Outputs with values, the first wrong one first. */
function shownOnes({ outputs, firstWrong }: Compared): readonly OutputEvidence[] {
  const shown = outputs.filter(({ beside }) => beside !== undefined);
  const first = shown.filter(({ name }) => name === firstWrong);
  return [...first, ...shown.filter((output) => !first.includes(output))];
}

function tellBeside(name: string, { sample, got, expected, difference }: Beside): readonly Block[] {
  const at = `${name} (${sample})`;
  const came = got === null ? [] : [{ name: 'what came', tensor: got }];
  const blocks: Block[] = [
    { type: 'tensors', title: at, tensors: [...came, { name: 'what was expected', tensor: expected }] },
  ];
  if (difference === null) return blocks;
  const { worst, map } = difference;
  if (worst.length > 0) blocks.push({ type: 'worst-places', title: `${name}: the worst places`, places: worst });
  if (map !== null) blocks.push({ type: 'difference-map', title: `${name}: where it differs`, map });
  return blocks;
}

function rowOf(output: OutputEvidence): Row {
  const { name, earned, possible, sentence, notes } = output;
  const points = `${shownPoints(earned)} of ${shownPoints(possible)}`;
  return { cells: [name, points, [sentence, ...notes].join('; ')], state: stateOf(output) };
}

/** A tensor that follows rightly from an earlier mistake is not wrong itself. */
export function stateOf({ verdict, earned, possible }: OutputEvidence): State {
  if (verdict === 'followed-through') return 'follow-on';
  if (verdict === 'not-assessable' && earned === 0) return 'unknown';
  if (earned >= possible) return 'right';
  return earned > 0 ? 'partly' : 'wrong';
}
