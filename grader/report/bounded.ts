/**
 * Bounds the text and lists of students in a report, whatever is submitted: reports are read by people and stored for
 * every submission of a class. A report stays below 2 MB.
 */
import type { CheckReport, Evidence, Note } from '../schema/report.js';
import type { OutputEvidence } from '../schema/evidence.js';
import type { Submitter } from '../protocol/class-metadata.js';
import { roundPoints } from '../score/points.js';
import { fillIn, setAside } from './bulky.js';
import { allPrintable } from './printable.js';

/** Characters of a name. */
export const LONGEST_NAME = 200;
/** Characters of a submission's id, which names the folder of its report. */
export const LONGEST_ID = 255;
/** Characters of a printed stream, which is also limited in bytes when it is read. */
export const LONGEST_OUTPUT = 64 << 10;
const LONGEST_NOTE = 400;
const MOST_NOTES = 100;
const MOST_SUBMITTERS = 50;
const MOST_OUTPUTS = 250;
/** Characters of all results together, as JSON; the more text there is, the shorter each part is cut. */
const MOST_BYTES = 800_000;
const LENGTHS = [4000, 1000, 250, 60, 20];

/** Results whose text is printable, and together short enough; then as many values and pictures as there is room for. */
export function boundResults(results: readonly CheckReport[]): CheckReport[] {
  const bounded = results.map((result) => ({ ...result, evidence: boundEvidence(result.evidence) }));
  const plain = cutText(bounded.map((result) => ({ ...result, evidence: setAside(result) })));
  return fillIn(plain, bounded, MOST_BYTES - sizeOf(plain));
}

function cutText(results: readonly CheckReport[]): CheckReport[] {
  for (const most of LENGTHS) {
    const cut = allPrintable([...results], most);
    if (sizeOf(cut) <= MOST_BYTES) return cut;
  }
  return allPrintable([...results], LENGTHS.at(-1));
}

const sizeOf = (results: readonly CheckReport[]) => Buffer.byteLength(JSON.stringify(results, null, 2));

/** A student's model may have any number of weights, each of which is an output. */
function boundEvidence(evidence: Evidence): Evidence {
  if (evidence.type !== 'comparison' || evidence.outputs.length <= MOST_OUTPUTS) return evidence;
  const { outputs, firstWrong } = evidence;
  // outputs that lose points come first, before them the one that was wrong first
  const first = outputs.filter(({ name }) => name === firstWrong);
  const lost = outputs.filter(({ earned, possible }) => earned < possible);
  const others = outputs.filter(({ earned, possible }) => earned >= possible);
  const listed = new Set([...new Set([...first, ...lost, ...others])].slice(0, MOST_OUTPUTS));
  const rest = outputs.filter((output) => !listed.has(output));
  return { ...evidence, outputs: [...outputs.filter((output) => listed.has(output)), summaryOf(rest)] };
}

/** One line for the outputs that are not listed; the points of all lines still sum to those of the check. */
function summaryOf(rest: readonly OutputEvidence[]): OutputEvidence {
  const earned = roundPoints(rest.reduce((sum, output) => sum + output.earned, 0));
  const possible = Math.max(earned, roundPoints(rest.reduce((sum, output) => sum + output.possible, 0)));
  const verdict = earned < possible ? 'different' : 'match';
  const sentence = `${String(rest.length)} more, which are not listed one by one`;
  return { name: 'others', verdict, error: null, earned, possible, sentence, notes: [] };
}

/** All notes for staff, and the first of those that are only for the student. */
export function boundNotes(notes: readonly Note[]): Note[] {
  const told = notes.filter(({ audience }) => audience === 'student');
  const left = told.length - MOST_NOTES;
  const shown = new Set(told.slice(0, MOST_NOTES));
  const kept = notes.filter((note) => note.audience !== 'student' || shown.has(note));
  const more: Note[] = left > 0 ? [{ audience: 'student', text: `and ${String(left)} more remarks of this kind` }] : [];
  return allPrintable([...kept, ...more], LONGEST_NOTE);
}

export function boundSubmitters(submitters: readonly Submitter[]): Submitter[] {
  return allPrintable(submitters.slice(0, MOST_SUBMITTERS), LONGEST_NAME);
}
