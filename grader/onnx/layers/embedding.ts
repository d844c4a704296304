/** Embedding: rows of a table, by whole numbers. A number outside the table is an error, as in tf.js, also below zero. */
import { int } from '../building/attributes.js';
import { plain, valueOf } from '../building/values.js';
import type { LayerRule } from './call.js';

const INT64 = 7;

export const embedding: LayerRule = (call) => {
  const { graph } = call;
  if (call.flag('maskZero', false)) throw call.refuse('with mask_zero');
  const x = plain(graph, call.input);
  const [rows, wide] = [call.whole('inputDim'), call.whole('outputDim')];
  const table = graph.weight(call.weight('embeddings', [rows, wide]), [rows, wide]);
  const index = graph.node('Cast', [x.name], { to: int(INT64) });
  // ONNX would count from the end
  const isBelow = graph.node('Less', [index, graph.integer(0)]);
  const checked = graph.node('Where', [isBelow, graph.integer(rows), index]);
  return valueOf(graph.node('Gather', [table, checked]), [...x.sides, wide]);
};
