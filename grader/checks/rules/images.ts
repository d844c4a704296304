/** Rules for sizes and classes of images, wherever they are in a rubric. */
import type { ImageSizeFields } from '../../tensor/images.js';
import type { Path, RuleProblem } from './rule.js';

export function* classesDiffer(path: Path, classes: readonly string[]): Iterable<RuleProblem> {
  for (const [index, name] of classes.entries()) {
    if (classes.indexOf(name) === index) continue;
    const sentence = `class "${name}" occurs twice: each number needs its own name`;
    yield { path: [...path, 'classes', index], sentence };
  }
}

/** Either side, or width and height; `isNeeded` if there is no default size. */
export function* sizeIsWhole(
  path: Path,
  { side, width, height }: ImageSizeFields,
  { isNeeded }: { readonly isNeeded: boolean },
): Iterable<RuleProblem> {
  const both = width !== undefined && height !== undefined;
  const either = width !== undefined || height !== undefined;
  if (side !== undefined && either) {
    const key = width === undefined ? 'height' : 'width';
    yield { path: [...path, key], sentence: `side and ${key}: give side for square images, else width and height` };
  } else if (either && !both) {
    const [there, other] = width === undefined ? ['height', 'width'] : ['width', 'height'];
    yield { path: [...path, there], sentence: `${there} without ${other}: give both, or side for square images` };
  } else if (isNeeded && side === undefined && !both) {
    yield { path, sentence: 'the size of the images is missing: give side for square images, else width and height' };
  }
}
