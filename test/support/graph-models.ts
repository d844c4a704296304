/** GraphModels written node by node, laid out as by tensorflowjs_converter, as files in memory. */

interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, unknown>>;
}

/** A tensor that comes with the model. */
export interface Constant {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype?: 'float32' | 'int32';
}

const TYPES = { float32: 'DT_FLOAT', int32: 'DT_INT32' } as const;
const sidesOf = (shape: readonly number[]) => ({ shape: { dim: shape.map((size) => ({ size: String(size) })) } });

/** A node whose numbers are float32, unless `attr` says otherwise. */
export function node(name: string, op: string, input: readonly string[], attr: GraphNode['attr'] = {}): GraphNode {
  return { name, op, input, attr: { T: { type: 'DT_FLOAT' }, ...attr } };
}

/** From the input `x` of `inputs` columns to the node `out`. */
export function graphFiles(
  inputs: number,
  constants: Readonly<Record<string, Constant>>,
  nodes: readonly GraphNode[],
  folder = 'deep',
): Record<string, string | Uint8Array> {
  const known = Object.entries(constants).map(([name, { shape, dtype = 'float32' }]): GraphNode => ({
    name,
    op: 'Const',
    attr: {
      dtype: { type: TYPES[dtype] },
      value: { tensor: { dtype: TYPES[dtype], tensorShape: sidesOf(shape).shape } },
    },
  }));
  const x: GraphNode = {
    name: 'x',
    op: 'Placeholder',
    attr: { dtype: { type: 'DT_FLOAT' }, shape: sidesOf([-1, inputs]) },
  };
  const weights = Object.entries(constants).map(([name, { shape, dtype = 'float32' }]) => ({ name, shape, dtype }));
  const parts = Object.values(constants).map(({ values, dtype }) =>
    Buffer.from((dtype === 'int32' ? Int32Array : Float32Array).from(values).buffer),
  );
  const json = {
    format: 'graph-model',
    modelTopology: { node: [x, ...known, ...nodes], library: {}, versions: {} },
    weightsManifest: [{ paths: ['weights.bin'], weights }],
    signature: {
      inputs: { x: { name: 'x:0', dtype: 'DT_FLOAT', tensorShape: sidesOf([-1, inputs]).shape } },
      outputs: { out: { name: 'out:0', dtype: 'DT_FLOAT' } },
    },
  };
  return { [`${folder}/model.json`]: JSON.stringify(json), [`${folder}/weights.bin`]: Buffer.concat(parts) };
}
