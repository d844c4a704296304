/** Attacks as root in a container with Docker's default rights and without namespaces. */
import { afterAll } from '@jest/globals';
import { removeFolders } from '../support/folders.js';
import { checkAttacks } from './check-attacks.js';

afterAll(removeFolders);
checkAttacks('container');
