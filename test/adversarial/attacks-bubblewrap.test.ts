/** Every attack in namespaces of their own. */
import { afterAll } from '@jest/globals';
import { removeFolders } from '../support/folders.js';
import { checkAttacks } from './check-attacks.js';

afterAll(removeFolders);
checkAttacks('bubblewrap');
