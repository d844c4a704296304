/** A game of a few pixels in the formats of SuperTux: one tile set, a few sprites, two levels. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { makeFolder } from './folders.js';

type Colour = readonly [number, number, number];

/** Checked with black, so that no crop is a plain colour; transparent outside of a margin. */
async function writePicture(path: string, [r, g, b]: Colour, width = 32, height = width, margin = 0): Promise<void> {
  const rgba = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const inside = x >= margin && y >= margin && x < width - margin && y < height - margin;
      const dark = (Math.floor(x / 4) + Math.floor(y / 4)) % 2 === 0;
      rgba.set(inside ? [...(dark ? [0, 0, 0] : [r, g, b]), 255] : [0, 0, 0, 0], 4 * (y * width + x));
    }
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    await sharp(rgba, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
  );
}

const TILES = `(supertux-tiles ; a comment
  (tiles (width 2) (ids 1 2) (attributes 1 0) (image "tiles/ground.png"))
  (tile (id 44) (images "objects/coin/coin.png") (object-name "coin")))`;

const sprite = (picture: string) =>
  `(supertux-sprite (action (name "left") (hitbox 0 0 32 32) (images "${picture}"))
     (action (name "right") (hitbox 0 0 32 32) (mirror-action "left")))`;

const WIDTH = 60;
const HEIGHT = 30;

/** Ground in the lower third, a coin in the air, some objects on their own places. */
function level(license: string): string {
  const rows = Array.from({ length: HEIGHT }, (_, row) =>
    Array.from({ length: WIDTH }, (_cell, column) => (row >= 20 ? 1 : row === 12 && column % 9 === 4 ? 44 : 0)).join(
      ' ',
    ),
  );
  return `(supertux-level (version 3) (name (_ "A \\"tiny\\" level")) (license "${license}")
    (sector (name "main") (ambient-light (color 1 1 1))
      (gradient (top_color 0.1 0.2 0.9) (bottom_color 0.7 0.8 0.9))
      (tilemap (solid #t) (z-pos 0) (width ${String(WIDTH)}) (height ${String(HEIGHT)}) (tiles ${rows.join('\n')}))
      (snowball (x 640) (y 480) (direction "left"))
      (door (x 960) (y 608))
      (somethingnew (x 1) (y 1))))`;
}

/** The folder of the game; `levels` by name with their licence tags. */
export async function makeTinyGame(levels: Readonly<Record<string, string>>): Promise<string> {
  const root = makeFolder();
  const images = join(root, 'images');
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  await writePicture(join(images, 'tiles/ground.png'), [120, 80, 40], 64, 32);
  await writePicture(join(images, 'objects/coin/coin.png'), [250, 220, 20], 32, 32, 4);
  put('images/tiles.strf', TILES);
  put('images/objects/coin/coin.sprite', '(supertux-sprite (action (name "normal") (images "coin.png")))');
  for (const [folder, name, colour] of [
    ['creatures/snowball', 'snowball', [240, 240, 255]],
    ['objects/door', 'door', [90, 60, 200]],
    ['creatures/tux', 'tux', [20, 160, 60]],
    ['objects/bullets', 'firebullet', [255, 90, 0]],
    ['powerups/egg', 'egg', [255, 160, 200]],
  ] as const) {
    await writePicture(join(images, folder, `${name}.png`), colour, 32, 32, 2);
    put(`images/${folder}/${name}.sprite`, sprite(`${name}.png`));
  }
  for (const [name, license] of Object.entries(levels)) put(`levels/${name}.stl`, level(license));
  return root;
}
