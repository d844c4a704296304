/** A share of the unit tests: test/support/group.ts. */
import { describeGroup } from '../support/group.js';

describeGroup();
