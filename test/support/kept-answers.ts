/** What models answer, kept for the tests of one file: where that is not what is tested, a model is asked once. */
import { folderCache } from '../../grader/cache/blobs.js';
import { evaluationsIn } from '../../grader/kept/evaluations.js';
import { makeFolder } from './folders.js';

export const keptAnswers = () => evaluationsIn(folderCache(makeFolder()));
