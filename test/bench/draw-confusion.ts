/** `npm run confusion`: draws the confusion matrix of the diagnosis anew into docs/pages/confusion.svg. */
import { writeFileSync } from 'node:fs';
import { drawConfusion } from '../support/confusion-picture.js';
import { singles } from '../support/confusion-rows.js';
import { NETWORK_NAMES } from '../support/wrong-programs/index.js';

writeFileSync('docs/pages/confusion.svg', drawConfusion(NETWORK_NAMES.flatMap(singles)));
