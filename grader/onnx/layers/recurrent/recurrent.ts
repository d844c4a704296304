/** Layers over series: SimpleRNN, LSTM, GRU, and RNN around a cell or around stacked ones. Without masks. */
import { field, listField, textField } from '../../../text/fields.js';
import { backwards, seriesOf, stepsOf, zerosFor } from '../../building/time.js';
import type { Value } from '../../building/values.js';
import type { GraphBuilder } from '../../building/graph.js';
import type { LayerCall, LayerRule } from '../call.js';
import { cellOf, kindOf, type Cell } from './cells.js';
import { runNative, type Recurred } from './native.js';

/** Steps that are written one after the other; a longer graph takes longer to load than to run. */
const MOST_STEPS = 200;

/** The layer's options, and what it gives of what a cell computed. */
export function recurrence(call: LayerCall, series: Value, run: (series: Value) => Recurred): readonly Value[] {
  const { graph } = call;
  if (call.flag('timeMajor', false)) throw call.refuse('with time_major');
  if (call.isSet('numConstants') && call.number('numConstants') !== 0) throw call.refuse('with constants');
  const fed = call.flag('goBackwards', false) ? backwards(graph, series) : series;
  const { all, last } = run(fed);
  const output = call.flag('returnSequences', false) ? all : (last[0] as Value);
  return call.flag('returnState', false) ? [output, ...last] : [output];
}

/** `last` in the order in which the layer gives its states. */
export function unrolled(
  call: LayerCall,
  series: Value,
  cell: Cell,
  inOrder: (states: readonly Value[]) => readonly Value[] = (states) => states,
): Recurred {
  const { graph } = call;
  const steps = stepsOf(graph, series);
  if (steps.length > MOST_STEPS) {
    throw call.refuse(`with ${String(steps.length)} steps and an activation or cell that ONNX does not have`);
  }
  const outputs: Value[] = [];
  let states: readonly Value[] = cell.states.map((sides) => zerosFor(graph, series, sides));
  for (const x of steps) {
    const next = cell.step(x, states);
    states = next.states;
    outputs.push(next.output);
  }
  return { all: seriesOf(graph, outputs), last: inOrder(states) };
}

/** SimpleRNN, LSTM, GRU, GRUResetAfter. */
export const recurrent: LayerRule = (call) => {
  const kind = kindOf(call.className);
  if (kind === null) throw call.refuse('that is not translated');
  const series = call.inputOf(2);
  return recurrence(call, series, (fed) => {
    const native = runNative(call, kind, fed);
    return native ?? unrolled(call, fed, cellOf(call, kind, fed.sides[1] ?? 0));
  });
};

/** RNN: its output is that of the last cell. */
export const aroundCells: LayerRule = (call) => {
  const { graph } = call;
  const series = call.inputOf(2);
  const { cells, isStack } = cellsOf(call);
  for (const cell of cells) if (!cell.className.endsWith('Cell')) throw cell.refuse('that is not translated as a cell');
  return recurrence(call, series, (fed) => {
    const [only] = cells;
    const kind = only === undefined ? null : kindOf(only.className);
    if (!isStack && only !== undefined && kind !== null) {
      const native = runNative(only, kind, fed);
      if (native !== null) return native;
    }
    return stacked(graph, call, fed, cells);
  });
};

function cellsOf(call: LayerCall): { readonly cells: readonly LayerCall[]; readonly isStack: boolean } {
  const cell = call.option('cell');
  const isList = Array.isArray(cell);
  if (!isList && textField(cell, 'className') !== 'StackedRNNCells') {
    return { cells: [call.within(cell, call.prefix)], isStack: false };
  }
  const list = isList ? (cell as unknown[]) : listField(field(cell, 'config'), 'cells');
  const cells = list.map((one, index) => call.within(one, `${call.prefix}RNNCell_${String(index)}/`));
  return { cells, isStack: true };
}

function stacked(graph: GraphBuilder, call: LayerCall, fed: Value, calls: readonly LayerCall[]): Recurred {
  let wide = fed.sides[1] ?? 0;
  const cells = calls.map((one) => {
    const kind = kindOf(one.className);
    if (kind === null) throw one.refuse('that is not translated as a cell');
    const cell = cellOf(one, kind, wide);
    wide = cell.states[0]?.[0] ?? 0;
    return cell;
  });
  const whole: Cell = {
    states: cells.flatMap(({ states }) => states),
    step: (x, states) => {
      let from = 0;
      let output = x;
      const next = cells.flatMap((cell) => {
        const made = cell.step(output, states.slice(from, from + cell.states.length));
        from += cell.states.length;
        output = made.output;
        return made.states;
      });
      return { output, states: next };
    },
  };
  // tf.js and Keras give the states of the last cell first
  return unrolled(call, fed, whole, (states) => {
    let to = states.length;
    return [...cells].reverse().flatMap((cell) => {
      to -= cell.states.length;
      return states.slice(to, to + cell.states.length);
    });
  });
}
