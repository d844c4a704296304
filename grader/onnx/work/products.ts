/** Products of matrices, and recurrent layers, which are made of them. Pure. */
import { sizeOf } from '../../tensor/tensor.js';
import { refuse, type Rule } from './call.js';
import { broadcast, sideAt, type Sides } from './sized.js';

/** [M, K] and [K, N], either of which may be turned. */
const gemm: Rule = (call) => {
  const [rows, deep] = pairOf(call.operand(0).sides, call.int('transA', 0) !== 0);
  const [same, wide] = pairOf(call.operand(1).sides, call.int('transB', 0) !== 0);
  if (deep !== same) refuse();
  call.count(rows * deep * wide);
  return [{ sides: [rows, wide] }];
};

function pairOf(sides: Sides, isTurned: boolean): readonly [number, number] {
  const [first, second] = sides;
  if (first === undefined || second === undefined || sides.length !== 2) return refuse();
  return isTurned ? [second, first] : [first, second];
}

/** […, M, K] and […, K, N], as NumPy does it: a list is a row on the left and a column on the right. */
const matMul: Rule = (call) => {
  const [left, right] = [call.operand(0).sides, call.operand(1).sides];
  if (left.length === 0 || right.length === 0) refuse();
  const a = left.length === 1 ? [1, ...left] : left;
  const b = right.length === 1 ? [...right, 1] : right;
  const deep = sideAt(a, a.length - 1);
  if (deep !== sideAt(b, b.length - 2)) refuse();
  const batch = broadcast([a.slice(0, -2), b.slice(0, -2)]);
  const ends = [left.length === 1 ? [] : a.slice(-2, -1), right.length === 1 ? [] : b.slice(-1)].flat();
  const sides = [...batch, ...ends];
  call.count(sizeOf(sides) * deep);
  return [{ sides }];
};

/** Two operands whose axes each have one letter: every letter that is summed over is in both. */
const einsum: Rule = (call) => {
  const [left, right, out] = lettersOf(call.text('equation', ''));
  const sideOf = new Map<string, number>();
  for (const [index, letters] of [left, right].entries()) {
    const { sides } = call.operand(index);
    if (sides.length !== letters.length) refuse();
    for (const [at, letter] of letters.entries()) {
      const side = sideAt(sides, at);
      if ((sideOf.get(letter) ?? side) !== side) refuse();
      sideOf.set(letter, side);
    }
  }
  const summed = [...sideOf.keys()].filter((letter) => !out.includes(letter));
  // a library may sum first over what is in one alone
  if (summed.some((letter) => !left.includes(letter) || !right.includes(letter))) refuse();
  if (summed.length > 0) call.count(sizeOf([...sideOf.values()]));
  return [{ sides: out.map((letter) => sideOf.get(letter) ?? refuse()) }];
};

/** Of both operands and the result of `ab,bc->ac`; no letter twice in one of them. */
function lettersOf(equation: string): readonly [left: string[], right: string[], out: string[]] {
  const parts = /^([a-zA-Z]{1,16}),([a-zA-Z]{1,16})->([a-zA-Z]{0,16})$/.exec(equation.replaceAll(' ', ''));
  const [left = [], right = [], out = []] = (parts ?? refuse()).slice(1).map((letters) => letters.split(''));
  if ([left, right, out].some((letters) => new Set(letters).size !== letters.length)) refuse();
  return [left, right, out];
}

const GATES: Readonly<Record<string, number>> = { RNN: 1, GRU: 3, LSTM: 4 };

/** x [T, N, I], weights [D, gates H, I] and those of the state [D, gates H, H], in D directions. */
const recurrent: Rule = (call) => {
  const [time, batch, deep, ...others] = call.operand(0).sides;
  const [directions = 0, rows = 0, wide] = call.operand(1).sides;
  const units = sideAt(call.operand(2).sides, 2);
  if (time === undefined || batch === undefined || deep === undefined || others.length > 0) return refuse();
  const fits = wide === deep && rows === (GATES[call.operator] ?? 0) * units;
  // series of several lengths, and the batch before the time
  if (!fits || call.optional(4) !== null || call.int('layout', 0) !== 0) refuse();
  call.count(time * batch * directions * rows * (deep + units));
  const state = { sides: [directions, batch, units] };
  return [{ sides: [time, directions, batch, units] }, state, state];
};

export const PRODUCT_RULES: Readonly<Record<string, Rule>> = {
  ...{ Gemm: gemm, MatMul: matMul, Einsum: einsum },
  ...{ RNN: recurrent, GRU: recurrent, LSTM: recurrent },
};
