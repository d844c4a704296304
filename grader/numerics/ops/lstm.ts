/**
 * One step of a long short-term memory (Hochreiter and Schmidhuber, 1997) as torch.nn.LSTMCell, whose two biases are one
 * here: the rows of Wx [4H, D], Wh [4H, H] and b [4H] are those of the gates i, f, g and o,
 *
 *   c' = sigmoid(f) c + sigmoid(i) tanh(g)        h' = sigmoid(o) tanh(c')
 *
 * A node has one value: it is [.., 2H] with h' in its first half and c' in its second, which `slice` takes apart.
 */
import type { TensorData } from '../../tensor/tensor.js';
import { sigmoidOf } from './activations.js';
import { at, build, operand, type Op, type VjpCall } from './op.js';
import { preActivation, preActivationGradient } from './recurrent.js';

/** x, h, Wx, Wh, b; operand 2 is c. */
const PLACES = [0, 1, 3, 4, 5] as const;
const CELL = 2;
const GATE_NAMES = ['i', 'f', 'g', 'o'] as const;

/** A number of each unit, in the shape of c. */
type Units = TensorData;
type Gates = Readonly<Record<(typeof GATE_NAMES)[number], Units>>;

interface Step {
  /** After sigmoid, and tanh of g; for scales, the scales of these. */
  readonly gates: Gates;
  readonly cell: Units;
  /** tanh of the cell. */
  readonly squashed: Units;
}

/** Gate `place` of a tensor [.., 4H], in the shape of c. */
function gateOf(z: TensorData, c: TensorData, place: number): Units {
  const units = c.shape.at(-1) ?? 1;
  return build(c.shape, (index) => at(z, (Math.floor(index / units) * 4 + place) * units + (index % units)));
}

function gatesOf(z: TensorData, c: TensorData): Gates {
  const squash = (place: number) => {
    const gate = gateOf(z, c, place);
    const value = GATE_NAMES[place] === 'g' ? Math.tanh : sigmoidOf;
    return build(c.shape, (index) => value(at(gate, index)));
  };
  return { i: squash(0), f: squash(1), g: squash(2), o: squash(3) };
}

function stepOf(operands: readonly TensorData[]): Step {
  const c = operand(operands, CELL);
  const gates = gatesOf(preActivation(operands, PLACES), c);
  const cell = cellOf(gates, c);
  return { gates, cell, squashed: build(c.shape, (index) => Math.tanh(at(cell, index))) };
}

function cellOf({ i, f, g }: Gates, c: TensorData): Units {
  return build(c.shape, (index) => at(f, index) * at(c, index) + at(i, index) * at(g, index));
}

/** The slope of the activation of a gate where its value is `value`. */
function slopeOf(name: (typeof GATE_NAMES)[number], value: number): number {
  return name === 'g' ? 1 - value * value : value * (1 - value);
}

/** The scale of an activation: that of its input times the slope, but not less than its value. */
function through(value: Units, scale: Units, slope: (value: number) => number): Units {
  return build(value.shape, (index) => {
    return Math.max(Math.abs(at(value, index)), slope(at(value, index)) * at(scale, index));
  });
}

function scalesOf(step: Step, scales: readonly TensorData[]): Step {
  const c = operand(scales, CELL);
  const z = preActivation(scales, PLACES);
  const gate = (name: (typeof GATE_NAMES)[number], place: number) =>
    through(step.gates[name], gateOf(z, c, place), (value) => slopeOf(name, value));
  const gates = { i: gate('i', 0), f: gate('f', 1), g: gate('g', 2), o: gate('o', 3) };
  const cell = cellOf(gates, c);
  return { gates, cell, squashed: through(step.squashed, cell, (value) => 1 - value * value) };
}

/** [h', c'] */
function joined({ gates, cell, squashed }: Step): TensorData {
  const units = cell.shape.at(-1) ?? 1;
  return build([...cell.shape.slice(0, -1), 2 * units], (index) => {
    const place = Math.floor(index / (2 * units)) * units + (index % units);
    const isHidden = index % (2 * units) < units;
    return isHidden ? at(gates.o, place) * at(squashed, place) : at(cell, place);
  });
}

/**
 * `factors` are the values of `step`, or their scales; slopes are always those of `step`. dc' = u_c + u_h o (1 - tanh^2),
 * do = u_h tanh(c'), df = dc' c, di = dc' g, dg = dc' i, dc = dc' f.
 */
function gradient({ upstream, index }: VjpCall, step: Step, factors: Step, from: readonly TensorData[]): TensorData {
  const c = operand(from, CELL);
  const units = c.shape.at(-1) ?? 1;
  const hidden = (place: number) => at(upstream, Math.floor(place / units) * 2 * units + (place % units));
  const cell = build(c.shape, (place) => {
    const kept = at(upstream, (Math.floor(place / units) * 2 + 1) * units + (place % units));
    return kept + hidden(place) * at(factors.gates.o, place) * (1 - at(step.squashed, place) ** 2);
  });
  const { gates } = factors;
  if (index === CELL) return build(c.shape, (place) => at(cell, place) * at(gates.f, place));
  const outer = {
    i: (place: number) => at(cell, place) * at(gates.g, place),
    f: (place: number) => at(cell, place) * at(c, place),
    g: (place: number) => at(cell, place) * at(gates.i, place),
    o: (place: number) => hidden(place) * at(factors.squashed, place),
  };
  const dz = build([...c.shape.slice(0, -1), 4 * units], (flat) => {
    const name = GATE_NAMES[Math.floor(flat / units) % 4] ?? 'o';
    const place = Math.floor(flat / (4 * units)) * units + (flat % units);
    return outer[name](place) * slopeOf(name, at(step.gates[name], place));
  });
  return preActivationGradient(from, PLACES, dz, index);
}

export const lstmStep: Op = {
  operands: [6, 6],
  isLoss: false,
  apply: (operands) => joined(stepOf(operands)),
  applyScale: (scales, operands) => joined(scalesOf(stepOf(operands), scales)),
  vjp: (call) => {
    const step = stepOf(call.operands);
    return gradient(call, step, step, call.operands);
  },
  vjpScale: (call) => {
    const step = stepOf(call.operands);
    return gradient(call, step, scalesOf(step, call.scales), call.scales);
  },
};
