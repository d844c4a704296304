/**
 * The witness as a separate program: `node main.js COUNT SEED SHARE BACKEND... `, where a backend is `cpu` or
 * `wasm:SCRIPT:BINARY`; FAMILY in the environment draws one family only. One of SHARE networks is compared, and on the
 * first backend the outputs of each that has something new. Prints JSON.
 */
import { tf } from '../../../grader/runtime/tf.js';
import { useWasmBackend } from '../../../grader/runtime/wasm.js';
import { makeCoverage, type CoverageReport } from './coverage.js';
import { makeDice } from './drawing.js';
import { FAMILIES } from './families.js';
import { witness } from './run.js';

export interface WitnessReport {
  readonly coverage: CoverageReport;
  readonly backends: readonly BackendReport[];
}

export interface BackendReport {
  readonly name: string;
  readonly right: number;
  readonly gradients: number;
  readonly failures: readonly {
    readonly seed: number;
    readonly family: string;
    readonly layers: string;
    readonly why: string;
  }[];
}

const STARTS: Readonly<Record<string, (script: string, binary: string) => Promise<void>>> = {
  cpu: async () => {
    await tf.setBackend('cpu');
  },
  wasm: useWasmBackend,
};

// of unroll, which tf.js says it takes no notice of
console.warn = () => undefined;

async function run(
  count: number,
  firstSeed: number,
  share: number,
  backends: readonly string[],
  family: string | undefined,
): Promise<WitnessReport> {
  const coverage = makeCoverage();
  const families = Object.entries(FAMILIES).filter(([name]) => family === undefined || name === family);
  const reports: BackendReport[] = [];
  for (const [place, backend] of backends.entries()) {
    const [name = '', script = '', binary = ''] = backend.split(':');
    await STARTS[name]?.(script, binary);
    // otherwise its first use prints an advertisement
    Object.assign(tf.backend(), { firstUse: false });
    const failures: BackendReport['failures'][number][] = [];
    let [right, gradients] = [0, 0];
    for (let index = 0; index < count; index += 1) {
      // of every family
      const isInShare = Math.floor(index / families.length) % share === 0;
      if (place > 0 && !isInShare) continue;
      const seed = firstSeed + index;
      const [drawnFamily, draw] = families[seed % families.length] as (typeof families)[number];
      const drawn = draw(makeDice(seed));
      const outcome = await witness(drawn, seed, {
        look: (model) => coverage.see(drawn, model) || isInShare,
        gradients: isInShare,
      });
      if (outcome.status === 'right') {
        right += 1;
        gradients += outcome.gradients;
      } else if (outcome.status !== 'passed over') {
        const layers = JSON.stringify({ origin: drawn.origin, inputs: drawn.inputs, layers: drawn.layers });
        failures.push({ seed, family: drawnFamily, layers, why: `${outcome.status}: ${outcome.why}` });
      }
    }
    reports.push({ name, right, gradients, failures });
  }
  return { coverage: coverage.report(), backends: reports };
}

const [count = '400', seed = '1', share = '1', ...backends] = process.argv.slice(2);
void run(Number(count), Number(seed), Number(share), backends, process.env['FAMILY']).then((report) =>
  process.stdout.write(JSON.stringify(report)),
);
