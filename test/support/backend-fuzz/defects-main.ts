/** `node defects-main.js stock|corrected SCRIPT BINARY [NAME]`: one defect, or all, on cpu and on wasm. Prints JSON. */
import { tf } from '../../../grader/runtime/tf.js';
import { loadWasmScript } from '../../../grader/runtime/wasm.js';
import { DEFECTS, LARGER_KERNELS, valuesOf } from './defects.js';

export interface DefectReport {
  readonly name: string;
  /** Numbers, with values that are not finite as text; a message if the backend refuses the case. */
  readonly cpu: Values;
  readonly wasm: Values;
}
export type Values = readonly (readonly (number | string)[])[] | string;

async function examine(
  which: string,
  script: string,
  binary: string,
  wanted: string | undefined,
): Promise<DefectReport[]> {
  const all = Object.entries({ ...DEFECTS, ...LARGER_KERNELS });
  const cases = all.filter(([name]) => wanted === undefined || name === wanted);
  await tf.setBackend('cpu');
  const expected = cases.map(([, run]) => valuesOf(run));
  const wasm = loadWasmScript(script);
  await (which === 'stock' ? wasm.useStockWasm(binary) : wasm.useCorrectedWasm(binary));
  return cases.map(([name, run], index) => ({ name, cpu: expected[index] ?? '', wasm: valuesOf(run) }));
}

const [which = '', script = '', binary = '', wanted] = process.argv.slice(2);
const asText = (key: string, value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
void examine(which, script, binary, wanted).then((reports) => process.stdout.write(JSON.stringify(reports, asText)));
