#!/usr/bin/env node
/**
 * Starts the command line. It is bundled as a CommonJS script of its own, because Node.js starts one earlier than an ES
 * module. Little may be imported here: what is imported is compiled at each start.
 */
import { EXIT } from '../errors.js';
import { loadMain } from './load.js';
import { whyNotOn } from './node-version.js';

const why = whyNotOn(process.versions.node);
if (why === null) {
  void loadMain(import.meta.dirname).runCommandLine(process.argv.slice(2));
} else {
  process.stderr.write(why);
  process.exitCode = EXIT.SYSTEM;
}
