/** Draws layers that change the sides of images. */
import { drawOrigin } from './activations.js';
import { at, fill, toChannelsFirst, toChannelsLast, type NumberArray } from './array.js';
import { single, type Dice, type Family } from './drawing.js';

export const formatOf = (isFirst: boolean) => (isFirst ? 'channels_first' : 'channels_last');

export function image(dice: Dice) {
  const isFirst = dice.once(3);
  const [height, width, channels] = [dice.whole(3, 6), dice.whole(3, 6), dice.whole(1, 3)];
  return {
    isFirst,
    height,
    width,
    channels,
    shape: isFirst ? [2, channels, height, width] : [2, height, width, channels],
  };
}

export const arranged = (isFirst: boolean, x: NumberArray, compute: (x: NumberArray) => NumberArray) =>
  isFirst ? toChannelsFirst(compute(toChannelsLast(x))) : compute(x);

/** The position of an output row among the input rows: centres at half-integers, corners aligned, or neither. */
type Places = 'halves' | 'corners' | 'plain';

function placeOf(index: number, from: number, to: number, places: Places): number {
  if (places === 'halves') return ((index + 0.5) * from) / to - 0.5;
  return places === 'corners' && to > 1 ? (index * (from - 1)) / (to - 1) : (index * from) / to;
}

function bilinear(x: NumberArray, height: number, width: number, places: Places): NumberArray {
  const [rows = 0, tall = 0, wide = 0, channels = 0] = x.shape;
  const between = (place: number, side: number) => {
    const inside = Math.min(Math.max(place, 0), side - 1);
    const low = Math.floor(inside);
    return [low, Math.min(low + 1, side - 1), inside - low] as const;
  };
  return fill([rows, height, width, channels], ([n = 0, row = 0, column = 0, c = 0]) => {
    const [top, bottom, down] = between(placeOf(row, tall, height, places), tall);
    const [left, right, along] = between(placeOf(column, wide, width, places), wide);
    const mix = (y: number) => at(x, n, y, left, c) * (1 - along) + at(x, n, y, right, c) * along;
    return mix(top) * (1 - down) + mix(bottom) * down;
  });
}

function nearest(x: NumberArray, height: number, width: number, places: Places): NumberArray {
  const [rows = 0, tall = 0, wide = 0, channels = 0] = x.shape;
  const pick = (index: number, from: number, to: number) => {
    const place = placeOf(index, from, to, places);
    return Math.min(from - 1, places === 'plain' ? Math.floor(place) : Math.floor(place + 0.5));
  };
  return fill([rows, height, width, channels], ([n = 0, row = 0, column = 0, c = 0]) =>
    at(x, n, pick(row, tall, height), pick(column, wide, width), c),
  );
}

const upSampling: Family = (dice) => {
  const { isFirst, height, width, shape } = image(dice);
  const origin = drawOrigin(dice);
  const size = [dice.whole(1, 3), dice.whole(1, 3)] as [number, number];
  const interpolation = dice.pick(['nearest', 'bilinear']);
  const config = { size, interpolation, data_format: formatOf(isFirst) };
  return single(origin, 'UpSampling2D', config, shape, (x) =>
    arranged(isFirst, x, (input) => {
      const resize = interpolation === 'nearest' ? nearest : bilinear;
      const places = origin === 'tfjs' || interpolation === 'nearest' ? 'plain' : 'halves';
      return resize(input, height * size[0], width * size[1], places);
    }),
  );
};

/** The largest part in the middle with the sides' proportion. */
function aspect(x: NumberArray, height: number, width: number): NumberArray {
  const [rows = 0, tall = 0, wide = 0, channels = 0] = x.shape;
  const cropHeight = Math.max(1, Math.min(tall, Math.floor((wide * height) / width)));
  const cropWidth = Math.max(1, Math.min(wide, Math.floor((tall * width) / height)));
  const [top, left] = [Math.floor((tall - cropHeight) / 2), Math.floor((wide - cropWidth) / 2)];
  return fill([rows, cropHeight, cropWidth, channels], ([n = 0, row = 0, column = 0, c = 0]) =>
    at(x, n, row + top, column + left, c),
  );
}

const resizing: Family = (dice) => {
  const { isFirst, shape } = image(dice);
  const origin = drawOrigin(dice);
  const [height, width] = [dice.whole(2, 9), dice.whole(2, 9)];
  const interpolation = dice.pick(['nearest', 'bilinear']);
  const crop_to_aspect_ratio = dice.once(2);
  const config = { height, width, interpolation, crop_to_aspect_ratio, data_format: formatOf(isFirst) };
  return single(origin, 'Resizing', config, shape, (images) =>
    arranged(isFirst, images, (x) => {
      const resize = interpolation === 'nearest' ? nearest : bilinear;
      if (origin === 'tfjs') return resize(x, height, width, crop_to_aspect_ratio ? 'plain' : 'corners');
      return resize(crop_to_aspect_ratio ? aspect(x, height, width) : x, height, width, 'halves');
    }),
  );
};

const centerCrop: Family = (dice) => {
  const { isFirst, height: tall, width: wide, channels, shape } = image(dice);
  const [height, width] = dice.once(4) ? [tall + 2, dice.whole(1, wide)] : [dice.whole(1, tall), dice.whole(1, wide)];
  const config = { height, width, data_format: formatOf(isFirst) };
  return single(drawOrigin(dice), 'CenterCrop', config, shape, (images) =>
    arranged(isFirst, images, (x) => {
      if (height > tall) return bilinear(aspect(x, height, width), height, width, 'halves');
      const [top, left] = [Math.floor((tall - height) / 2), Math.floor((wide - width) / 2)];
      return fill([2, height, width, channels], ([n = 0, row = 0, column = 0, c = 0]) =>
        at(x, n, row + top, column + left, c),
      );
    }),
  );
};

const randomWidth: Family = (dice) =>
  single(
    drawOrigin(dice),
    'RandomWidth',
    { factor: dice.pick([0.2, 0.5]), interpolation: dice.pick(['nearest', 'bilinear']) },
    image(dice).shape,
    (x) => x,
  );

export const IMAGES: Readonly<Record<string, Family>> = {
  UpSampling2D: upSampling,
  Resizing: resizing,
  CenterCrop: centerCrop,
  RandomWidth: randomWidth,
};
