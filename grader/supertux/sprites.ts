/** Reads sprites: named actions of a few frames each, with the collision box. */
import { dirname, join } from 'node:path';
import type { GameFiles, Picture } from './pictures.js';
import { childOf, childrenOf, listsIn, numbersOf, wordAt, wordsOf, type SexpList } from './sexp.js';

export interface Frame {
  readonly picture: Picture;
  readonly mirrored: boolean;
  readonly flipped: boolean;
  /** The box inside the picture, whose position is x and y of an object. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

export interface Sprite {
  readonly actions: ReadonlyMap<string, readonly Frame[]>;
}

interface Action {
  readonly files: readonly string[];
  readonly hitbox: readonly number[];
  readonly mirrored: boolean;
  readonly flipped: boolean;
}

/** The sprite at a path below the game's folder, a `.sprite` file or a single picture; null if it shows nothing. */
export async function loadSprite(game: GameFiles, path: string): Promise<Sprite | null> {
  const found = game.find(path);
  if (found === null) return null;
  if (!found.endsWith('.sprite')) {
    const picture = await game.picture(found);
    return picture === null ? null : { actions: new Map([['default', [frameOf(picture, PLAIN)]]]) };
  }
  const described = readActions(await game.list(found));
  const actions = new Map<string, readonly Frame[]>();
  for (const [name, action] of described) {
    const pictures = await Promise.all(action.files.map((file) => game.picture(join(dirname(found), file))));
    const frames = pictures.filter((picture) => picture !== null).map((picture) => frameOf(picture, action));
    if (frames.length > 0) actions.set(name, frames);
  }
  return actions.size === 0 ? null : { actions };
}

const PLAIN: Action = { files: [], hitbox: [], mirrored: false, flipped: false };

function frameOf(picture: Picture, { hitbox, mirrored, flipped }: Action): Frame {
  const [x = 0, y = 0, width = picture.width - x, height = picture.height - y] = hitbox;
  return { picture, mirrored, flipped, box: { x, y, width, height } };
}

function readActions(list: SexpList): Map<string, Action> {
  const actions = new Map<string, Action>();
  for (const child of childrenOf(list, 'action')) {
    const name = wordAt(child, 'name') ?? 'default';
    const hitbox = numbersOf(childOf(child, 'hitbox'));
    const action = actionOf(child, actions);
    if (action !== null) actions.set(name, hitbox.length === 0 ? action : { ...action, hitbox });
  }
  return actions;
}

/** An action with its own pictures, or made from an earlier action: mirrored, upside down, or unchanged. */
function actionOf(list: SexpList, known: ReadonlyMap<string, Action>): Action | null {
  const files = [...wordsOf(childOf(list, 'images')), ...surfacesIn(childOf(list, 'surfaces'))];
  if (files.length > 0) return { ...PLAIN, files };
  const other = (key: string) => known.get(wordAt(list, key) ?? '');
  const mirrored = other('mirror-action');
  if (mirrored !== undefined) return { ...mirrored, mirrored: !mirrored.mirrored };
  const flipped = other('flip-action');
  if (flipped !== undefined) return { ...flipped, flipped: !flipped.flipped };
  return other('clone-action') ?? null;
}

function surfacesIn(list: SexpList | undefined): string[] {
  return listsIn(list ?? []).flatMap((surface) => {
    const texture = childOf(surface, 'diffuse-texture');
    return texture === undefined ? [] : (wordAt(texture, 'file') ?? []);
  });
}
