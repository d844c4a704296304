/** Real readers, in a sandbox of this machine, for tests of intake. */
import { beforeAll } from '@jest/globals';
import { chooseDriver } from '../../grader/sandbox/drivers/choose.js';
import type { Driver } from '../../grader/sandbox/drivers/driver.js';
import { readerStarter } from '../../grader/sandbox/reading/reader.js';
import type { StartReader } from '../../grader/protocol/reader.js';

let driver: Driver;
beforeAll(async () => {
  driver = await chooseDriver(undefined);
});

export const startReader: StartReader = (folder, limits) => readerStarter(driver)(folder, limits);
