/** Determines the format of a model.json by its topology. Every reader of models must use this. Pure. */
import type { ModelFacts } from '../../protocol/model-facts.js';
import { showName } from '../../files/names.js';
import { field, isRecord, type JsonRecord } from '../../text/fields.js';
import { camelCase, inOneSpelling } from '../../models/spelling.js';

export type FormatRead =
  | { readonly ok: true; readonly format: ModelFacts['format']; readonly topology: unknown }
  /** Completes "model.json …". */
  | { readonly ok: false; readonly problem: string };

const FORMATS: readonly ModelFacts['format'][] = ['layers-model', 'graph-model'];
const AGAIN = 'export it again with model.save or tensorflowjs_converter';

/** `topology` is the whole of a graph, but only the model of a LayersModel, with its keys in one spelling. */
export function readFormat(model: JsonRecord): FormatRead {
  const topology = field(model, 'modelTopology');
  const problem = problemOfParts(model, topology);
  if (problem !== null) return { ok: false, problem };
  const found = Array.isArray(field(topology, 'node')) ? 'graph-model' : 'layers-model';
  const disagreement = problemOfFormat(field(model, 'format'), found);
  if (disagreement !== null) return { ok: false, problem: disagreement };
  // the keys of a graph are its own names, which tf.js uses unchanged
  if (found === 'graph-model') return { ok: true, format: found, topology };
  const spelt = inOneSpelling(topology);
  if (!spelt.ok) return spelt;
  // tf.js uses the inner one unless it is null
  const inner = field(spelt.value, 'modelConfig');
  return { ok: true, format: found, topology: inner ?? spelt.value };
}

/** Several models in one file, which no converter writes: different readers would use different ones. */
function problemOfParts(model: JsonRecord, topology: unknown): string | null {
  if (topology === undefined || topology === null) return missingTopology(model);
  const keys = isRecord(topology) ? Object.keys(topology) : [];
  const names = new Set(keys.map(camelCase));
  const odd = [...Object.keys(model), ...keys].find(
    (key) => camelCase(key) === 'modelConfig' && !(key === 'model_config' && keys.includes(key)),
  );
  if (odd !== undefined) return `describes a model in "${showName(odd)}", where tf.js does not look: ${AGAIN}`;
  const found = [
    ...((field(topology, 'model_config') ?? null) === null ? [] : ['model_config']),
    ...(names.has('className') || names.has('config') ? ['class_name and config'] : []),
    ...(names.has('node') ? ['node'] : []),
  ];
  return found.length < 2 ? null : `describes several models, in ${found.join(' and in ')}: ${AGAIN}`;
}

function missingTopology(model: JsonRecord): string {
  return field(model, 'class_name') === undefined && field(model, 'config') === undefined
    ? 'has no modelTopology, so it is not a TensorFlow.js model: export with model.save'
    : 'is in the JSON format of Keras, not of TensorFlow.js: export with model.save of tf.js or with tensorflowjs_converter';
}

/** Old exporters wrote no format; if there is one, it must be correct. */
function problemOfFormat(written: unknown, found: ModelFacts['format']): string | null {
  if (written === undefined || written === null || written === found) return null;
  const known = FORMATS.find((format) => format === written);
  if (known === undefined) {
    const shown = typeof written === 'string' ? `"${showName(written)}"` : 'not a text';
    return `has a format that is ${shown}; expected ${FORMATS.join(' or ')}: ${AGAIN}`;
  }
  return `says that its format is ${known}, but its topology is that of a ${found}: ${AGAIN}`;
}
