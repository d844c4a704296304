/**
 * How images are fed to a model that says in what shape it takes them: as they are, with the channels last, or with the
 * channels first, as PyTorch has them. Pure.
 */
import type { ModelFacts } from '../../protocol/model-facts.js';
import type { Layout } from '../../protocol/model-forms.js';

export type Feeding =
  | { readonly ok: true; readonly channelsFirst: boolean }
  /** Neither order fits. */
  | { readonly ok: false; readonly why: 'shape' }
  /** Both orders fit. */
  | { readonly ok: false; readonly why: 'ambiguous' };

type Sides = readonly (number | null)[];

/** `input` is the shape of one example in the rubric; its `layout` decides where both orders fit. */
export function feedingOf(
  { format, inputShape }: Pick<ModelFacts, 'format' | 'inputShape'>,
  { input, layout }: { readonly input: readonly number[]; readonly layout?: Layout | undefined },
): Feeding {
  if (inputShape === null) return { ok: true, channelsFirst: false };
  const last = fits(inputShape, input);
  const turned = turnedOf(input);
  const first = format === 'onnx-model' && turned !== null && fits(inputShape, turned);
  if (!last && !first) return { ok: false, why: 'shape' };
  if (last && first && layout === undefined) return { ok: false, why: 'ambiguous' };
  return { ok: true, channelsFirst: last && first ? layout === 'channels-first' : first };
}

/** The sides of an image with its channels first; null for an example that is not an image. */
export function turnedOf(input: readonly number[]): readonly number[] | null {
  const [height, width, channels] = input;
  if (input.length !== 3 || height === undefined || width === undefined || channels === undefined) return null;
  return [channels, height, width];
}

function fits(takes: Sides, given: Sides): boolean {
  return takes.length === given.length && takes.every((side, axis) => side === null || side === given[axis]);
}
