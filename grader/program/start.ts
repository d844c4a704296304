#!/usr/bin/env node
/**
 * Starts the command line. It is bundled as a CommonJS script of its own, because Node.js starts one earlier than an ES
 * module. Nothing else may be imported here: what is imported is compiled at each start.
 */
import { loadMain } from './load.js';
import { whyNotOn } from './node-version.js';

/** EXIT.SYSTEM of errors.ts, which would bring more. */
const SYSTEM = 4;

const why = whyNotOn(process.versions.node);
if (why === null) {
  void loadMain(import.meta.dirname).runCommandLine(process.argv.slice(2));
} else {
  process.stderr.write(why);
  process.exitCode = SYSTEM;
}
