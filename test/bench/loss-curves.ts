/** The shares of right verdicts on simulated losses, by family and number of rows. */
import { readCurve } from '../../grader/numerics/loss-curve.js';
import { FAMILIES, shareRight } from '../support/loss-families.js';

const ROWS = [30, 200, 2000];
const SEEDS = 1000;

export function benchLossCurves(print: (name: string, value: string) => void): void {
  print('verdicts on loss curves', `% right of ${String(SEEDS)} each, of ${ROWS.join(', ')} rows`);
  for (const family of FAMILIES) {
    const shares = ROWS.map((rows) => shareRight(family, rows, SEEDS, (values) => readCurve(values).verdict));
    print(`  ${family.name}`, shares.map((share) => (100 * share).toFixed(1).padStart(6)).join(''));
  }
}
