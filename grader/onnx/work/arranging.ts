/** Operations that move numbers to other places, leave some out or repeat them. They have no products. Pure. */
import { sizeOf } from '../../tensor/tensor.js';
import { refuse, type Rule, type WorkCall } from './call.js';
import { MOST_NUMBERS, axesOf, axisOf, broadcast, sideAt, type Sides } from './sized.js';

/** 0 is the side that was there, and -1 the one that is left. */
const reshape: Rule = (call) => {
  const { sides, whole } = call.operand(0);
  const written = call.list('shape', 1) ?? refuse();
  const copies = call.int('allowzero', 0) === 0;
  const kept = written.map((side, at) => (side === 0 && copies ? sideAt(sides, at) : side));
  const rest = sizeOf(kept.filter((side) => side !== -1));
  const free = kept.filter((side) => side === -1).length;
  const made = kept.map((side) => (side === -1 ? sizeOf(sides) / rest : side));
  if (free > 1 || sizeOf(made) !== sizeOf(sides)) refuse();
  return [{ sides: made, whole }];
};

const flatten: Rule = (call) => {
  const { sides } = call.operand(0);
  const written = call.int('axis', 1);
  // it may also lie behind the last
  const axis = written === sides.length ? written : axisOf(written, sides.length);
  return [{ sides: [sizeOf(sides.slice(0, axis)), sizeOf(sides.slice(axis))] }];
};

const squeeze: Rule = (call) => {
  const { sides, whole } = call.operand(0);
  const written = call.list('axes', 1);
  const axes =
    written === null ? new Set([...sides.keys()].filter((at) => sides[at] === 1)) : axesOf(written, sides.length);
  if ([...axes].some((axis) => sides[axis] !== 1)) refuse();
  return [{ sides: sides.filter((_, at) => !axes.has(at)), whole }];
};

const unsqueeze: Rule = (call) => {
  const { sides, whole } = call.operand(0);
  const written = call.list('axes', 1) ?? refuse();
  const axes = axesOf(written, sides.length + written.length);
  const left = sides.values();
  const made = Array.from({ length: sides.length + axes.size }, (_, at) =>
    axes.has(at) ? 1 : (left.next().value ?? refuse()),
  );
  return [{ sides: made, whole }];
};

const concat: Rule = (call) => {
  const { operands } = call;
  const first = call.operand(0).sides;
  const axis = axisOf(call.int('axis', NaN), first.length);
  const others = (sides: Sides) => sides.map((side, at) => (at === axis ? '' : side)).join();
  if (operands.some(({ sides }) => others(sides) !== others(first))) refuse();
  const total = operands.reduce((sum, { sides }) => sum + sideAt(sides, axis), 0);
  const isList = first.length === 1 && total <= MOST_NUMBERS && operands.every(({ whole }) => whole !== undefined);
  return [
    {
      sides: first.map((side, at) => (at === axis ? total : side)),
      whole: isList ? operands.flatMap(({ whole }) => whole ?? []) : undefined,
    },
  ];
};

const split: Rule = (call) => {
  const { sides } = call.operand(0);
  const axis = axisOf(call.int('axis', 0), sides.length);
  const side = sideAt(sides, axis);
  const count = call.outputCount;
  const parts = call.list('split', 1) ?? Array.from({ length: count }, () => side / count);
  if (parts.length !== count || parts.reduce((sum, part) => sum + part, 0) !== side) refuse();
  return parts.map((part) => ({ sides: sides.map((one, at) => (at === axis ? part : one)) }));
};

const pad: Rule = (call) => {
  const { sides } = call.operand(0);
  const pads = call.list('pads', 1) ?? refuse();
  const written = call.list('axes', 3);
  const axes = written === null ? [...sides.keys()] : [...axesOf(written, sides.length)];
  if (pads.length !== 2 * axes.length) refuse();
  const made = [...sides];
  for (const [at, axis] of axes.entries()) {
    made[axis] = sideAt(sides, axis) + sideAt(pads, at) + sideAt(pads, at + axes.length);
  }
  return [{ sides: made }];
};

