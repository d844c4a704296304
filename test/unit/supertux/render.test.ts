/** The positions of tiles after the camera has moved. */
import { expect, test } from '@jest/globals';
import type { TileMap } from '../../../grader/supertux/levels.js';
import { render } from '../../../grader/supertux/render.js';
import type { Scene } from '../../../grader/supertux/scene.js';

const TILE = 32;
const red = new Uint8Array(TILE * TILE * 4).map((_, at) => (at % 4 === 0 || at % 4 === 3 ? 255 : 0));

function sceneWith(speed: readonly [number, number]): Scene {
  const map: TileMap = {
    z: 0,
    width: 4,
    height: 2,
    x: 0,
    y: 0,
    solid: false,
    alpha: 1,
    speed,
    tiles: [0, 0, 0, 1, 0, 0, 0, 0],
  };
  const picture = { width: TILE, height: TILE, rgba: red };
  return {
    level: 'x',
    sector: {
      width: 2000,
      height: 1000,
      ambient: [1, 1, 1],
      gradient: null,
      backgrounds: [],
      tileMaps: [map],
      objects: [],
    },
    layers: [{ kind: 'tiles', z: 0, map }],
    items: [],
    tiles: new Map([[1, { picture, region: { x: 0, y: 0, width: TILE, height: TILE }, solid: false }]]),
  };
}

/** The first column of the screen that is red, in its first row. */
function leftOf(scene: Scene, camera: { x: number; y: number }): number {
  const { rgb } = render(scene, { window: { ...camera, width: 200, height: 40 }, camera });
  return Array.from({ length: 200 }, (_, column) => rgb[3 * column] ?? 0).indexOf(255);
}

// by hand: the tile is at 96; a map of half the speed has moved by half of what the camera has
test.each([
  [[1, 1], 0, 96],
  [[1, 1], 41, 55],
  [[0.5, 0.5], 41, 76],
  [[0, 0], 41, 96],
] as const)('a map of speed %j, camera at %d: column %d', (speed, x, column) => {
  expect(leftOf(sceneWith(speed), { x, y: 0 })).toBe(column);
});
