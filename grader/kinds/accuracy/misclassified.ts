/** The first examples that are classified wrong, in the order of the data set, with pictures of images. */
import type { ExampleSet } from '../../stages/resolved.js';
import type { Evidence } from '../../schema/report.js';
import { examplePicture } from '../../checks/telling/example-picture.js';

type Misclassified = Extract<Evidence, { type: 'accuracy' }>['misclassified'];

const MOST = 24;
/** Pictures take most of the space of a report, which may have ten such checks. */
const MOST_PICTURES = 12;

/** Outputs without a class are wrong too, but they say nothing about an example. */
export function misclassifiedOf(set: ExampleSet, classes: Int32Array): Misclassified {
  const { labels, examples } = set;
  const wrong: Misclassified = [];
  for (let index = 0; index < labels.length && wrong.length < MOST; index += 1) {
    const [label = -1, predicted = -1] = [labels[index], classes[index]];
    if (label !== predicted && predicted >= 0) {
      const picture = wrong.length < MOST_PICTURES ? examplePicture(examples, index) : null;
      wrong.push({ index, label, predicted, ...(picture === null ? {} : { picture }) });
    }
  }
  return wrong;
}
