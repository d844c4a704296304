/** Prepares a sector for drawing: its layers from back to front, with all pictures loaded. */
import type { Rng } from '../numerics/rng.js';
import { rngOf, type Seed } from './seed.js';
import { kindOf, usualActions, type ClassName } from './kinds.js';
import type { Background, Placed, Sector, TileMap } from './levels.js';
import type { GameFiles, Picture } from './pictures.js';
import { loadSprite, type Frame, type Sprite } from './sprites.js';
import { TILE, type Region, type TileSet } from './tiles.js';

export interface TilePicture {
  readonly picture: Picture;
  readonly region: Region;
  readonly solid: boolean;
}

/** Something with a position; `x` and `y` are that of its box, in pixels of the sector. */
export interface Item {
  /** From 1. */
  readonly id: number;
  readonly type: string;
  readonly className: ClassName | null;
  readonly frame: Frame;
  readonly x: number;
  readonly y: number;
}

export type Layer =
  | {
      readonly kind: 'background';
      readonly z: number;
      readonly background: Background;
      readonly pictures: BackgroundPictures;
    }
  | { readonly kind: 'tiles'; readonly z: number; readonly map: TileMap }
  | { readonly kind: 'item'; readonly z: number; readonly item: Item };

export interface BackgroundPictures {
  readonly top: Picture | null;
  readonly middle: Picture;
  readonly bottom: Picture | null;
}

export interface Scene {
  readonly level: string;
  readonly sector: Sector;
  /** By z, smallest first. */
  readonly layers: readonly Layer[];
  readonly items: readonly Item[];
  readonly tiles: ReadonlyMap<number, TilePicture>;
}

/** z of objects, which have none in the level; Tux is one above. */
export const OBJECT_Z = 50;
/** How far an object is dropped at most to stand on something, in tiles. */
const FARTHEST_FALL = 8;

export interface SceneSource {
  readonly game: GameFiles;
  readonly tileSet: TileSet;
  readonly sprites: Map<string, Promise<Sprite | null>>;
}

/** `seed` determines the frame of each action. */
export async function makeScene(source: SceneSource, level: string, sector: Sector, seed: Seed): Promise<Scene> {
  const rng = rngOf(seed, 1);
  const ids = new Set(sector.tileMaps.flatMap((map) => map.tiles));
  const tiles = new Map<number, TilePicture>();
  for (const id of ids) {
    const definition = source.tileSet.get(id);
    const shown = definition?.becomes === null ? await source.tileSet.picture(id) : null;
    if (definition && shown) tiles.set(id, { ...shown, solid: definition.solid });
  }
  const backgrounds = await Promise.all(sector.backgrounds.map((background) => loadBackground(source, background)));
  const placed = [...sector.objects, ...sector.tileMaps.flatMap((map) => objectsOfTiles(map, source.tileSet))];
  const items: Item[] = [];
  const layers: Layer[] = [
    ...backgrounds.filter((layer) => layer !== null),
    ...sector.tileMaps.map((map): Layer => ({ kind: 'tiles', z: map.z, map })),
  ];
  for (const one of placed) {
    const item = await makeItem(source, sector, tiles, one, items.length + 1, rng);
    if (item === null) continue;
    items.push(item);
    layers.push({ kind: 'item', z: one.z ?? OBJECT_Z, item });
  }
  layers.sort((a, b) => a.z - b.z);
  return { level, sector, layers, items, tiles };
}

async function loadBackground({ game }: SceneSource, background: Background): Promise<Layer | null> {
  const { top, middle, bottom } = background.images;
  const [above, here, below] = await Promise.all(
    [top, middle, bottom].map((path) => (path === null ? Promise.resolve(null) : game.picture(path))),
  );
  if (!here) return null;
  const pictures = { top: above ?? null, middle: here, bottom: below ?? null };
  return { kind: 'background', z: background.z, background, pictures };
}

/** Tiles that the game turns into objects when a level starts. */
function objectsOfTiles(map: TileMap, tileSet: TileSet): Placed[] {
  return map.tiles.flatMap((id, index) => {
    const definition = tileSet.get(id);
    if (!definition?.becomes) return [];
    const x = map.x + TILE * (index % map.width);
    const y = map.y + TILE * Math.floor(index / map.width);
    return [{ type: definition.becomes, x, y, z: map.z, direction: null, sprite: definition.sprite }];
  });
}

async function makeItem(
  source: SceneSource,
  sector: Sector,
  tiles: Scene['tiles'],
  placed: Placed,
  id: number,
  rng: Rng,
): Promise<Item | null> {
  const kind = kindOf(placed);
  if (kind === null) return null;
  const sprite = await spriteAt(source, kind.sprite);
  const frame = sprite === null ? null : pickFrame(sprite, placed.direction, rng);
  if (frame === null) return null;
  const y = kind.falls ? dropTo(sector, tiles, placed.x, placed.y, frame.box) : placed.y;
  return { id, type: placed.type, className: kind.className, frame, x: placed.x, y };
}

export function spriteAt({ game, sprites }: SceneSource, path: string): Promise<Sprite | null> {
  const known = sprites.get(path) ?? loadSprite(game, path);
  sprites.set(path, known);
  return known;
}

function pickFrame({ actions }: Sprite, direction: string | null, rng: Rng): Frame | null {
  const usual = usualActions([...actions.keys()]);
  const facing = usual.filter((name) => direction !== null && name.includes(direction));
  const name = pick(facing.length > 0 ? facing : usual, rng);
  return name === undefined ? null : (pick(actions.get(name) ?? [], rng) ?? null);
}

/** An element of the list; undefined if it is empty. */
export function pick<T>(list: readonly T[], rng: Rng): T | undefined {
  return list[Math.floor(rng.nextUniform() * list.length)];
}

/** The y at which the box stands on the next solid tile below; the given y if there is none nearby. */
function dropTo(sector: Sector, tiles: Scene['tiles'], x: number, y: number, box: Frame['box']): number {
  const middle = x + box.width / 2;
  const bottom = y + box.height;
  for (let row = Math.floor(bottom / TILE); row <= Math.floor(bottom / TILE) + FARTHEST_FALL; row += 1) {
    if (isSolidAt(sector, tiles, middle, row * TILE + 1)) return row * TILE - box.height;
  }
  return y;
}

/** Whether a solid tile covers that pixel of the sector. */
export function isSolidAt(sector: Sector, tiles: Scene['tiles'], x: number, y: number): boolean {
  return sector.tileMaps.some((map) => {
    const column = Math.floor((x - map.x) / TILE);
    const row = Math.floor((y - map.y) / TILE);
    if (!map.solid || column < 0 || row < 0 || column >= map.width || row >= map.height) return false;
    return tiles.get(map.tiles[row * map.width + column] ?? 0)?.solid === true;
  });
}