const expand: Rule = (call) => {
  const { sides } = call.operand(0);
  return [{ sides: broadcast([sides, call.operand(1).whole ?? refuse()]) }];
};

const tile: Rule = (call) => {
  const { sides } = call.operand(0);
  const repeats = call.operand(1).whole ?? refuse();
  if (repeats.length !== sides.length) refuse();
  return [{ sides: sides.map((side, at) => side * sideAt(repeats, at)) }];
};

const gather: Rule = (call) => {
  const { sides, whole } = call.operand(0);
  const places = call.operand(1);
  const axis = axisOf(call.int('axis', 0), sides.length);
  const isList = sides.length === 1 && whole !== undefined && places.whole !== undefined;
  return [
    {
      sides: [...sides.slice(0, axis), ...places.sides, ...sides.slice(axis + 1)],
      whole: isList ? places.whole.map((place) => sideAt(whole, axisOf(place, whole.length))) : undefined,
    },
  ];
};

const gatherElements: Rule = (call) => [{ sides: call.operand(1).sides }];
/** Into a copy of the first operand. */
const scatter: Rule = (call) => [{ sides: call.operand(0).sides }];

const fill: Rule = (call) => {
  const sides = call.operand(0).whole ?? refuse();
  const value = call.attribute('value');
  const isOne = value?.kind === 'tensor' && value.value.type === 'int64' && value.value.bytes.length === 8;
  if (!isOne || sizeOf(sides) > MOST_NUMBERS || sides.some((side) => side < 0)) return [{ sides }];
  const { bytes } = value.value;
  const number = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0, true));
  return [{ sides, whole: Array.from({ length: sizeOf(sides) }, () => number) }];
};

const depthToSpace: Rule = (call) => inBlocks(call.operand(0).sides, call.int('blocksize', 0), true);
const spaceToDepth: Rule = (call) => inBlocks(call.operand(0).sides, call.int('blocksize', 0), false);

function inBlocks(sides: Sides, block: number, isSpread: boolean) {
  const [batch = 0, channels = 0, height = 0, width = 0] = sides;
  if (sides.length !== 4 || !(block > 0)) refuse();
  return isSpread
    ? [{ sides: [batch, channels / block ** 2, height * block, width * block] }]
    : [{ sides: [batch, channels * block ** 2, height / block, width / block] }];
}

const resize: Rule = (call) => {
  const { sides } = call.operand(0);
  const isPlain = call.text('keep_aspect_ratio_policy', 'stretch') === 'stretch' && call.ints('axes') === null;
  if (!isPlain || call.text('coordinate_transformation_mode', '') === 'tf_crop_and_resize') refuse();
  const sizes = call.optional(3);
  const made = sizes === null ? scaled(sides, scalesOf(call)) : (sizes.whole ?? refuse());
  return [{ sides: made.length === sides.length ? made : refuse() }];
};

/** The first operand beside the tensor in older versions, an attribute in those before. */
function scalesOf(call: WorkCall): readonly number[] {
  const written = call.attribute('scales');
  if (written !== undefined) return written.kind === 'floats' ? written.values : refuse();
  return call.operand(call.optional(2) === null ? 1 : 2).fractional ?? refuse();
}

/** As a library multiplies them, in single precision. */
function scaled(sides: Sides, scales: readonly number[]): Sides {
  return scales.map((scale, at) => Math.floor(Math.fround(sideAt(sides, at) * scale)));
}

export const ARRANGING_RULES: Readonly<Record<string, Rule>> = {
  ...{ Reshape: reshape, Flatten: flatten, Squeeze: squeeze, Unsqueeze: unsqueeze },
  ...{ Concat: concat, Split: split, Pad: pad, Expand: expand, Tile: tile, Gather: gather },
  ...{ GatherElements: gatherElements, Scatter: scatter, ScatterElements: scatter, ScatterND: scatter },
  ...{ ConstantOfShape: fill, DepthToSpace: depthToSpace, SpaceToDepth: spaceToDepth },
  ...{ Resize: resize, Upsample: resize },
};
