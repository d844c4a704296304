/** What a student should know beside the share that is right: which mistake the outputs of a model look like. */
import { bestClassOrder } from '../numerics/class-order.js';
import type { TrustFinding } from '../schema/observation.js';
import { confusionOf, countCorrect, type Predictions } from './predictions.js';

/** Without rounding up to a share that was not reached. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Another reading of the outputs is told when it is right so much more often, and for most examples. */
const MUCH_MORE = 0.15;
const MOST = 0.5;

function isTelling(right: number, otherwise: number): boolean {
  return otherwise >= MOST && otherwise >= right + MUCH_MORE;
}

/** Outputs that are not finite, or all alike. */
export function remarkOnOutputs({ classes, nonFinite }: Predictions, names: readonly string[]): string[] {
  const constant = nonFinite === 0 && new Set(classes).size === 1;
  const only = classes[0] ?? 0;
  const name = names[only] === undefined ? '' : ` (${names[only]})`;
  return [
    ...(nonFinite > 0 ? [`${String(nonFinite)} outputs are not finite and count as wrong`] : []),
    ...(constant ? [`it predicts class ${String(only)}${name} for every example`] : []),
  ];
}

/** Logits for probabilities, or the other way round; neither costs anything. */
export function remarkOnForm(
  { areProbabilities }: Predictions,
  width: number,
  count: number,
  gives: 'logits' | 'probabilities' | undefined,
): string[] {
  if (width === 1) return count === 2 && !areProbabilities ? ['outputs outside [0, 1] were read as logits'] : [];
  if (gives === 'logits' && areProbabilities) {
    return [
      'its outputs are probabilities and logits are asked for: the largest is the same one, but a loss that applies softmax again learns slowly',
    ];
  }
  if (gives === 'probabilities' && !areProbabilities) {
    return ['its outputs are no probabilities: they were read as logits, the largest is the same one'];
  }
  return [];
}

/** A model that knows the classes by other numbers. */
export function remarkOnOrder(
  labels: Int32Array,
  { classes }: Predictions,
  names: readonly string[],
  count: number,
): string[] {
  const order = bestClassOrder(confusionOf(labels, classes, count));
  const right = countCorrect(labels, classes) / labels.length;
  if (order === null) return [];
  const share = order.correct / labels.length;
  if (!isTelling(right, share)) return [];
  if (count === 2) return [`with the two classes swapped it would be ${percent(share)}: which one is 1?`];
  return [`${describeOrder(order.outputOf, names)}: it would be ${percent(share)} with the classes numbered as asked`];
}

function describeOrder(outputOf: readonly number[], names: readonly string[]): string {
  const count = outputOf.length;
  const shift = ((outputOf[0] ?? 0) + count) % count;
  if (outputOf.every((output, label) => output === (label + shift) % count)) {
    const by = shift > count / 2 ? shift - count : shift;
    return `its class numbers are off by ${by > 0 ? '+' : ''}${String(by)} (class ${String(count - 1)} is its ${String(outputOf[count - 1])})`;
  }
  const numberOf = (label: number) => names[label] ?? String(label);
  const own = outputOf.map((_output, place) => numberOf(outputOf.indexOf(place)));
  const alphabetical = own.every((name, index) => index === 0 || (own[index - 1] ?? '') < name);
  const how = alphabetical && names.length > 0 ? 'in alphabetical order' : 'in another order';
  return `its classes are ${how} (${own.join(', ')}; asked is ${names.length > 0 ? names.join(', ') : 'by number'})`;
}

/** A model that was trained on pixels from 0 to 255 and is given them from 0 to 1. */
export function remarkOnScale(scaledRight: number, unscaledRight: number, total: number): string[] {
  const [scaled, unscaled] = [scaledRight / total, unscaledRight / total];
  if (total === 0 || !isTelling(scaled, unscaled)) return [];
  return [
    `with pixel values from 0 to 255 it is right for ${percent(unscaled)} of ${String(total)} of these examples: it was trained without dividing them by 255, as they are here`,
  ];
}

/** What the passes over some examples again have shown. */
export function remarkOnTrust(finding: TrustFinding): string {
  switch (finding.kind) {
    case 'depends-on-batch':
      return `what it says of an example depends on the others in the batch (by ${show(finding.difference)}${others(finding.changed)}), so each was given to it alone: is batch normalisation still in training mode?`;
    case 'not-repeatable':
      return `asked again with the same examples it gives other outputs (by ${show(finding.difference)}), so nothing can be counted: export it without what is random, such as dropout in training mode`;
    case 'changes-weights':
      return 'it changes its own weights while it predicts';
    case 'changes-input':
      return 'it changes the examples that it is given';
  }
}

function others(changed: number): string {
  if (changed === 0) return '';
  return `; ${String(changed)} of those asked again ${changed === 1 ? 'gets' : 'get'} another class`;
}

function show(difference: number): string {
  return Number.isFinite(difference)
    ? `${String(Number((100 * difference).toPrecision(2)))} % of their spread`
    : 'more than can be told';
}
