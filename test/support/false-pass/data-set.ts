/** False passes for collected images, examined as in the sandbox, except for decoding. */
import { NO_COURSE } from '../../../grader/collected/analysis/course.js';
import { examineDataSet } from '../../../grader/collected/analysis/examine.js';
import { makeRng } from '../../../grader/numerics/rng.js';
import type { DecodedImage } from '../../../grader/protocol/data-set.js';
import type { DataSetPlan, SplitSeen } from '../../../grader/stages/data-set.js';
import { shippedRubric, type FalsePass, type HandIn, type HandIns } from './false-pass.js';

/** As many as the rubric asks for. */
const EACH = 50;

type Pixels = (at: number, side: number) => Uint8Array;

const drawn = new Map<string, Uint8Array>();

/** A picture of its own for every number: patches of colour in which neighbours are alike. */
const picture: Pixels = (seed, side) => {
  const key = `${String(seed)} ${String(side)}`;
  const pixels = drawn.get(key) ?? draw(seed, side);
  drawn.set(key, pixels);
  return pixels;
};

const draw: Pixels = (seed, side) => {
  const rng = makeRng(1000 + seed);
  const cells = Float64Array.from({ length: 8 * 8 * 3 }, () => 255 * rng.nextUniform());
  return Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / 3), at % 3];
    const cell = Math.floor((8 * Math.floor(pixel / side)) / side) * 8 + Math.floor((8 * (pixel % side)) / side);
    return cells[cell * 3 + channel] ?? 0;
  });
};

const oneColour: Pixels = (at, side) => {
  const colour = [(at * 37) % 256, (at * 91) % 256, (at * 53) % 256];
  return Uint8Array.from({ length: side * side * 3 }, (_, place) => colour[place % 3] ?? 0);
};

const noise: Pixels = (at, side) => {
  const rng = makeRng(at);
  return Uint8Array.from({ length: side * side * 3 }, () => 256 * rng.nextUniform());
};

/** One picture, with one bit of its own in every copy. */
const almostOnePicture: Pixels = (at, side) => {
  const pixels = picture(0, side).slice();
  pixels[at] = (pixels[at] ?? 0) ^ 1;
  return pixels;
};

const zeros: Pixels = (_at, side) => new Uint8Array(side * side * 3);

interface Collected {
  readonly pixels: Pixels;
  readonly each?: number;
  readonly rows?: boolean;
  readonly images?: boolean;
}

/** So many images of each class in one folder, each under a name of its own. */
function collected({ pixels, each = EACH, rows = true, images = true }: Collected): HandIn {
  return {
    dataSet: ({ rules }: DataSetPlan) => {
      const { classes, side = 64 } = rules;
      const names = Array.from({ length: each * classes.length }, (_, at) => `${String(at)}.png`);
      const table = names.map((name, at) => `${name},${classes[at % classes.length] ?? ''}`);
      const files = images ? names : [];
      const decoded = files.map((name, at): [string, DecodedImage] => [
        name,
        { status: 'decoded', pixels: pixels(at, side), remarks: [] },
      ]);
      const split: SplitSeen = {
        name: '',
        folder: 'data',
        labels: { status: 'read', bytes: Buffer.from(['file,label', ...(rows ? table : []), ''].join('\n')) },
        files,
        images: new Map(decoded),
      };
      return examineDataSet({ splits: [split] }, { ...rules, course: NO_COURSE });
    },
  };
}

export const DATA_SET: FalsePass<'data-set'> = {
  rubric: () => shippedRubric('hw3-supertux'),
  right: () => collected({ pixels: picture }),
  wrong: (): HandIns => ({
    'no folder': { dataSet: ({ rules }) => examineDataSet({ splits: [] }, { ...rules, course: NO_COURSE }) },
    'no images': collected({ pixels: picture, each: 0 }),
    'rows without images': collected({ pixels: picture, images: false }),
    'images without rows': collected({ pixels: picture, rows: false }),
    'one image': collected({ pixels: () => picture(0, 64), each: 1 }),
    'one image under many names': collected({ pixels: (_at, side) => picture(0, side) }),
    'one image, with one bit changed': collected({ pixels: almostOnePicture }),
    'black images': collected({ pixels: zeros }),
    'images of one colour': collected({ pixels: oneColour }),
    noise: collected({ pixels: noise }),
  }),
};
