/** Warns about classes that are in no class map: points for them are lost by every prediction, and won by none. */
import { segmentedNamed } from '../../checks/asking/targets.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import { countPixels, meanOfBestConstant, truthOf } from './counts.js';
import type { SegmentationCheck } from './schema.js';
import { namesOf } from './names.js';

export function* segmentationWarnings(check: SegmentationCheck, resolved: ResolvedRubric): Iterable<string> {
  const { maps, classes } = segmentedNamed(check.data, resolved);
  const counts = countPixels(maps, maps, classes);
  const names = namesOf(check.data, resolved);
  const absent = truthOf(counts).flatMap((count, label) => (count === 0 ? [names[label] ?? String(label)] : []));
  if (absent.length > 0) {
    const which = `class${absent.length === 1 ? '' : 'es'} ${absent.join(', ')}`;
    yield `"${check.id}": no pixel of data set "${check.data}" is of ${which}: whoever predicts one gets 0 for it, whoever does not is not measured by it`;
  }
  const constant = meanOfBestConstant(counts);
  if (constant > check.ramp.from) {
    yield `"${check.id}": one class for every pixel has a mean of ${constant.toFixed(3)}, more than where the ramp begins (${String(check.ramp.from)}); it earns nothing nevertheless`;
  }
}
