/**
 * Refuses graphs with channels first. tf.js pools, normalises and strides as if channels were last, whatever a node
 * says: such a graph would run, but with other results than in TensorFlow. Pure and linear.
 */
import { field, listField, textField, type JsonRecord } from '../text/fields.js';

/** NCW, NCHW and NCDHW as written in attributes: in base64, or as character codes. */
const CHANNELS_FIRST = ['NCW', 'NCHW', 'NCDHW'];
const WRITTEN = new Set([
  ...['TkNX', 'TkNIVw==', 'TkNESFc='],
  ...CHANNELS_FIRST.map((name) => Array.from(name, (letter) => letter.charCodeAt(0)).join()),
]);

const LONGEST = 5;

/** Completes "model.json …"; null if every node has channels last. */
export function whyChannelsFirst(model: JsonRecord): string | null {
  for (const node of listField(field(model, 'modelTopology'), 'node')) {
    const written = field(field(field(node, 'attr'), 'data_format'), 's');
    if (!isChannelsFirst(written)) continue;
    const [name, op] = [textField(node, 'name') ?? '', textField(node, 'op') ?? ''];
    return `holds a graph with channels first (its node ${name}, ${op}), which tf.js computes wrongly: build the network with channels last (data_format="channels_last") and convert it again`;
  }
  return null;
}

function isChannelsFirst(written: unknown): boolean {
  if (typeof written === 'string') return WRITTEN.has(written);
  return Array.isArray(written) && written.length <= LONGEST && WRITTEN.has(written.join());
}
