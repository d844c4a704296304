/**
 * Autolab: the last two lines that an autograder prints. The first is what students see, as semantic feedback; the last has
 * the points of each problem, whose names are the ids of the checks. Pure.
 */
import { cutText } from '../report/printable.js';
import { roundPoints } from '../score/points.js';
import type { StudentReport } from '../report/for-students.js';
import { checkLines, oneLine, titleWithPoints } from './lines.js';
import { isOpen, lateFactor, shownResults, shownScore, tellNoPoints } from './shown.js';
import type { CourseSystemOut, NotWritten, Written } from './system.js';

const STAGE = 'Checks';
/** Characters of a hint: the page of a submission has a line for it. */
const MOST_CHARACTERS = 2000;

function write(report: StudentReport): Written | NotWritten {
  if (shownScore(report).earned === null) {
    return {
      because: `${tellNoPoints(isOpen(report))}, so there are no scores for Autolab: it keeps those that it has`,
    };
  }
  const shown = shownResults(report);
  const factor = lateFactor(report);
  const tests = shown.map((result) => {
    const hint = cutText(checkLines(result).map(oneLine).join(' '), MOST_CHARACTERS);
    const passed = result.status === 'passed';
    // two checks may have one title
    const name = `${titleWithPoints(result)} (${result.id})`;
    return [name, passed ? { passed } : { passed, hint }] as const;
  });
  const semantic = { _presentation: 'semantic', stages: [STAGE], [STAGE]: Object.fromEntries(tests) };
  const scores = shown.map(({ id, earned }) => [id, roundPoints((earned ?? 0) * factor)] as const);
  const lines = [semantic, { scores: Object.fromEntries(scores) }].map((line) => JSON.stringify(line));
  return { text: `${lines.join('\n')}\n`, remarks: [] };
}

export const autolab: CourseSystemOut = { name: 'autolab', ending: '.txt', write };
