/** The unit tests of the rooms that mutation testing looks at (npm run mutate): they need no build and no sandbox. */
import config from './jest.config.js';

const { globalSetup: _build, ...rest } = config;

export default {
  ...rest,
  roots: ['checks', 'kinds', 'numerics', 'score', 'report', 'files'].map((room) => `<rootDir>/test/unit/${room}`),
  reporters: ['default'],
};
