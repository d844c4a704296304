/** Names what is wrong with the shape of a segmentation model's outputs, and how to fix it. */
import { scoresOf, type MapForm } from '../../tensor/class-maps.js';
import { sizeOf } from '../../tensor/tensor.js';

/** A sentence; null for a score of each class of each pixel. `sides` is the shape for one image. */
export function shapeProblemOf(path: string, images: number, sides: readonly number[], form: MapForm): string | null {
  const expected = scoresOf(form);
  if (sides.join() === expected.join()) return null;
  const show = (shape: readonly number[]) => `[${[images, ...shape].join(', ')}]`;
  const advice = adviceFor(sides, form);
  return `${path} gave outputs of shape ${show(sides)}, expected ${show(expected)}${advice === null ? '' : `: ${advice}`}`;
}

function adviceFor(sides: readonly number[], form: MapForm): string | null {
  const { height, width, classes } = form;
  const is = (...shape: readonly number[]) => sides.join() === shape.join();
  const whole = `[${scoresOf(form).join(', ')}]`;
  if (is(classes, height, width)) return 'the classes are last here; let it end with a Permute layer of dims [2, 3, 1]';
  if (is(classes, height * width))
    return `let it end with a Permute layer of dims [2, 1] and a Reshape layer to ${whole}`;
  if (is(height, width) || is(height, width, 1)) {
    return 'this is one number for each pixel, not a score for each class; leave out the argmax, or give the last convolution a filter for each class';
  }
  if (is(width, height, classes)) return 'the height is first here';
  if (is(classes)) return 'this is one class for a whole image; leave out what flattens or averages it';
  if (sizeOf(sides) === sizeOf(scoresOf(form))) return `let it end with a Reshape layer to ${whole}`;
  if (is(height, width, classes + 1)) return 'do its labels count from 1, so that class 0 is never used?';
  if (is(height, width, classes - 1)) return 'is a class missing, such as the background?';
  return adviceForSize(sides, form);
}

/** Scores for an image that is smaller or larger. */
function adviceForSize([rows = 0, columns = 0, classes]: readonly number[], form: MapForm): string | null {
  if (classes !== form.classes || rows === 0 || columns === 0) return null;
  const [down, across] = [form.height / rows, form.width / columns];
  if (Number.isInteger(down) && Number.isInteger(across)) {
    return `its map is smaller than the image; enlarge it with an UpSampling2D layer of size [${String(down)}, ${String(across)}] or a transposed convolution`;
  }
  return 'its map is not as large as the image; convolutions keep the size with padding "same", and each stride or pooling has to be undone';
}
