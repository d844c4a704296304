/** How many mistakes are named, how long a diagnosis takes, and how large a network may be for the search of its samples. */
import { diagnosisOf } from '../support/confusion.js';
import { equalTo, foreign, natural, pairs, singles, type Row } from '../support/confusion-rows.js';
import { FOREIGN, NETWORK_NAMES, PAIRS, SINGLES, type NetworkName } from '../support/wrong-programs/index.js';
import { findSamples } from '../../grader/numerics/sampling/samples.js';
import { GraderError } from '../../grader/errors.js';
import type { Network } from '../../grader/schema/network.js';

type Print = (name: string, value: string) => void;

const WITH_PAIRS: readonly NetworkName[] = ['mlp', 'cnn', 'cnn-pool-first', 'attention'];
const LONGEST_SEARCH_S = 10;

export function benchDiagnosis(print: Print): void {
  const rows = {
    'single mistakes': NETWORK_NAMES.flatMap(singles),
    'pairs of main mistakes': WITH_PAIRS.flatMap(pairs),
    'natural programs with a known mistake': natural(NETWORK_NAMES).filter(({ expected }) => expected !== null),
  };
  for (const [what, all] of Object.entries(rows)) print(`${what}, named`, shareOf(all));
  const strange = foreign(NETWORK_NAMES);
  print(
    'errors that are not in the library',
    `${String(strange.length)}, of which ${String(count(strange))} are claimed`,
  );
  for (const name of ['regression-tanh', 'mlp', 'cnn', 'attention'] as const) print(`diagnosis, ${name}`, timeOf(name));
  print('largest network whose samples are found in 10 s', largestNetwork());
}

const count = (rows: readonly Row[]) => rows.filter(({ claimed }) => claimed.length > 0).length;

function shareOf(all: readonly Row[]): string {
  // two mistakes that give the numbers of one are that one
  const rows = all.filter((row) => row.isNamed || equalTo(row) === null);
  const named = rows.filter(({ isNamed }) => isNamed).length;
  const falsely = rows.filter(({ isFalse }) => isFalse).length;
  return `${String(named)} of ${String(rows.length)} (${((100 * named) / rows.length).toFixed(1)} %), false claims ${String(falsely)}`;
}

/** The time to explain the gradients of one submission; those that no single mistake explains are held against all pairs. */
function timeOf(name: NetworkName): string {
  const programs = [...SINGLES, ...PAIRS, ...FOREIGN].filter(({ network }) => network === name);
  // the references are prepared before a class is graded
  for (const { run } of programs.slice(0, 1)) diagnosisOf(name, run, 'gradients');
  const times = programs.map(({ run }) => {
    const started = performance.now();
    diagnosisOf(name, run, 'gradients');
    return performance.now() - started;
  });
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(0);
  return `of ${String(times.length)} wrong programs: median ${at(0.5)} ms, longest ${at(1)} ms`;
}

/** Layers of relu, each twice as wide as before, and why the next was not found. */
function largestNetwork(): string {
  let last = 'none';
  for (let width = 8; width <= 4096; width *= 2) {
    const network = layers(width);
    const started = performance.now();
    const refusal = refusalOf(network);
    const seconds = (performance.now() - started) / 1000;
    const told = `${String(width)} units: ${seconds.toFixed(1)} s`;
    if (refusal !== null) return `${last}; ${told}, ${refusal}`;
    if (seconds > LONGEST_SEARCH_S) return `${last}; ${told}`;
    last = `x [7, ${String(width)}] and two relu layers of ${String(width)}: ${String(2 * width * (width + 1) + 5 * (width + 1))} parameters, ${seconds.toFixed(1)} s`;
  }
  return last;
}

function refusalOf(network: Network): string | null {
  try {
    findSamples('wide', { kind: 'generic', network: 'wide', sizes: { B: 7, C: 5 }, count: 1, seed: 1 }, network);
    return null;
  } catch (error) {
    if (error instanceof GraderError) return error.message;
    throw error;
  }
}

function layers(width: number): Network {
  return {
    inputs: { x: ['B', width] },
    labels: { label: { shape: ['B'], classes: 'C' } },
    parameters: { W1: [width, width], b1: [width], W2: [width, width], b2: [width], W3: ['C', width], b3: ['C'] },
    nodes: [
      { name: 'z1', op: 'linear', of: ['x', 'W1', 'b1'] },
      { name: 'a1', op: 'relu', of: ['z1'] },
      { name: 'z2', op: 'linear', of: ['a1', 'W2', 'b2'] },
      { name: 'a2', op: 'relu', of: ['z2'] },
      { name: 'logits', op: 'linear', of: ['a2', 'W3', 'b3'] },
      { name: 'loss', op: 'cross-entropy', of: ['logits', 'label'] },
    ],
  };
}
