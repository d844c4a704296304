/**
 * Translates any model.json to one that tf.js 4.22 can run. All code that examines or loads a model must read it
 * through this, so that there is only one reading.
 */
import type { JsonRecord } from '../text/fields.js';
import { whyChannelsFirst } from './channels-first.js';
import { isKeras2, translateKeras2 } from './keras2.js';
import { isKeras3, translateKeras3, type Translated } from './keras3.js';
import { withoutControlInputs } from './loops.js';
import { translateOlder } from './older.js';
import { withUniqueNames } from './unique-names.js';
import { setUnusedAside } from './unused.js';

/** Never throws. */
export function translateModel(model: JsonRecord): Translated {
  const channelsFirst = whyChannelsFirst(model);
  if (channelsFirst !== null) return { ok: false, problem: channelsFirst };
  const plain = withUniqueNames(withoutControlInputs(model));
  const translated = isKeras3(plain) ? translateKeras3(plain) : translateBefore(translateOlder(plain));
  return translated.ok ? { ok: true, model: setUnusedAside(translated.model) } : translated;
}

function translateBefore(model: JsonRecord): Translated {
  return isKeras2(model) ? translateKeras2(model) : { ok: true, model };
}
