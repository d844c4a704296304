/** All tests, as `npm test` runs them: unit tests in groups of files, for the sake of time (test/support/group.ts). */
import config from './jest.config.js';

export default { ...config, testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/unit/'] };
