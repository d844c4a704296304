/** Reads levels: their sectors as tile maps, backgrounds and objects, without moving objects and triggers. */
import { join, relative, sep } from 'node:path';
import { filesBelow, type GameFiles } from './pictures.js';
import { childOf, childrenOf, flagAt, headOf, listsIn, numberAt, numbersOf, wordAt, type SexpList } from './sexp.js';
import { TILE } from './tiles.js';

/** Only levels whose own tag states this licence are used; others state none, or another one. */
export const LICENSE = 'GPL 2+ / CC-by-sa 3.0';

/** The default z of backgrounds. */
const BACKGROUND_Z = -300;

export interface TileMap {
  readonly z: number;
  /** In tiles. */
  readonly width: number;
  readonly height: number;
  /** In pixels. */
  readonly x: number;
  readonly y: number;
  readonly solid: boolean;
  readonly alpha: number;
  /** How far it moves when the camera moves by one: 1 for what Tux walks on, less for layers farther away. */
  readonly speed: readonly [number, number];
  readonly tiles: readonly number[];
}

export interface Background {
  readonly z: number;
  readonly images: { readonly top: string | null; readonly middle: string; readonly bottom: string | null };
  readonly alignment: 'none' | 'top' | 'bottom';
  readonly speed: readonly [number, number];
  readonly position: readonly [number | null, number | null];
  readonly offset: readonly [number, number];
}

export interface Placed {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly z: number | null;
  readonly direction: string | null;
  readonly sprite: string | null;
}

export interface Sector {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Red, green and blue in [0, 1]. */
  readonly ambient: readonly [number, number, number];
  readonly gradient: { readonly top: readonly number[]; readonly bottom: readonly number[] } | null;
  readonly backgrounds: readonly Background[];
  readonly tileMaps: readonly TileMap[];
  readonly objects: readonly Placed[];
}

export interface Level {
  /** The path below `levels`, which names it in labels.csv. */
  readonly name: string;
  readonly sectors: readonly Sector[];
}

/** All levels with the licence, sorted by name. */
export async function loadLevels(game: GameFiles): Promise<Level[]> {
  const folder = join(game.root, 'levels');
  const levels: Level[] = [];
  for (const file of filesBelow(folder).filter((path) => path.endsWith('.stl'))) {
    const list = await game.list(relative(game.root, file));
    if (wordAt(list, 'license') !== LICENSE) continue;
    const sectors = childrenOf(list, 'sector').flatMap((sector) => readSector(sector) ?? []);
    levels.push({
      name: relative(folder, file)
        .split(sep)
        .join('/')
        .replace(/\.stl$/, ''),
      sectors,
    });
  }
  return levels;
}

/** null for a sector without a solid tile map, which has nothing to stand on. */
function readSector(list: SexpList): Sector | null {
  const tileMaps = childrenOf(list, 'tilemap').map(readTileMap);
  const solid = tileMaps.filter((map) => map.solid);
  if (solid.length === 0) return null;
  const gradient = childOf(list, 'gradient');
  const [red = 1, green = 1, blue = 1] = numbersOf(childOf(childOf(list, 'ambient-light') ?? [], 'color'));
  return {
    width: TILE * Math.max(...solid.map((map) => map.width)),
    height: TILE * Math.max(...solid.map((map) => map.height)),
    ambient: [red, green, blue],
    gradient:
      gradient === undefined
        ? null
        : { top: numbersOf(childOf(gradient, 'top_color')), bottom: numbersOf(childOf(gradient, 'bottom_color')) },
    backgrounds: childrenOf(list, 'background').flatMap(readBackground),
    tileMaps,
    objects: listsIn(list).flatMap(readPlaced),
  };
}

function readTileMap(list: SexpList): TileMap {
  const speed = numberAt(list, 'speed') ?? 1;
  const first = childOf(childOf(list, 'path') ?? [], 'node') ?? [];
  return {
    z: numberAt(list, 'z-pos') ?? 0,
    width: numberAt(list, 'width') ?? 0,
    height: numberAt(list, 'height') ?? 0,
    x: numberAt(first, 'x') ?? 0,
    y: numberAt(first, 'y') ?? 0,
    solid: flagAt(list, 'solid'),
    alpha: numberAt(list, 'alpha') ?? 1,
    speed: [numberAt(list, 'speed-x') ?? speed, numberAt(list, 'speed-y') ?? speed],
    tiles: numbersOf(childOf(list, 'tiles')),
  };
}

function readBackground(list: SexpList): Background[] {
  const middle = wordAt(list, 'image');
  if (middle === undefined) return [];
  const number = (key: string, other: number) => numberAt(list, key) ?? other;
  const alignment = wordAt(list, 'alignment');
  const speed = number('speed', 1);
  return [
    {
      z: number('z-pos', BACKGROUND_Z),
      images: { top: wordAt(list, 'image-top') ?? null, middle, bottom: wordAt(list, 'image-bottom') ?? null },
      alignment: alignment === 'top' || alignment === 'bottom' ? alignment : 'none',
      speed: [number('speed-x', speed), number('speed-y', speed)],
      position: [numberAt(list, 'x') ?? null, numberAt(list, 'y') ?? null],
      offset: [number('scroll-offset-x', 0), number('scroll-offset-y', 0)],
    },
  ];
}

function readPlaced(list: SexpList): Placed[] {
  const x = numberAt(list, 'x');
  const y = numberAt(list, 'y');
  if (x === undefined || y === undefined || headOf(list) === 'background') return [];
  const common = { x, y, z: numberAt(list, 'z-pos') ?? null };
  return [
    {
      type: headOf(list),
      ...common,
      direction: wordAt(list, 'direction') ?? null,
      sprite: wordAt(list, 'sprite') ?? null,
    },
  ];
}
