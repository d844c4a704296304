/** Runs the witness in a separate process, on every built-in backend. */
import { execa } from 'execa';
import { WASM } from '../../../grader/sandbox/kits/wasm.js';
import { bundleProgram } from '../bundle.js';
import type { WitnessReport } from './main.js';

/** In `count` networks every layer, activation and option comes up with two values or more; `few` are a share of them. */
export const WITNESS = { few: 1200, count: 4000, seed: 20_261_126 } as const;

/** One of `share` networks is compared, and each that has a layer, an activation or an option that is new. */
export async function witnessAll(count: number, seed: number, share = 1): Promise<WitnessReport> {
  const kit = WASM.find();
  if (typeof kit === 'string') throw new Error(kit);
  const program = await bundleProgram('test/support/witness/main.ts');
  const backends = ['cpu', ['wasm', ...kit.files].join(':')];
  const { stdout } = await execa('node', [program, String(count), String(seed), String(share), ...backends]);
  return JSON.parse(stdout) as WitnessReport;
}

/** In a few lines. */
export function sayWitness({ coverage, backends }: WitnessReport): string[] {
  const { layers, activations, options, without } = coverage;
  const counts = `${String(layers.length)} layers, ${String(activations.length)} activations, ${String(options.length)} options`;
  const rest = without.length === 0 ? '' : `: ${without.join('; ')}`;
  return [
    `${counts} with an independent witness; without: ${String(without.length)}${rest} (aim 0)`,
    ...backends.map(
      ({ name, right, gradients, failures }) =>
        `${name}: ${String(right)} networks right, ${String(gradients)} gradients; wrong: ${String(failures.length)}`,
    ),
  ];
}
