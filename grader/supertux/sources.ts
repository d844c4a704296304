/** The sources of crops for each class: scenes of levels, their objects by kind, and places to stand on. */
import { pick, type Item, type Scene, type SceneSource, isSolidAt, spriteAt } from './scene.js';
import type { Rng } from '../numerics/rng.js';
import { cropItem, cropTile, type Crop } from './crops.js';
import { POWERUP_SPRITES, PROJECTILE_SPRITES, TUX_SPRITE, type ClassName } from './kinds.js';
import type { Frame } from './sprites.js';
import { TILE } from './tiles.js';

export interface Sourced {
  readonly crop: Crop;
  readonly level: string;
}

/** Tries once; null if the result does not show its class well. */
export type CropSource = (rng: Rng) => Sourced | null;

/** A cell of a sector in pixels, its top left corner. */
interface Cell {
  readonly x: number;
  readonly y: number;
}

interface Ground {
  /** Free cells above solid ones. */
  readonly standing: readonly Cell[];
  readonly solid: readonly Cell[];
}

/** Coins and blocks are in levels; powerups come out of blocks and are added to scenes. */
const POWERUP_SHARE = 0.34;
/** The greatest height of a projectile above the ground, in tiles. */
const HIGHEST_SHOT = 4;

/** A source for each class; classes that do not occur in these scenes are missing. */
export async function makeSources(
  scenes: readonly Scene[],
  source: SceneSource,
): Promise<ReadonlyMap<ClassName, CropSource>> {
  const grounds = new Map(scenes.map((scene) => [scene, groundOf(scene)]));
  const groundFor = (scene: Scene): Ground => grounds.get(scene) ?? { standing: [], solid: [] };
  const walkable = scenes.filter((scene) => groundFor(scene).standing.length > 0);
  const tux = await framesOf(source, [TUX_SPRITE]);
  const shots = await framesOf(source, PROJECTILE_SPRITES);
  const sources = new Map<ClassName, CropSource>();
  for (const className of ['object', 'badguy', 'bonus'] as const) {
    const kinds = byType(scenes, className);
    if (kinds.length > 0) sources.set(className, (rng) => cropPlaced(kinds, rng));
  }
  if (walkable.length === 0) return sources;
  sources.set('tile', (rng) => {
    const scene = pick(walkable, rng);
    const cell = scene && pick(groundFor(scene).solid, rng);
    const crop = scene && cell ? cropTile(scene, cell.x + TILE / 2, cell.y + TILE / 2, rng) : null;
    return scene && crop ? { crop, level: scene.level } : null;
  });
  const compose =
    (className: ClassName, groups: readonly (readonly Frame[])[], rise: (rng: Rng) => number) => (rng: Rng) => {
      const scene = pick(walkable, rng);
      const cell = scene && pick(groundFor(scene).standing, rng);
      const frame = pick(pick(groups, rng) ?? [], rng);
      if (!scene || !cell || !frame) return null;
      const x = cell.x + (TILE - frame.box.width) / 2;
      const y = cell.y + TILE - frame.box.height - rise(rng);
      const item: Item = { id: scene.items.length + 1, type: className, className, frame, x, y };
      const crop = cropItem(scene, item, [item], rng);
      return crop === null ? null : { crop, level: scene.level };
    };
  const powerups = compose('bonus', await framesOf(source, POWERUP_SPRITES), () => 0);
  const placed = sources.get('bonus');
  sources.set('bonus', (rng) => (rng.nextUniform() < POWERUP_SHARE ? powerups(rng) : (placed?.(rng) ?? null)));
  sources.set(
    'tux',
    compose('tux', tux, () => 0),
  );
  sources.set(
    'projectile',
    compose('projectile', shots, (rng) => Math.floor(HIGHEST_SHOT * TILE * rng.nextUniform())),
  );
  return sources;
}

interface Placed {
  readonly scene: Scene;
  readonly item: Item;
}

/** Items of a class by type, so that rare types are shown as often as common ones. */
function byType(scenes: readonly Scene[], className: ClassName): readonly (readonly Placed[])[] {
  const types = new Map<string, Placed[]>();
  for (const scene of scenes) {
    for (const item of scene.items.filter((one) => one.className === className)) {
      const known = types.get(item.type) ?? [];
      known.push({ scene, item });
      types.set(item.type, known);
    }
  }
  return [...types].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, placed]) => placed);
}

function cropPlaced(kinds: readonly (readonly Placed[])[], rng: Rng): Sourced | null {
  const found = pick(pick(kinds, rng) ?? [], rng);
  const crop = found ? cropItem(found.scene, found.item, [], rng) : null;
  return found && crop ? { crop, level: found.scene.level } : null;
}

/** Actions that end a game do not show Tux as players know him. */
const UNUSUAL = /gameover|ghost/;

/** All frames by action. */
async function framesOf(source: SceneSource, paths: readonly string[]): Promise<(readonly Frame[])[]> {
  const sprites = await Promise.all(paths.map((path) => spriteAt(source, path)));
  return sprites.flatMap((sprite) =>
    [...(sprite?.actions ?? [])].filter(([name]) => !UNUSUAL.test(name)).map(([, frames]) => frames),
  );
}

function groundOf({ sector, tiles }: Scene): Ground {
  const standing: Cell[] = [];
  const solid: Cell[] = [];
  const isSolid = (x: number, y: number) => isSolidAt(sector, tiles, x + TILE / 2, y + TILE / 2);
  for (let x = 0; x < sector.width; x += TILE) {
    let above = true;
    for (let y = 0; y < sector.height; y += TILE) {
      const here = isSolid(x, y);
      if (here) solid.push({ x, y });
      if (here && !above) standing.push({ x, y: y - TILE });
      above = here;
    }
  }
  return { standing, solid };
}
