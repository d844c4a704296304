/** Graphs written node by node, as a converter writes them: on tf.js's cpu backend, and translated on ONNX Runtime. */
import { tf } from '../../../grader/runtime/tf.js';
import { translateForInputs, type Artifacts } from '../../../grader/onnx/translate.js';
import { makeRng } from '../../../grader/numerics/rng.js';
import type { LayerCase } from '../backend-fuzz/configurations.js';
import type { OnnxLibrary } from '../../../grader/runtime/onnx/library.js';
import { runTranslated, type Part } from './translated.js';

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, unknown>>;
}

export interface GraphConstant {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  readonly dtype?: 'float32' | 'int32';
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const TYPE = { float32: 'DT_FLOAT', int32: 'DT_INT32' } as const;

/** Attributes as they are in a model.json. */
export const attribute = {
  text: (value: string) => ({ s: base64(value) }),
  texts: (...values: readonly string[]) => ({ list: { s: values.map(base64) } }),
  list: (...values: readonly number[]) => ({ list: { i: values.map(String) } }),
  number: (value: number) => ({ f: value }),
  whole: (value: number) => ({ i: String(value) }),
  flag: (value: boolean) => ({ b: value }),
  type: (value: 'float32' | 'int32') => ({ type: TYPE[value] }),
};

export const node = (name: string, op: string, input: readonly string[], attr: GraphNode['attr'] = {}): GraphNode => ({
  name,
  op,
  input,
  attr: { T: attribute.type('float32'), ...attr },
});

const dims = (shape: readonly number[]) => ({ dim: shape.map((side) => ({ size: String(side) })) });

/** From the placeholder `x` to the node `out`. */
export function graphArtifacts(
  example: readonly number[],
  constants: Readonly<Record<string, GraphConstant>>,
  nodes: readonly GraphNode[],
): Artifacts {
  const shape = { shape: dims([-1, ...example]) };
  const x = { name: 'x', op: 'Placeholder', attr: { dtype: attribute.type('float32'), shape } };
  const known = Object.entries(constants).map(([name, { shape: sides, dtype = 'float32' }]) => {
    const value = { tensor: { dtype: TYPE[dtype], tensorShape: dims(sides) } };
    return { name, op: 'Const', attr: { dtype: attribute.type(dtype), value } };
  });
  const bytes = Object.values(constants).map(({ values, dtype }) =>
    Buffer.from((dtype === 'int32' ? Int32Array : Float32Array).from(values).buffer),
  );
  const data = Buffer.concat(bytes);
  return {
    format: 'graph-model',
    modelTopology: { node: [x, ...known, ...nodes], library: {}, versions: {} },
    weightSpecs: Object.entries(constants).map(([name, { shape: sides, dtype = 'float32' }]) => ({
      name,
      shape: sides,
      dtype,
    })),
    weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength),
    signature: {
      inputs: { x: { name: 'x:0', dtype: 'DT_FLOAT', tensorShape: dims([-1, ...example]) } },
      outputs: { out: { name: 'out:0', dtype: 'DT_FLOAT' } },
    },
  };
}

/** Numbers between -1 and 1 for constants. */
export function drawn(shape: readonly number[], seed = 3): GraphConstant {
  const rng = makeRng(seed, 5);
  const length = shape.reduce((product, side) => product * side, 1);
  return { shape, values: Float32Array.from({ length }, () => 2 * rng.nextUniform() - 1) };
}

export const wholes = (...values: readonly number[]): GraphConstant => ({
  shape: [values.length],
  values,
  dtype: 'int32',
});
export const whole = (value: number): GraphConstant => ({ shape: [], values: [value], dtype: 'int32' });

/** The largest difference as a part of the largest number; Infinity for other shapes. Throws if one of the two does not run. */
export async function gapOfGraph(
  library: OnnxLibrary,
  artifacts: Artifacts,
  example: readonly number[],
): Promise<number> {
  Object.assign(tf.backend(), { firstUse: false });
  const model = await tf.loadGraphModel({ load: () => Promise.resolve(artifacts as object) });
  const shape = [3, ...example];
  const { values } = drawn(shape, 11);
  const expected = model.predict(tf.tensor(Float32Array.from(values), shape));
  if (!(expected instanceof tf.Tensor)) throw new Error('the graph has several outputs');
  const ran = runTranslated(library, artifacts, [{ shape, values }]);
  if (ran.status !== 'ran') throw new Error(ran.why);
  const [found] = ran.outputs[0] ?? [];
  return gap({ shape: expected.shape, values: expected.dataSync() }, found);
}

function gap(expected: Part, found: Part | undefined): number {
  if (found === undefined || found.shape.join() !== expected.shape.join()) return Infinity;
  const size = Array.from(expected.values).reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  return Array.from(expected.values).reduce((worst, value, at) => {
    const one = Math.abs(value - (found.values[at] ?? NaN));
    return Number.isNaN(one) ? Infinity : Math.max(worst, one / size);
  }, 0);
}

/** Why a graph is refused; null if it is not. */
export function refusalOfGraph(artifacts: Artifacts, example: readonly number[]): string | null {
  const translated = translateForInputs(artifacts, [example]);
  return translated.ok ? null : translated.problem;
}

interface Options {
  readonly filter: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly pad: number | readonly (readonly [number, number])[];
}

/** A case of the comparison of backends; null where no graph has such an operation. `weights` are those of the case. */
export function graphOf(one: LayerCase, weights: readonly Part[]): Artifacts | null {
  const [weight] = weights;
  const example = one.inputs[0]?.slice(1) ?? [];
  if (weight === undefined) return null;
  if (one.name === 'op:matMul') return graphArtifacts(example, { w: weight }, [node('out', 'MatMul', ['x', 'w'])]);
  if (one.name !== 'op:conv2d') return null;
  const { filter, strides, pad } = one.options as unknown as Options;
  const isSquare = filter[0] === filter[1] && strides[0] === strides[1];
  // for one number, tf.js counts the columns of its output by the height of the window; a graph has a number for each side
  if (typeof pad === 'number' && !isSquare) return null;
  const pads = typeof pad === 'number' ? [0, 0, pad, pad, pad, pad, 0, 0] : pad.flat();
  const attr = {
    strides: attribute.list(1, ...strides, 1),
    padding: attribute.text('EXPLICIT'),
    explicit_paddings: attribute.list(...pads),
    data_format: attribute.text('NHWC'),
  };
  return graphArtifacts(example, { w: weight }, [node('out', 'Conv2D', ['x', 'w'], attr)]);
}
