/** The six classes, and for each object of a level its class and sprite. */
import { IMAGE_CLASSES } from '../protocol/data-set.js';
import type { Placed } from './levels.js';

/** In the order of their label numbers. */
export const CLASSES = IMAGE_CLASSES;
export type ClassName = (typeof CLASSES)[number];

export interface Kind {
  /** null for objects that are drawn but never targets, because people would not agree on their class. */
  readonly className: ClassName | null;
  readonly sprite: string;
  /** It falls until it stands on something. */
  readonly falls: boolean;
}

const badguy = (sprite: string, falls = true): Kind => ({
  className: 'badguy',
  sprite: `images/creatures/${sprite}.sprite`,
  falls,
});
const object = (sprite: string, falls = false): Kind => ({
  className: 'object',
  sprite: `images/objects/${sprite}.sprite`,
  falls,
});
const bonus = (sprite: string): Kind => ({ className: 'bonus', sprite: `images/${sprite}.sprite`, falls: false });
const drawn = (sprite: string): Kind => ({ className: null, sprite: `images/objects/${sprite}.sprite`, falls: false });

const KINDS: Readonly<Record<string, Kind>> = {
  bouncingsnowball: badguy('bouncing_snowball/bouncing_snowball'),
  captainsnowball: badguy('snowball/cpt-snowball'),
  crystallo: badguy('crystallo/crystallo'),
  darttrap: badguy('darttrap/darttrap', false),
  dispenser: badguy('dispenser/dispenser', false),
  fish: badguy('fish/fish', false),
  flame: badguy('flame/flame', false),
  flyingsnowball: badguy('flying_snowball/flying_snowball', false),
  ghostflame: badguy('flame/ghostflame', false),
  ghoul: badguy('ghoul/ghoul', false),
  goldbomb: badguy('gold_bomb/gold_bomb'),
  haywire: badguy('haywire/haywire'),
  icecrusher: badguy('icecrusher/icecrusher', false),
  iceflame: badguy('flame/iceflame', false),
  igel: badguy('igel/igel'),
  jumpy: badguy('jumpy/jumpy'),
  livefire: badguy('livefire/livefire'),
  mole: badguy('mole/mole'),
  mrbomb: badguy('mr_bomb/mr_bomb'),
  mriceblock: badguy('mr_iceblock/mr_iceblock'),
  mrtree: badguy('mr_tree/mr_tree'),
  owl: badguy('owl/owl', false),
  poisonivy: badguy('poison_ivy/poison_ivy'),
  short_fuse: badguy('short_fuse/short_fuse'),
  skullyhop: badguy('skullyhop/skullyhop'),
  smartball: badguy('snowball/smart-snowball'),
  smartblock: badguy('mr_iceblock/mr_iceblock'),
  snail: badguy('snail/snail'),
  snowball: badguy('snowball/snowball'),
  snowman: badguy('snowman/snowman'),
  spidermite: badguy('spidermite/spidermite', false),
  spiky: badguy('spiky/spiky'),
  sspiky: badguy('spiky/sleepingspiky'),
  stalactite: badguy('stalactite/stalactite', false),
  walkingleaf: badguy('walkingleaf/walkingleaf'),
  willowisp: badguy('willowisp/willowisp', false),
  yeti_stalactite: badguy('stalactite/stalactite', false),
  zeekling: badguy('zeekling/zeekling', false),

  candle: object('candle/candle'),
  door: object('door/door'),
  firefly: object('resetpoints/default-resetpoint'),
  lantern: object('lantern/lantern', true),
  pushbutton: object('pushbutton/pushbutton'),
  rock: object('rock/rock', true),
  switch: object('switch/switch'),
  torch: object('torch/torch1'),
  trampoline: object('trampoline/trampoline', true),

  bonusblock: bonus('objects/bonus_block/bonusblock'),
  coin: bonus('objects/coin/coin'),

  // a doll of Tux may be one of them
  powerup: { ...bonus('powerups/egg/egg'), className: null },
  brick: drawn('bonus_block/brick'),
  infoblock: drawn('bonus_block/infoblock'),
  magicblock: drawn('magicblock/magicblock'),
  unstable_tile: drawn('unstable_tile/unstable_tile'),
  weak_block: drawn('weak_block/strawbox'),
};

/** The kind of an object of a level; null if it shows nothing or is unknown. */
export function kindOf({ type, sprite }: Pick<Placed, 'type' | 'sprite'>): Kind | null {
  if (type === 'decal') return sprite === null ? null : { className: null, sprite, falls: false };
  const known = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (known === undefined) return null;
  return sprite === null || sprite === '' ? known : { ...known, sprite };
}

/** What levels do not contain: Tux himself, and projectiles. They are added to scenes. */
export const TUX_SPRITE = 'images/creatures/tux/tux.sprite';
export const PROJECTILE_SPRITES = [
  'images/objects/bullets/firebullet.sprite',
  'images/objects/bullets/icebullet.sprite',
  'images/creatures/dart/dart.sprite',
] as const;

/** Levels have them inside blocks. */
export const POWERUP_SPRITES = ['egg', 'fireflower', 'iceflower', 'airflower', 'earthflower', 'star'].map(
  (name) => `images/powerups/${name}/${name}.sprite`,
);

/** Actions that show an object as players usually see it, best first; in others it is flat, burnt, frozen or empty. */
const USUAL = [
  /^(walking-|flying-|normal-|idle-)?(left|right)(-up|-down|-middle)?$/,
  ...['normal', 'default', 'closed', 'burning', 'on', 'idle'].map((name) => new RegExp(`^${name}$`)),
];

/** The names of the usual actions; the first action if none is usual. */
export function usualActions(names: readonly string[]): readonly string[] {
  const usual = USUAL.map((pattern) => names.filter((name) => pattern.test(name))).find((found) => found.length > 0);
  return usual ?? names.slice(0, 1);
}
