/** Recognises a model that numbers the classes differently: counted from one, exchanged, in alphabetical order. */
import { describeOrder } from '../../checks/judging/class-order.js';
import { bestClassOrder } from '../../numerics/class-order.js';
import { percent } from '../../text/percent.js';
import { isTelling } from './other-reading.js';
import { confusionOf, countCorrect, type Predictions } from './predictions.js';

/** One remark if another order of the classes is right much more often; `names` may be empty. */
export function remarkOnOrder(
  labels: Int32Array,
  { classes }: Predictions,
  names: readonly string[],
  count: number,
): string[] {
  const confusion = confusionOf(labels, classes, count);
  const order = bestClassOrder(confusion);
  const right = countCorrect(labels, classes) / labels.length;
  const share = order.correct / labels.length;
  if (!isTelling(right, share)) return [];
  if (count === 2) return [`with the two classes swapped it would be ${percent(share)}: which one is 1?`];
  return [
    `${describeOrder(order, confusion, names)}: it would be ${percent(share)} with the classes numbered as in the homework`,
  ];
}
