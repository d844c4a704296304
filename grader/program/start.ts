#!/usr/bin/env node
/**
 * Starts the command line. It is bundled as a CommonJS script of its own, because Node.js starts one earlier than an ES
 * module. Nothing else may be imported here: what is imported is compiled at each start.
 */
import { loadMain } from './load.js';

void loadMain(import.meta.dirname).runCommandLine(process.argv.slice(2));
