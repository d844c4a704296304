/**
 * Which layers, activations and options the drawn networks had, and which of those that the runtime supports were
 * missing.
 */
import { ACTIVATIONS, LAYERS } from '../../../grader/models/vocabulary.js';
import { tf } from '../../../grader/runtime/tf.js';
import type { Drawn } from './drawing.js';
import type { Model } from './model.js';

export interface CoverageReport {
  readonly layers: readonly string[];
  readonly activations: readonly string[];
  /** `Class.option` for which two or more values were drawn. */
  readonly options: readonly string[];
  readonly without: readonly string[];
}

/** Options about training, initial weights, names and speed. */
const SILENT =
  /^(?:name|trainable|dtype|batchInputShape|.*Initializer|.*Regularizer|.*Constraint|seed|momentum|unitForgetBias|implementation|numConstants|batchSize|customObjects)$/;

/** Options that have one value only wherever a model is run. */
const FIXED: Readonly<Record<string, string>> = {
  'InputLayer.sparse': 'tf.js has no sparse tensors',
  'Conv3D.groups': 'refused by the translation, as are the next six',
  'Conv2DTranspose.outputPadding': '',
  'Conv3DTranspose.outputPadding': '',
  'Conv1DTranspose.outputPadding': '',
  'Attention.scoreMode': '',
  'MultiHeadAttention.attentionAxes': '',
  'ConvLSTM2D.unroll': 'tf.js refuses it',
  'GRUCell.resetAfter': 'GRUResetAfterCell',
  'UpSampling2DBilinear.interpolation': 'its name',
  'RNN.dropout': 'those of its cell, which has them varied',
  'RNN.recurrentDropout': '',
  'RNN.resetAfter': '',
};
/** A network that remembers the last batch is found by other tests: its answers depend on the company. */
const STATEFUL = /\.stateful$/;

type Layer = Model['layers'][number];

interface Insides {
  readonly layers?: readonly Layer[];
  readonly layer?: Layer;
  readonly forwardLayer?: Layer;
  readonly cell?: Layer;
  readonly cells?: readonly Layer[];
  readonly activation?: { getClassName(): string } | null;
  readonly recurrentActivation?: { getClassName(): string } | null;
}

function within(layer: Layer): Layer[] {
  const { layers = [], layer: wrapped, forwardLayer, cell, cells = [] } = layer as unknown as Insides;
  const inner = [...layers, wrapped, forwardLayer, cell, ...cells].filter((one) => one !== undefined);
  return [layer, ...inner.flatMap(within)];
}

const CONTAINERS = new Set(['Model', 'Functional', 'Sequential']);

/** Names by what tf.js has registered and what the reader admits: a new one without witness is found here. */
function registered(): { readonly layers: readonly string[]; readonly activations: readonly string[] } {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const layers = Object.entries(classNameMap)
    .filter(([, [one]]) => one.prototype instanceof (tf.layers.Layer as unknown as new () => object))
    .map(([name]) => name);
  const known = [...new Set([...layers, ...LAYERS])].filter((name) => !CONTAINERS.has(name));
  // tf.js writes gelu_new and finds geluNew, which is ours
  const activations = [...ACTIVATIONS].filter((name) => Object.hasOwn(classNameMap, name) && name !== 'gelu_new');
  return { layers: known, activations };
}

export function makeCoverage() {
  const layers = new Set<string>();
  const activations = new Set<string>();
  const options = new Map<string, Set<string>>();
  // of layers, activations, and values of options
  let known = 0;
  const addTo = (set: Set<string>, value: string) => {
    if (set.has(value)) return;
    set.add(value);
    known += 1;
  };
  const note = (className: string, config: object) => {
    for (const [key, value] of Object.entries(config) as [string, unknown][]) {
      const name = key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      if (SILENT.test(name) || /^(?:layer|cell|cells|backwardLayer)$/.test(name)) continue;
      const place = `${className}.${name}`;
      const values = options.get(place) ?? new Set();
      options.set(place, values);
      // two of them are asked for
      if (values.size < 2) addTo(values, JSON.stringify([value]));
    }
  };
  return {
    /** Whether it had something that no other one had before it. */
    see: ({ layers: specs }: Drawn, model: Model): boolean => {
      const before = known;
      for (const { class_name, config } of specs) note(class_name, config);
      for (const layer of model.layers.flatMap(within)) {
        const className = layer.getClassName();
        addTo(layers, className);
        note(className, layer.getConfig());
        const { activation, recurrentActivation } = layer as unknown as Insides;
        for (const one of [activation, recurrentActivation]) if (one) addTo(activations, one.getClassName());
      }
      return known > before;
    },
    report: (): CoverageReport => {
      const all = registered();
      const varied = [...options].filter(([, values]) => values.size > 1).map(([place]) => place);
      const without = [
        ...all.layers.filter((name) => !layers.has(name)),
        ...all.activations.filter((name) => !activations.has(name)).map((name) => `activation ${name}`),
        ...[...options]
          .filter(([place, values]) => values.size < 2 && !Object.hasOwn(FIXED, place) && !STATEFUL.test(place))
          .map(([place, values]) => `${place} (always ${[...values].join()})`),
      ];
      const kept = (known: readonly string[], seen: ReadonlySet<string>) => known.filter((name) => seen.has(name));
      return {
        layers: kept(all.layers, layers),
        activations: kept(all.activations, activations),
        options: varied,
        without,
      };
    },
  };
}
