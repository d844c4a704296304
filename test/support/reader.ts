/** Readers in the sandbox that this machine has: the real ones, for tests of intake. */
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { readerStarter } from '../../grader/sandbox/reading/reader.js';
import type { StartReader } from '../../grader/protocol/reader.js';

const driver = await chooseDriver(undefined);

export const startReader: StartReader = readerStarter(driver);
