/**
 * The unit tests of the rooms that mutation testing looks at (npm run mutate): they need no build but the validators.
 * MUTATE_ROOMS=score,report takes the tests of these rooms only. SLOW ones are left out: they take longer than all other
 * files together.
 */
import config from './jest.config.js';

const ROOMS = ['checks', 'kinds', 'rubric', 'plan', 'numerics', 'score', 'report', 'files'];
const SLOW = ['kinds/false-pass', 'kinds/model-gradient/many-weights', 'numerics/golden', 'report/bounded'];
const rooms = process.env.MUTATE_ROOMS?.split(',') ?? ROOMS;
// nothing built is started
const { globalSetup: _build, ...shared } = config;

export default {
  ...shared,
  roots: rooms.map((room) => `<rootDir>/test/unit/${room}`),
  testPathIgnorePatterns: ['/node_modules/', ...SLOW.map((file) => `unit/${file}\\.test\\.ts$`)],
  reporters: ['default'],
};
