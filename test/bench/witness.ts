/** How much of what the runtime can run has been held against formulas in double precision. */
import { sayWitness, witnessAll } from '../support/witness/witness-all.js';

const COUNT = 1290;
const SEED = 20_261_126;

export async function benchWitness(print: (name: string, value: string) => void): Promise<void> {
  const [coverage = '', ...backends] = sayWitness(await witnessAll(COUNT, SEED));
  print('layers and options with a witness', coverage);
  for (const line of backends) print('', line);
}
