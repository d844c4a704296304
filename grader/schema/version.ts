/** The versions of the grader, read from package.json, and of its reports. */
import { createRequire } from 'node:module';

/** Of report.json. */
export const REPORT_VERSION = 2;

/** Of the grader. */
export const VERSION = (createRequire(import.meta.url)('../../package.json') as { version: string }).version;
