/**
 * Chooses crops and decides whether they are good: one object of one class, visible, not hidden, and not beside a
 * larger object of another class.
 */
import type { Rng } from '../numerics/rng.js';
import { IGNORED } from '../tensor/class-maps.js';
import { countOpaque, sample, shrink, SOLID, type Canvas } from './canvas.js';
import type { ClassName } from './kinds.js';
import { pictureAt, render, SCREEN, type View, type Window } from './render.js';
import type { Item, Scene } from './scene.js';

/** Sides of a crop in pixels. */
export const SIDE = 64;
/** The size of a window relative to what it shows, between these bounds. */
const SCALE = { low: 1.05, high: 1.7 } as const;
const WINDOW = { low: 38, high: 150 } as const;
/** How far the centre of a window may be off, as a share of its side. */
const JITTER = 0.1;

const ACCEPT = {
  /** The least visible share of the target's own pixels. */
  visible: 0.6,
  /** The least mean difference that the target makes to the pixels that it covers, of 255. */
  difference: 16,
  /** The least share of all pixels. */
  share: 0.03,
  /** The most that another class may cover, relative to the target. */
  rival: 0.6,
  /** The least standard deviation of all values, of 255: below it a crop shows nothing. */
  deviation: 6,
  tileShare: 0.35,
  tileOthers: 0.01,
} as const;

export interface Crop {
  /** SIDE x SIDE, RGB. */
  readonly rgb: Uint8Array;
  /** A class for each pixel: a place in `SEGMENT_CLASSES`, or `IGNORED`. */
  readonly segments: Uint8Array;
}

/** Classes of segmentation, in the order of their numbers. */
export const SEGMENT_CLASSES = ['background', 'tile', 'tux', 'badguy', 'bonus', 'projectile', 'object'] as const;

/** A crop of an item of the scene, or of one that is added to it; null if it does not show it well. */
export function cropItem(scene: Scene, item: Item, added: readonly Item[], rng: Rng): Crop | null {
  const at = pictureAt(item);
  const { box } = item.frame;
  const side = windowSide(Math.max(box.width, box.height), rng);
  const window = windowAround(at.x + at.width / 2, at.y + at.height / 2, side, rng);
  const view = { window, camera: cameraFor(scene, window, rng), added };
  const canvas = render(scene, view);
  const owned = count(canvas, (owner) => owner === item.id);
  const whole = countOpaque(item.frame.picture);
  const area = window.width * window.height;
  if (whole === 0 || owned < ACCEPT.visible * whole || owned < ACCEPT.share * area) return null;
  const classOf = classesOf(scene, added);
  const rivals = count(canvas, (owner) => isOther(classOf(owner), item.className));
  if (rivals > ACCEPT.rival * owned || deviation(canvas) < ACCEPT.deviation) return null;
  if (differenceMade(scene, view, canvas, item.id) < ACCEPT.difference) return null;
  return cropOf(canvas, classOf);
}

/** A crop of ground, centred here; null if it shows too little ground, or something else. */
export function cropTile(scene: Scene, x: number, y: number, rng: Rng): Crop | null {
  const side = Math.round(WINDOW.low + (WINDOW.high - WINDOW.low) * rng.nextUniform());
  const window = windowAround(x, y, side, rng);
  const canvas = render(scene, { window, camera: cameraFor(scene, window, rng) });
  const area = window.width * window.height;
  const classOf = classesOf(scene, []);
  const solid = count(canvas, (owner) => owner === SOLID);
  const others = count(canvas, (owner) => owner !== SOLID && owner !== 0);
  if (solid < ACCEPT.tileShare * area || others > ACCEPT.tileOthers * area) return null;
  return deviation(canvas) < ACCEPT.deviation ? null : cropOf(canvas, classOf);
}

function windowSide(size: number, rng: Rng): number {
  const scale = SCALE.low + (SCALE.high - SCALE.low) * rng.nextUniform();
  return Math.round(Math.min(WINDOW.high, Math.max(WINDOW.low, scale * size)));
}

function windowAround(x: number, y: number, side: number, rng: Rng): Window {
  const off = () => JITTER * side * (2 * rng.nextUniform() - 1);
  return { x: Math.round(x - side / 2 + off()), y: Math.round(y - side / 2 + off()), width: side, height: side };
}

/** A screen that shows the whole window, inside the sector if it fits. */
function cameraFor({ sector }: Scene, window: Window, rng: Rng): View['camera'] {
  const along = (from: number, length: number, screen: number, size: number) => {
    const place = from + length - screen + Math.floor((screen - length + 1) * rng.nextUniform());
    return Math.min(Math.max(0, size - screen), Math.max(0, place));
  };
  return {
    x: along(window.x, window.width, SCREEN.width, sector.width),
    y: along(window.y, window.height, SCREEN.height, sector.height),
  };
}

type ClassOf = (owner: number) => ClassName | null;

function classesOf(scene: Scene, added: readonly Item[]): ClassOf {
  const classes = new Map([...scene.items, ...added].map(({ id, className }) => [id, className]));
  return (owner) => (owner === SOLID ? 'tile' : (classes.get(owner) ?? null));
}

/** Ground is beside everything and therefore does not count as another class. */
function isOther(found: ClassName | null, wanted: ClassName | null): boolean {
  return found !== null && found !== 'tile' && found !== wanted;
}

function count({ owner }: Canvas, isCounted: (owner: number) => boolean): number {
  let counted = 0;
  for (const one of owner) if (isCounted(one)) counted += 1;
  return counted;
}

/** Standard deviation of all values of the canvas. */
function deviation({ rgb }: Canvas): number {
  let sum = 0;
  let squares = 0;
  for (const value of rgb) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / rgb.length - (sum / rgb.length) ** 2));
}

/** Mean absolute difference, over the pixels that the item covers, to the same view without it. */
function differenceMade(scene: Scene, view: View, { rgb, owner }: Canvas, id: number): number {
  const added = view.added?.filter((item) => item.id !== id) ?? [];
  const bare = render(scene, { ...view, added, without: id });
  let sum = 0;
  let pixels = 0;
  for (let pixel = 0; pixel < owner.length; pixel += 1) {
    if (owner[pixel] !== id) continue;
    pixels += 1;
    for (let channel = 3 * pixel; channel < 3 * pixel + 3; channel += 1) {
      sum += Math.abs((rgb[channel] ?? 0) - (bare.rgb[channel] ?? 0));
    }
  }
  return pixels === 0 ? 0 : sum / (3 * pixels);
}

function cropOf(canvas: Canvas, classOf: ClassOf): Crop {
  const segments = sample(canvas, SIDE, (owner) => {
    const className = classOf(owner);
    if (className !== null) return SEGMENT_CLASSES.indexOf(className);
    // something is drawn there that people would not agree on
    return owner === 0 ? 0 : IGNORED;
  });
  return { rgb: shrink(canvas, SIDE), segments: Uint8Array.from(segments) };
}
