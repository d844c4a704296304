/** Reads the tile set: the picture and properties of each tile of a level. */
import { dirname, join } from 'node:path';
import type { GameFiles, Picture } from './pictures.js';
import {
  parseSexp,
  childOf,
  flagAt,
  headOf,
  listsIn,
  numberAt,
  numbersOf,
  wordAt,
  wordsOf,
  type SexpList,
} from './sexp.js';

/** Sides of a tile in pixels. */
export const TILE = 32;
const SOLID = 0x1;

/** A rectangle of a picture; null for the whole picture. */
export type Region = { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null;

interface TileDefinition {
  readonly image: { readonly path: string; readonly region: Region } | null;
  readonly solid: boolean;
  /** The object that the game makes from the tile when the level starts, such as a coin or a block with contents. */
  readonly becomes: string | null;
  readonly sprite: string | null;
}

export interface TileSet {
  get(id: number): TileDefinition | undefined;
  /** The picture of a tile; null if it shows nothing. */
  picture(id: number): Promise<{ readonly picture: Picture; readonly region: Region } | null>;
}

export async function loadTileSet(game: GameFiles, path: string): Promise<TileSet> {
  const tiles = new Map<number, TileDefinition>();
  const folder = dirname(path);
  for (const list of listsIn(await game.list(path))) {
    if (headOf(list) === 'tiles') addSheet(tiles, list);
    if (headOf(list) === 'tile') addTile(tiles, list);
  }
  return {
    get: (id) => tiles.get(id),
    picture: async (id) => {
      const image = tiles.get(id)?.image;
      if (!image) return null;
      const picture = await game.picture(join(folder, image.path));
      return picture === null ? null : { picture, region: image.region };
    },
  };
}

/** `(tiles (width w) (ids ...) (attributes ...) (image file))`: a picture cut into squares. */
function addSheet(tiles: Map<number, TileDefinition>, list: SexpList): void {
  const width = numberAt(list, 'width') ?? 1;
  const attributes = numbersOf(childOf(list, 'attributes'));
  const path = imageOf(childOf(list, 'image') ?? childOf(list, 'images'))?.path;
  for (const [index, id] of numbersOf(childOf(list, 'ids')).entries()) {
    if (id === 0 || path === undefined) continue;
    const region = { x: TILE * (index % width), y: TILE * Math.floor(index / width), width: TILE, height: TILE };
    const solid = ((attributes[index] ?? 0) & SOLID) !== 0;
    tiles.set(id, { image: { path, region }, solid, becomes: null, sprite: null });
  }
}

function addTile(tiles: Map<number, TileDefinition>, list: SexpList): void {
  const id = numberAt(list, 'id');
  if (id === undefined) return;
  const data = wordAt(list, 'object-data');
  const sprite = data === undefined ? undefined : wordAt(parseSexp(`(data ${data})`), 'sprite');
  tiles.set(id, {
    image: imageOf(childOf(list, 'images') ?? childOf(list, 'image')),
    solid: flagAt(list, 'solid'),
    becomes: wordAt(list, 'object-name') ?? null,
    sprite: sprite ?? null,
  });
}

/** The first of the pictures: a path, a `(region path x y w h)` or a `(surface (diffuse-texture (file path)))`. */
function imageOf(list: SexpList | undefined): TileDefinition['image'] {
  if (list === undefined) return null;
  const [word] = wordsOf(list);
  if (word !== undefined) return { path: word, region: null };
  const [first] = listsIn(list);
  if (first === undefined) return null;
  if (headOf(first) === 'region') {
    const [path] = wordsOf(first);
    const [x = 0, y = 0, width = TILE, height = TILE] = numbersOf(first);
    return path === undefined ? null : { path, region: { x, y, width, height } };
  }
  const texture = childOf(first, 'diffuse-texture');
  const file = texture === undefined ? undefined : wordAt(texture, 'file');
  return file === undefined ? null : { path: file, region: null };
}
