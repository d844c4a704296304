/**
 * The comparison of backends as a separate program: `node main.js COUNT SEED BACKEND...`, where a backend is `cpu`,
 * `wasm:SCRIPT:BINARY`, `stock-wasm:SCRIPT:BINARY` or `node:SCRIPTS:BINDING`. Prints JSON.
 */
import { useNativeBackend } from '../../../grader/runtime/native.js';
import { tf } from '../../../grader/runtime/tf.js';
import { loadWasmScript, useWasmBackend } from '../../../grader/runtime/wasm.js';
import { difference } from './compare.js';
import { drawCases, type LayerCase } from './configurations.js';
import { referenceFor } from './reference.js';
import { runCase } from './run-case.js';

export interface FuzzReport {
  /** Cases that cpu refuses; the others must refuse them too. */
  readonly refused: number;
  readonly backends: readonly BackendReport[];
}

export interface BackendReport {
  readonly name: string;
  readonly compared: number;
  /** Of these, how many were compared with the float64 engine as well. */
  readonly withEngine: number;
  /** Cases in which the backend has another convention, which is not an error. */
  readonly excepted: number;
  readonly failures: readonly { seed: number; case: string; differs: string }[];
}

const STARTS: Readonly<Record<string, (script: string, binary: string) => Promise<void>>> = {
  // against itself: what counts is the engine
  cpu: async () => {
    await tf.setBackend('cpu');
  },
  wasm: useWasmBackend,
  'stock-wasm': (script, binary) => loadWasmScript(script).useStockWasm(binary),
  node: useNativeBackend,
};

/**
 * TensorFlow's library takes `same` and `valid` only; in three dimensions it gives the gradient of a maximum to the
 * first of equal ones; it passes over NaN when it looks for a maximum.
 */
function hasOtherConvention(backend: string, { family, name, regime }: LayerCase): boolean {
  if (backend !== 'node') return false;
  if (/numbers? as padding/.test(family)) return true;
  if (name === 'maxPooling3d') return regime === 'ties' || regime === 'zeros';
  return name === 'maxPooling2d' && regime === 'not-finite';
}

const describe = ({ family, name, options, inputs, regime }: LayerCase) =>
  `${family}: ${name} ${JSON.stringify(options)} of ${JSON.stringify(inputs)}, ${regime}`;

async function compare(count: number, seed: number, backends: readonly string[]): Promise<FuzzReport> {
  const cases = drawCases(count, seed);
  await tf.setBackend('cpu');
  const expected = cases.map((one) => [one, runCase(one)] as const);
  const reports: BackendReport[] = [];
  for (const backend of backends) {
    const [name = '', script = '', binary = ''] = backend.split(':');
    await STARTS[name]?.(script, binary);
    const compared = expected.filter(([one]) => !hasOtherConvention(name, one));
    let withEngine = 0;
    const failures = compared.flatMap(([one, cpu]) => {
      const found = runCase(one);
      const engine = typeof found === 'string' || found.parts === null ? null : referenceFor(one, found.parts);
      if (engine !== null) withEngine += 1;
      const fromEngine = engine === null ? null : difference(engine, found);
      const differs = difference(cpu, found) ?? (fromEngine === null ? null : `from the float64 engine: ${fromEngine}`);
      return differs === null ? [] : [{ seed: one.seed, case: describe(one), differs }];
    });
    reports.push({ name, compared: compared.length, withEngine, excepted: count - compared.length, failures });
  }
  return { refused: expected.filter(([, cpu]) => typeof cpu === 'string').length, backends: reports };
}

const [count = '500', seed = '1', ...backends] = process.argv.slice(2);
void compare(Number(count), Number(seed), backends).then((report) => process.stdout.write(JSON.stringify(report)));
