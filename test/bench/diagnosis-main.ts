/**
 * The part of `npm run bench` about the diagnosis; with `--draw`, `npm run confusion`, which draws the confusion matrix anew
 * into docs/pages/confusion.svg. A program of its own, because it has tf.js bundled.
 */
import { writeFileSync } from 'node:fs';
import { drawConfusion } from '../support/confusion-picture.js';
import { singles } from '../support/confusion-rows.js';
import { NETWORK_NAMES } from '../support/wrong-programs/index.js';
import { benchDiagnosis } from './diagnosis.js';

if (process.argv.includes('--draw')) {
  writeFileSync('docs/pages/confusion.svg', drawConfusion(NETWORK_NAMES.flatMap(singles)));
} else {
  benchDiagnosis((name, value) => process.stdout.write(`${name.padEnd(46)} ${value}\n`));
}
