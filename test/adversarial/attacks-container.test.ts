/** Every attack as root of a container with Docker's default rights and no namespaces. */
import { afterAll } from '@jest/globals';
import { removeFolders } from '../support/folders.js';
import { checkAttacks } from './check-attacks.js';

afterAll(removeFolders);
checkAttacks('container');
