/** Draws the part of a scene that a window shows, as the game does: by z, backgrounds with parallax. */
import { fillGradient, makeCanvas, shade, SOLID, stamp, type Canvas } from './canvas.js';
import { OBJECT_Z, type Item, type Layer, type Scene } from './scene.js';
import { TILE } from './tiles.js';

/** What the game shows at once, in pixels. */
export const SCREEN = { width: 1280, height: 800 } as const;
/** Darker scenes are brightened to this, or nothing would be visible. */
const DARKEST = 0.45;
const SKY = [0, 0, 0];

/** A rectangle of the sector, whole pixels. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface View {
  readonly window: Window;
  /** The top left corner of the screen in the sector, which determines the position of backgrounds. */
  readonly camera: { readonly x: number; readonly y: number };
  /** Items added to the scene above its objects: Tux, projectiles. */
  readonly added?: readonly Item[];
  /** The item that is left out of the scene. */
  readonly without?: number;
}

export function render(scene: Scene, view: View): Canvas {
  const { window, camera, added = [], without } = view;
  const canvas = makeCanvas(window.width, window.height);
  const { gradient, ambient } = scene.sector;
  fillGradient(canvas, gradient?.top ?? SKY, gradient?.bottom ?? SKY, window.y - camera.y, SCREEN.height);
  const layers: Layer[] = [
    ...scene.layers.filter(({ z }) => z <= OBJECT_Z),
    ...added.map((item): Layer => ({ kind: 'item', z: OBJECT_Z + 1, item })),
    ...scene.layers.filter(({ z }) => z > OBJECT_Z),
  ];
  for (const layer of layers) {
    if (layer.kind === 'background') drawBackground(canvas, scene, view, layer);
    else if (layer.kind === 'tiles') drawTiles(canvas, scene, view, layer);
    else if (layer.item.id !== without && isNear(layer.item, window)) drawItem(canvas, layer.item, window);
  }
  shade(canvas, ambient, DARKEST);
  return canvas;
}

/** The position of an item's picture in the sector. */
export function pictureAt({ frame, x, y }: Item): Window {
  const { picture, box, mirrored } = frame;
  const offsetX = mirrored ? picture.width - box.x - box.width : box.x;
  return { x: Math.round(x - offsetX), y: Math.round(y - box.y), width: picture.width, height: picture.height };
}

function isNear(item: Item, window: Window): boolean {
  const at = pictureAt(item);
  const beside = at.x + at.width <= window.x || at.x >= window.x + window.width;
  return !beside && at.y + at.height > window.y && at.y < window.y + window.height;
}

function drawItem(canvas: Canvas, item: Item, window: Window): void {
  const { picture, mirrored, flipped } = item.frame;
  const at = pictureAt(item);
  stamp(canvas, { picture, mirrored, flipped, x: at.x - window.x, y: at.y - window.y, owner: item.id });
}

/**
 * Like TileMap::draw in the game's tilemap.cpp: a map that moves slower than the camera is farther away. Tiles may be
 * larger than their cell and then extend down and to the right.
 */
function drawTiles(canvas: Canvas, scene: Scene, { window, camera }: View, { map }: Layer & { kind: 'tiles' }): void {
  const [speedX, speedY] = map.speed;
  const behind = (place: number, speed: number) => (speed === 1 ? 0 : Math.round(place) - Math.trunc(place * speed));
  const left = Math.round(map.x) + behind(camera.x, speedX);
  const top = Math.round(map.y) + behind(camera.y, speedY);
  const first = { column: Math.floor((window.x - left) / TILE) - 3, row: Math.floor((window.y - top) / TILE) - 3 };
  const last = {
    column: Math.floor((window.x + window.width - left) / TILE),
    row: Math.floor((window.y + window.height - top) / TILE),
  };
  for (let row = Math.max(0, first.row); row <= Math.min(map.height - 1, last.row); row += 1) {
    for (let column = Math.max(0, first.column); column <= Math.min(map.width - 1, last.column); column += 1) {
      const tile = scene.tiles.get(map.tiles[row * map.width + column] ?? 0);
      if (tile === undefined) continue;
      stamp(canvas, {
        picture: tile.picture,
        region: tile.region,
        x: left + column * TILE - window.x,
        y: top + row * TILE - window.y,
        alpha: map.alpha,
        owner: map.solid && tile.solid ? SOLID : 0,
      });
    }
  }
}

/**
 * Like Background::draw in the game's background.cpp: the picture is at its own position or at the centre of the
 * sector, moves more slowly with the camera the farther away it is, and repeats; aligned backgrounds repeat only along
 * x.
 */
function drawBackground(canvas: Canvas, scene: Scene, view: View, layer: Layer & { kind: 'background' }): void {
  const { background, pictures } = layer;
  const { width, height } = scene.sector;
  const level = [width, height];
  const screen = [SCREEN.width, SCREEN.height];
  const camera = [view.camera.x, view.camera.y];
  const [centerX = 0, centerY = 0] = [0, 1].map((axis) => {
    const range = (level[axis] ?? 0) - (screen[axis] ?? 0);
    const moved = (camera[axis] ?? 0) - range / 2;
    const place = background.position[axis] ?? (level[axis] ?? 0) / 2;
    return place + (background.offset[axis] ?? 0) + moved * (1 - (background.speed[axis] ?? 1));
  });
  const { middle } = pictures;
  const seen = (1 - background.speed[1]) * SCREEN.height + height * background.speed[1];
  const top =
    background.alignment === 'top'
      ? centerY - seen / 2
      : background.alignment === 'bottom'
        ? centerY + seen / 2 - middle.height
        : centerY - middle.height / 2;
  const left = centerX - middle.width / 2;
  const { window } = view;
  const columns = rangeOf(window.x, window.width, left, middle.width);
  const rows = background.alignment === 'none' ? rangeOf(window.y, window.height, top, middle.height) : [0];
  for (const row of rows) {
    const picture = (row < 0 ? pictures.top : row > 0 ? pictures.bottom : null) ?? middle;
    for (const column of columns) {
      const x = Math.round(left + column * middle.width) - window.x;
      stamp(canvas, { picture, x, y: Math.round(top + row * middle.height) - window.y, owner: 0 });
    }
  }
}

/** The repetitions, with this period from `origin`, that reach into the window. */
function rangeOf(from: number, length: number, origin: number, period: number): number[] {
  const first = Math.floor((from - origin) / period);
  const last = Math.floor((from + length - 1 - origin) / period);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
