/** A compact notation for GraphModels: operations as `[name, op, inputs]`, weights as `name: shape`. */

export type NodeJson = readonly [
  name: string,
  op: string,
  inputs?: readonly string[],
  attr?: Readonly<Record<string, unknown>>,
];

export interface FunctionJson {
  readonly name: string;
  readonly args: readonly string[];
  readonly nodes: readonly NodeJson[];
  readonly returns: Readonly<Record<string, string>>;
}

export interface GraphWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: string;
  readonly group?: string;
}

export interface GraphParts {
  readonly nodes: readonly NodeJson[];
  readonly weights: readonly GraphWeight[];
  readonly functions?: readonly FunctionJson[];
  readonly format?: string | null;
  readonly outputs?: readonly string[];
}

/** The whole of a model.json. `x`, an input of two numbers, is there. */
export function graphJson({ nodes, weights, functions = [], format = 'graph-model', outputs }: GraphParts) {
  const library = functions.map(({ name, args, nodes: body, returns }) => ({
    signature: {
      name,
      inputArg: args.map((arg) => ({ name: arg, type: 'DT_FLOAT' })),
      outputArg: Object.keys(returns).map((result) => ({ name: result, type: 'DT_FLOAT' })),
    },
    nodeDef: body.map(nodeJson),
    ret: returns,
  }));
  const signature = {
    inputs: { x: { name: 'x:0', dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: '-1' }, { size: '2' }] } } },
    outputs: Object.fromEntries((outputs ?? []).map((name) => [name, { name }])),
  };
  return {
    ...(format === null ? {} : { format }),
    ...(outputs === undefined ? {} : { signature }),
    modelTopology: {
      node: [
        nodeJson(['x', 'Placeholder', [], { shape: X_SHAPE, dtype: { type: 'DT_FLOAT' } }]),
        ...nodes.map(nodeJson),
      ],
      versions: { producer: 1 },
      ...(library.length === 0 ? {} : { library: { function: library } }),
    },
    weightsManifest: [{ paths: ['weights.bin'], weights: weights.map((weight) => ({ dtype: 'float32', ...weight })) }],
  };
}

const X_SHAPE = { shape: { dim: [{ size: '-1' }, { size: '2' }] } };

function nodeJson([name, op, input = [], attr = {}]: NodeJson) {
  return { name, op, input, attr };
}
