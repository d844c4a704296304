/**
 * Explains errors of tf.js to the person who exported the model: what is wrong, where, and how to fix it. Errors that
 * the project throws are such sentences already. An unknown error must not be repeated, because it names internals of
 * tf.js.
 */
import { field, isRecord, listField, textField } from '../text/fields.js';
import { tf } from './tf.js';

const AGAIN = 'export it again with model.save or tensorflowjs_converter';
const LOADING = `TensorFlow.js cannot build the model from its description: ${AGAIN}`;
const RUNNING =
  'its layers or operations do not fit each other or the examples: try model.predict on one example before you export it';

/** Begins like the project's own. */
const OWN = /^(?:the (?:model|layer|operation) |Normalization |GroupNormalization |the channels |[^ ]+ (?:lies outside|is not in) the submission|[^ ]*model\.json )/; // prettier-ignore

type Rule = readonly [RegExp, (found: readonly string[]) => string];
const RULES: readonly Rule[] = [
  [
    /Input \d+ is incompatible with layer ([^\s:]+): expected (min_|max_)?ndim=(\d+), found ndim=(\d+)/,
    ([, layer, bound, wanted, found]) =>
      `the layer ${cut(layer)} takes inputs of ${bound === 'min_' ? 'at least ' : bound === 'max_' ? 'at most ' : ''}${cut(wanted)} axes, with that of the examples, and is given ${cut(found)}: put Flatten or Reshape before it, or leave it out`,
  ],
  [
    /Input \d+ is incompatible with layer ([^\s:]+)/,
    ([, layer]) => `the layer ${cut(layer)} is given inputs of another shape than it was built for: ${AGAIN}`,
  ],
  [
    /Shape mismatch: \[([\d,]*)\] vs\. \[([\d,]*)\]/,
    ([, wanted, found]) => `a weight has the shape [${cut(found)}] where its layer needs [${cut(wanted)}]: ${AGAIN}`,
  ],
  [
    /should have (\d+) values but has (\d+)/,
    ([, wanted, found]) =>
      `a weight should have ${cut(wanted)} values and has ${cut(found)}: hand in its weight files whole, or ${AGAIN}`,
  ],
  [
    /expected \S+ to have (?:shape \[?([\w,]*)\]?|(\d+) dimension\(s\))\.?,? but got array with shape \[?([\d,]+)/,
    ([, shape, axes, found]) =>
      `the model takes inputs of ${axes === undefined ? `shape [${cut(shape)}]` : `${cut(axes)} axes`} and is given [${cut(found)}]`,
  ],
  [/no target variable: ([^\n]+)/, ([, name]) => `the weight ${cut(name)} belongs to no layer: ${AGAIN}`],
  [
    /(\d+) of (\d+) weights are not set: ([^,\n]+)/,
    ([, missing, all, name]) =>
      `${cut(missing)} of its ${cut(all)} weights are missing, such as ${cut(name)}: ${AGAIN}`,
  ],
  [
    /Duplicate weight name:? ([^\s]+)/,
    ([, name]) => `two layers have a weight named ${cut(name)}: give each layer its own name and export it again`,
  ],
  [/Graph disconnected/, () => `its layers are not connected from the input to the output: ${AGAIN}`],
  [
    /Unknown (layer|activation|initializer|regularizer|constraint): ([\w$]+)/,
    ([, kind, name]) => `it names the ${cut(kind)} ${cut(name)}, which TensorFlow.js does not have: use another`,
  ],
  [
    /(?:Unknown op '([\w$]+)'|Kernel '([\w$]+)' not registered)/,
    ([, op, kernel]) =>
      `the operation ${cut(op ?? kernel)} is not computed by TensorFlow.js: convert the model without it`,
  ],
  [
    /must be \[([\d,-]+)\], but was\s+\[([\d,]+)\]/,
    ([, wanted, found]) => `the graph takes inputs of shape [${cut(wanted)}] and is given [${cut(found)}]`,
  ],
  [
    /Error in \w+: .*shapes? \(?\[?([\d,]+)\]?\)? and \(?\[?([\d,]+)/s,
    ([, a, b]) =>
      `it computes with tensors of shapes [${cut(a)}] and [${cut(b)}], which do not fit each other: ${RUNNING}`,
  ],
  [/allocation failed|out of memory/i, () => 'it needs more memory than there is: export a smaller model'],
];

const cut = (text: string | undefined): string => (text ?? '').slice(0, 200);

function known(error: unknown): Error | null {
  const message = error instanceof Error ? error.message : '';
  if (OWN.test(message) && !message.includes('[object')) return error as Error;
  for (const [pattern, sentence] of RULES) {
    const found = pattern.exec(message);
    if (found !== null) return new Error(sentence(found));
  }
  return null;
}

export function explainRunning(error: unknown): Error {
  return known(error) ?? new Error(RUNNING);
}

/** `topology` is that of the model; the first layer that cannot be built is looked for. */
export async function explainLoading(error: unknown, topology: unknown): Promise<Error> {
  const sentence = known(error);
  if (sentence !== null) return sentence;
  const layer = await brokenLayer(field(topology, 'model_config') ?? topology);
  return layer === null
    ? new Error(LOADING)
    : new Error(`the layer ${cut(layer)} cannot be built from its description: ${AGAIN}`);
}

/** Name and class of the first layer that cannot be built alone; null if each can. */
async function brokenLayer(root: unknown): Promise<string | null> {
  const config = field(root, 'config');
  const layers = Array.isArray(config) ? (config as unknown[]) : listField(config, 'layers');
  for (const one of layers) {
    if (!isRecord(one)) return 'without a description';
    const { inbound_nodes: _, ...layer } = one;
    const alone = { class_name: 'Sequential', config: { name: 'alone', layers: [layer] } };
    try {
      (await tf.models.modelFromJSON({ modelTopology: alone } as never)).dispose();
    } catch {
      return `${textField(field(one, 'config'), 'name') ?? 'without a name'} (${textField(one, 'class_name') ?? 'of no class'})`;
    }
  }
  return null;
}
