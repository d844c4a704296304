/** The share of the runtime's features that was compared with formulas in double precision. */
import { sayWitness, WITNESS, witnessAll } from '../support/witness/witness-all.js';

export async function benchWitness(print: (name: string, value: string) => void): Promise<void> {
  const [coverage = '', ...backends] = sayWitness(await witnessAll(WITNESS.count, WITNESS.seed));
  print('layers and options with a witness', coverage);
  for (const line of backends) print('', line);
}
