/**
 * A model.json as tf.js 4.22 can run it. Whoever reads one, to examine it or to load it, reads it through this, so that
 * there is one reading.
 */
import type { JsonRecord } from '../schema/fields.js';
import { isKeras2, translateKeras2 } from './keras2.js';
import { translateKeras3, type Translated } from './keras3.js';
import { withoutControlInputs } from './loops.js';

/** Never throws. */
export function translateModel(model: JsonRecord): Translated {
  const plain = withoutControlInputs(model);
  return isKeras2(plain) ? translateKeras2(plain) : translateKeras3(plain);
}
