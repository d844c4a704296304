/** Remarks for students on what the counted pixels suggest. */
import { bestClassOrder } from '../../numerics/class-order.js';
import type { TrustFinding } from '../../stages/observation.js';
import { describeOrder } from '../../checks/judging/class-order.js';
import { percent } from '../../text/percent.js';
import { meanIouOf, perClassOf, predictedOf, reorder, rightOf, truthOf, type PixelCounts } from './counts.js';
import { isTelling } from './other-ways.js';
import { counted } from '../../text/counted.js';

/** Classes with the lowest values are told, so many at most. */
const MOST_TOLD = 3;
/** More names than these are not listed. */
const MOST_LISTED = 10;

type Names = readonly string[];

const nameOf = (label: number, names: Names) => names[label] ?? String(label);
const show = (label: number, names: Names) =>
  names[label] === undefined ? String(label) : `${String(label)} (${names[label]})`;

/** The mean, the share of right pixels, and the classes that lower the mean most. */
export function tellMean(counts: PixelCounts, images: number, names: Names): string[] {
  const { correct, pixels } = rightOf(counts);
  const ious = perClassOf(counts).flatMap(({ iou }, label) => (iou === null ? [] : [{ iou, label }]));
  const lowest = [...ious].sort((a, b) => a.iou - b.iou || a.label - b.label).slice(0, MOST_TOLD);
  const ignored = counts.ignored === 0 ? '' : `, ${String(counts.ignored)} more do not count`;
  return [
    `mean intersection over union ${percent(meanIouOf(counts))} of ${counted(ious.length, 'class', 'classes')}`,
    `${percent(correct / Math.max(1, pixels))} of the pixels right (${String(correct)} of ${String(pixels)} in ${counted(images, 'image')}${ignored})`,
    `lowest: ${lowest.map(({ iou, label }) => `${nameOf(label, names)} ${percent(iou)}`).join(', ')}`,
  ];
}

/** Scores that are not finite, one class for all, classes that are missing in truth or prediction. */
export function remarkOnClasses(counts: PixelCounts, names: Names): string[] {
  const undecided = counts.undecided.reduce((sum, count) => sum + count, 0);
  const [truth, predicted] = [truthOf(counts), predictedOf(counts)];
  const said = predicted.flatMap((count, label) => (count > 0 ? [label] : []));
  const [only] = said;
  const isConstant = said.length === 1 && undecided === 0 && only !== undefined;
  const never = predicted.flatMap((count, label) => (count === 0 && (truth[label] ?? 0) > 0 ? [label] : []));
  const neither = predicted.flatMap((count, label) => (count === 0 && truth[label] === 0 ? [label] : []));
  const invented = predicted.flatMap((count, label) => (count > 0 && truth[label] === 0 ? [label] : []));
  return [
    ...(undecided > 0 ? [`the scores of ${String(undecided)} pixels are not finite, which counts as wrong`] : []),
    ...(isConstant ? [`it predicts class ${show(only, names)} for every pixel`] : []),
    ...(never.length > 0 && !isConstant ? [`it never predicts ${list(never, names)}`] : []),
    ...(invented.length > 0 ? [`no pixel is of ${list(invented, names)}, which it predicts: 0 in the mean`] : []),
    ...(neither.length > 0 ? [`not in the mean, because neither there nor predicted: ${list(neither, names)}`] : []),
  ];
}

function list(labels: readonly number[], names: Names): string {
  const shown = labels.slice(0, MOST_LISTED).map((label) => nameOf(label, names));
  return labels.length > shown.length ? `${shown.join(', ')}, ...` : shown.join(', ');
}

/** One remark if another order of the classes has a much higher mean. */
export function remarkOnClassOrder(counts: PixelCounts, names: Names): string[] {
  const order = bestClassOrder(counts.confusion);
  const otherwise = meanIouOf(reorder(counts, order.outputOf));
  if (!isTelling(meanIouOf(counts), otherwise)) return [];
  const how = describeOrder(order, counts.confusion, names);
  return [`${how}: the mean would be ${percent(otherwise)} with the classes numbered as asked`];
}

/** What asking for some images again has shown. */
export function remarkOnMapTrust(finding: TrustFinding): string {
  switch (finding.kind) {
    case 'depends-on-batch':
      return `what it says of an image depends on the others in the batch (${percent(finding.difference)} of the pixels), so each was given to it alone: is batch normalisation still in training mode?`;
    case 'not-repeatable':
      return `asked again with the same images it gives other classes (${percent(finding.difference)} of the pixels), so nothing can be counted: export it without what is random, such as dropout in training mode`;
    case 'changes-weights':
      return 'it changes its own weights while it predicts';
    case 'changes-input':
      return 'it changes the images that it is given';
  }
}
