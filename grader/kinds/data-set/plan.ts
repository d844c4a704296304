/** Plans the examination of a folder of collected images. */
import { FEWEST_OF_A_CLASS, IMAGE_CLASSES, MOST_IMBALANCE } from '../../protocol/data-set.js';
import type { DataSetPlan } from '../../stages/data-set.js';
import { IMAGE_SIDE, type ImageSizeFields } from '../../tensor/images.js';
import type { DataSetCheck } from './schema.js';

export function dataSetPlan(check: DataSetCheck): DataSetPlan {
  return {
    check: check.id,
    path: check.path,
    against: check.against ?? [],
    rules: {
      ...sizeAsked(check),
      classes: check.classes ?? IMAGE_CLASSES,
      minImagesPerClass: check.minImagesPerClass ?? FEWEST_OF_A_CLASS,
      maxImbalance: check.maxImbalance ?? MOST_IMBALANCE,
      labelNoise: check.rules.some(({ without }) => without.includes('label-doubtful')),
    },
  };
}

/** The size in the rubric, or the default. */
function sizeAsked({ side = IMAGE_SIDE, width, height, channels = 3 }: DataSetCheck): ImageSizeFields {
  return width === undefined || height === undefined ? { side, channels } : { width, height, channels };
}
