/** What a page shows of a segmentation: the mean on its ramp, each class, and images beside their true and predicted maps. */
import type { Block } from '../../checks/telling/blocks.js';
import type { Evidence } from '../../schema/report.js';
import { percent } from '../../text/percent.js';
import { colourWordOf } from './colours.js';

export function tellSegmentation(evidence: Evidence): readonly Block[] {
  if (evidence.type !== 'segmentation') return [];
  const { mean, ramp, perClass, confusion, examples } = evidence;
  const classes = perClass.map(({ name }) => name);
  const rows = perClass.map(({ name, intersection, union, iou }, label) => {
    const share = iou === null ? 'not in the mean' : percent(iou);
    return { cells: [name, String(intersection), String(union), share, colourWordOf(label)] };
  });
  const pictures = examples.map(({ index, correct, pixels, image, truth, predicted }) => ({
    caption: `image ${String(index)}: ${percent(correct / Math.max(1, pixels))} of the pixels right`,
    pictures: [image, truth, predicted],
  }));
  const measured: Block = { type: 'ramp', title: 'Mean intersection over union', value: mean, ...ramp, interval: null };
  // classes are left out where the student may not see them yet
  if (perClass.length === 0) return [measured];
  return [
    measured,
    {
      type: 'table',
      title: 'Pixels of each class',
      head: ['class', 'in both', 'in either', 'intersection over union', 'colour in the maps'],
      rows,
    },
    ...(pictures.length === 0
      ? []
      : [{ type: 'pictures', title: 'Image, true classes, predicted classes; from the worst on', pictures } as const]),
    { type: 'confusion', title: 'Pixels by true and predicted class', classes, counts: confusion },
  ];
}
