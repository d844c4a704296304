/** Real readers, in a sandbox of this machine, for tests of intake. */
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import { readerStarter } from '../../grader/sandbox/reading/reader.js';
import type { StartReader } from '../../grader/protocol/reader.js';

const driver = await chooseDriver(undefined);

export const startReader: StartReader = readerStarter(driver);
