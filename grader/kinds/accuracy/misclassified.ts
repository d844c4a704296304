/** The first examples that are classified wrong, in the order of the data set, with pictures of images. */
import type { ExampleSet } from '../../stages/resolved.js';
import type { Evidence } from '../../schema/report.js';
import { pictureOf } from '../../tensor/picture.js';

type Misclassified = Extract<Evidence, { type: 'accuracy' }>['misclassified'];
type Picture = NonNullable<Misclassified[number]['picture']>;

const MOST = 24;
/** Pictures take most of the space of a report, which may have ten such checks. */
const MOST_PICTURES = 12;

/** Outputs without a class are wrong too, but they say nothing about an example. */
export function misclassifiedOf(set: ExampleSet, classes: Int32Array): Misclassified {
  const { labels } = set;
  const wrong: Misclassified = [];
  for (let index = 0; index < labels.length && wrong.length < MOST; index += 1) {
    const [label = -1, predicted = -1] = [labels[index], classes[index]];
    if (label !== predicted && predicted >= 0) {
      const picture = wrong.length < MOST_PICTURES ? pictureAt(set, index) : {};
      wrong.push({ index, label, predicted, ...picture });
    }
  }
  return wrong;
}

/** The pixels before scaling; nothing if the examples are not images. */
function pictureAt({ examples: { shape, values } }: ExampleSet, index: number): { picture?: Picture } {
  const [, height, width, channels] = shape;
  const isImage = values instanceof Uint8Array && height !== undefined && width !== undefined;
  if (!isImage || (channels !== 1 && channels !== 3)) return {};
  const size = height * width * channels;
  const pixels = values.subarray(index * size, (index + 1) * size);
  return { picture: pictureOf({ width, height, channels, pixels }) };
}
