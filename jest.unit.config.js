/**
 * The unit tests of the rooms that mutation testing looks at (npm run mutate). MUTATE_ROOMS=score,report takes the tests
 * of these rooms only: every mutant loads every test file that is listed here. The search for false passes is left out:
 * it takes longer than all other files together.
 */
import config from './jest.config.js';

const ROOMS = ['checks', 'kinds', 'numerics', 'score', 'report', 'files'];
const rooms = process.env.MUTATE_ROOMS?.split(',') ?? ROOMS;

export default {
  ...config,
  roots: rooms.map((room) => `<rootDir>/test/unit/${room}`),
  testPathIgnorePatterns: ['/node_modules/', 'kinds/false-pass\\.test\\.ts$'],
  reporters: ['default'],
};
