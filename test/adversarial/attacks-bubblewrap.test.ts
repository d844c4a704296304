/** Every attack in the bubblewrap sandbox. */
import { afterAll } from '@jest/globals';
import { removeFolders } from '../support/folders.js';
import { checkAttacks } from './check-attacks.js';

afterAll(removeFolders);
checkAttacks('bubblewrap');
