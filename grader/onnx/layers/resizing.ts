/**
 * Layers that change how many pixels an image has: UpSampling, Resizing, CenterCrop. Nearest neighbours are picked by
 * their places; bilinear interpolation is ONNX's own, with the pixels where the layer has them: their centres at halves
 * (Keras), their corners at integers, or the corners of the image on each other (tf.js).
 */
import { int, text } from '../building/attributes.js';
import type { GraphBuilder } from '../building/graph.js';
import { fromPlanes, planesOf, type Planes } from '../building/values.js';
import type { LayerRule } from './call.js';
import { cropped } from './sides.js';
import { directionsOf } from './sliding.js';

export type Alignment = 'half_pixel' | 'asymmetric' | 'align_corners';

export function bilinear(graph: GraphBuilder, x: Planes, space: readonly number[], alignment: Alignment): Planes {
  const attributes = { mode: text('linear'), coordinate_transformation_mode: text(alignment) };
  const batch = graph.node('Shape', [x.name], { start: int(0), end: int(1) });
  const sides = graph.node('Concat', [batch, graph.integers([x.channels, ...space])], { axis: int(0) });
  return { ...x, name: graph.node('Resize', [x.name, '', '', sides], attributes), space };
}

/** Each pixel of the result is the one at `placeOf` of it along each axis. */
export function picked(
  graph: GraphBuilder,
  x: Planes,
  space: readonly number[],
  placeOf: (index: number, from: number, to: number) => number,
): Planes {
  const name = space.reduce((taken, to, axis) => {
    const from = x.space[axis] ?? 1;
    const places = Array.from({ length: to }, (_, index) => placeOf(index, from, to));
    if (to === from && places.every((place, index) => place === index)) return taken;
    return graph.node('Gather', [taken, graph.integers(places)], { axis: int(axis + 2) });
  }, x.name);
  return { ...x, name, space };
}

/** Where tf.js takes a pixel from (`resizeNearestNeighbor`), in single precision as its kernel computes it. */
export function nearest(alignment: Alignment): (index: number, from: number, to: number) => number {
  return (index, from, to) => {
    const doesAlign = alignment === 'align_corners' && to > 1;
    const scale = doesAlign ? (from - 1) / (to - 1) : from / to;
    const place = alignment === 'half_pixel' ? (index + 0.5) * scale : index * scale;
    return Math.min(from - 1, alignment === 'align_corners' ? Math.round(place) : Math.floor(place));
  };
}

const INTERPOLATIONS = ['nearest', 'bilinear'] as const;

/** UpSampling1D, UpSampling2D, UpSampling3D, and with the centres of pixels at halves. */
export const upSampling: LayerRule = (call) => {
  const { graph, isChannelsFirst, className } = call;
  const isAtHalves = className === 'UpSampling2DBilinear';
  const directions = directionsOf(call);
  const x = planesOf(graph, call.inputOf(directions + 1), isChannelsFirst);
  const size = call.wholes('size', directions, 2);
  const space = x.space.map((side, axis) => side * (size[axis] ?? 1));
  const isBilinear =
    isAtHalves || (directions === 2 && call.word('interpolation', INTERPOLATIONS, 'nearest') === 'bilinear');
  const out = isBilinear
    ? bilinear(graph, x, space, isAtHalves ? 'half_pixel' : 'asymmetric')
    : picked(graph, x, space, nearest('asymmetric'));
  return fromPlanes(out, isChannelsFirst);
};

export const resizing: LayerRule = (call) => {
  const { graph, isChannelsFirst } = call;
  const x = planesOf(graph, call.inputOf(3), isChannelsFirst);
  const space = [call.whole('height'), call.whole('width')];
  const isBilinear = call.word('interpolation', INTERPOLATIONS, 'bilinear') === 'bilinear';
  const doesCrop = call.flag('cropToAspectRatio', false);
  const isAtHalves = call.flag('atHalves', false);
  const from = isAtHalves && doesCrop ? inProportion(graph, x, space) : x;
  const alignment = isAtHalves ? 'half_pixel' : doesCrop ? 'asymmetric' : 'align_corners';
  const out = isBilinear ? bilinear(graph, from, space, alignment) : picked(graph, from, space, nearest(alignment));
  return fromPlanes(out, isChannelsFirst);
};

/** The centre of larger images; smaller ones are resized in proportion. */
export const centerCrop: LayerRule = (call) => {
  const { graph, isChannelsFirst } = call;
  const x = planesOf(graph, call.inputOf(3), isChannelsFirst);
  const space = [call.whole('height'), call.whole('width')];
  const isLarge = space.every((side, axis) => (x.space[axis] ?? 0) >= side);
  const out = isLarge ? middle(graph, x, space) : bilinear(graph, inProportion(graph, x, space), space, 'half_pixel');
  return fromPlanes(out, isChannelsFirst);
};

function middle(graph: GraphBuilder, x: Planes, space: readonly number[]): Planes {
  const from = x.space.map((side, axis) => Math.floor((side - (space[axis] ?? 0)) / 2));
  return cropped(graph, x, from, space);
}

/** The largest central part with the proportions of the new sides. */
function inProportion(graph: GraphBuilder, x: Planes, [height = 1, width = 1]: readonly number[]): Planes {
  const [tall = 1, wide = 1] = x.space;
  const cut = (side: number, wanted: number) => Math.max(1, Math.min(side, Math.floor(wanted)));
  return middle(graph, x, [cut(tall, (wide * height) / width), cut(wide, (tall * width) / height)]);
}
