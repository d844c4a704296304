/**
 * Compares translated models on ONNX Runtime with the formulas of the witness, as a separate program:
 * `node main.js BINDING COUNT SEED`; FAMILY in the environment draws one family only. Prints JSON.
 */
import { OnnxLibrary } from '../../../grader/runtime/onnx/library.js';
import { tf } from '../../../grader/runtime/tf.js';
import type { NumberArray } from '../witness/array.js';
import { makeDice, type Drawn } from '../witness/drawing.js';
import { FAMILIES } from '../witness/families.js';
import { fillWeights, makeModel, topologyOf } from '../witness/model.js';
import { differenceOf, drawInputs, firstExample, lookUp } from '../witness/run.js';
import { runTranslated, withWeights, workDiffers, type Part } from './translated.js';

export interface OnnxWitnessReport {
  readonly right: number;
  /** Classes of layers that were translated and right, and how often. */
  readonly layers: Readonly<Record<string, number>>;
  /** Why a network is not translated, with the number of such networks. */
  readonly refused: Readonly<Record<string, number>>;
  readonly failures: readonly {
    readonly seed: number;
    readonly family: string;
    readonly layers: string;
    readonly why: string;
  }[];
}

const partOf = ({ shape, data }: NumberArray): Part => ({ shape, values: data });
const arrayOf = ({ shape, values }: Part): NumberArray => ({ shape, data: Float64Array.from(values) });

/** null where it is right, or refused. */
async function judge(library: OnnxLibrary, drawn: Drawn, seed: number, refused: Record<string, number>) {
  tf.engine().startScope();
  try {
    const dice = makeDice(seed + 1);
    const model = await makeModel(drawn);
    const weights = fillWeights(model, dice);
    const inputs = drawInputs(drawn, dice);
    const named = [...weights].map(([name, { shape, data }]) => ({ name, shape, values: data }));
    const alone = inputs.map(({ shape, data }) => firstExample(shape, data));
    const ran = runTranslated(library, withWeights(topologyOf(drawn), named), inputs.map(partOf), alone.map(partOf));
    if (ran.status === 'failed') return ran.why;
    if (ran.status === 'refused') {
      const why = ran.why.replace(/^the layer \S+ /, '');
      refused[why] = (refused[why] ?? 0) + 1;
      return 'refused';
    }
    if (ran.counted !== ran.macs) return workDiffers(ran);
    const expected = drawn.compute(inputs, lookUp(weights));
    const [all = [], one = []] = ran.outputs.map((outputs) => outputs.map(arrayOf));
    const first = expected.map(({ shape, data }) => firstExample(shape, data));
    const apart = differenceOf(first, one);
    return differenceOf(expected, all) ?? (apart === null ? null : `one example alone: ${apart}`);
  } finally {
    tf.engine().endScope();
    tf.disposeVariables();
  }
}

async function run(binding: string, count: number, firstSeed: number): Promise<OnnxWitnessReport> {
  console.warn = () => undefined;
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
  const library = new OnnxLibrary(binding);
  const only = process.env['FAMILY'];
  const families = Object.entries(FAMILIES).filter(([name]) => only === undefined || name === only);
  let right = 0;
  const [layers, refused]: Record<string, number>[] = [{}, {}];
  const failures: OnnxWitnessReport['failures'][number][] = [];
  for (let index = 0; index < count; index += 1) {
    const seed = firstSeed + index;
    const [family, draw] = families[seed % families.length] as (typeof families)[number];
    const drawn = draw(makeDice(seed));
    const why = await judge(library, drawn, seed, refused as Record<string, number>);
    if (why === 'refused') continue;
    if (why !== null) {
      failures.push({
        seed,
        family,
        layers: JSON.stringify({ origin: drawn.origin, inputs: drawn.inputs, layers: drawn.layers }),
        why,
      });
      continue;
    }
    right += 1;
    for (const { class_name: name } of drawn.layers)
      (layers as Record<string, number>)[name] = ((layers as Record<string, number>)[name] ?? 0) + 1;
  }
  return { right, layers: layers as Record<string, number>, refused: refused as Record<string, number>, failures };
}

const [binding = '', count = '4000', seed = '1'] = process.argv.slice(2);
void run(binding, Number(count), Number(seed)).then((report) => process.stdout.write(JSON.stringify(report)));
