/** Attacks as an ordinary user, where namespaces are forbidden. */
import { afterAll } from '@jest/globals';
import { removeFolders } from '../support/folders.js';
import { checkAttacks } from './check-attacks.js';

afterAll(removeFolders);
checkAttacks('user');
