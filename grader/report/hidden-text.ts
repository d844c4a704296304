/**
 * Removes text chosen by student code from results of non-visible checks. During such a check, student code has data
 * that students must not see, and it chooses the text of errors, keys and objects. The result may be shown later, so a
 * fixed sentence with the code replaces this text. The report for staff keeps it.
 */
import { kindNamed } from '../kinds/index.js';
import type { CheckReport, Evidence } from '../schema/report.js';
import type { OutputEvidence, StudentErrorReport } from '../schema/evidence.js';
import { errorOf } from './error-of.js';

/** Errors about limits and files, whose text student code cannot choose. */
const OWN_WORDS = new Set([
  ...['TIME_LIMIT', 'MEMORY_LIMIT', 'OUTPUT_LIMIT', 'PROTOCOL_VIOLATION'],
  ...['MISSING_FILE', 'MODEL_REJECTED', 'TOO_LARGE', 'ANSWER_INVALID', 'PATH_ESCAPE', 'BAD_ARCHIVE'],
]);
/** Verdicts whose sentences quote what was returned instead of numbers, or the members of an object. */
const QUOTING: Readonly<Partial<Record<OutputEvidence['verdict'], string>>> = {
  missing: 'is missing',
  unusable: 'is not numbers',
  impure: 'shows that the function keeps state or changes what it is given',
};

export function withoutHiddenText(result: CheckReport): CheckReport {
  const { visibility, kind, evidence } = result;
  if (visibility === 'visible' || kindNamed(kind)?.quotesStudent === false) return result;
  const error = errorOf(evidence);
  const outputs = evidence.type === 'comparison' ? evidence.outputs : [];
  const quoting = outputs.filter(({ verdict }) => QUOTING[verdict] !== undefined);
  if (error !== undefined && !OWN_WORDS.has(error.code)) {
    return { ...result, summary: sentenceOf(error), evidence: clean(evidence) };
  }
  if (error !== undefined || quoting.length === 0) return result;
  const summary = quoting.map(({ name, verdict }) => `${name} ${QUOTING[verdict] ?? ''}`).join('; ');
  return { ...result, summary, evidence: clean(evidence) };
}

function sentenceOf({ code }: StudentErrorReport): string {
  return `failed with ${code}; what was said is kept for staff, because this check is not a visible one`;
}

function clean(evidence: Evidence): Evidence {
  if (evidence.type === 'error') return { type: 'error', error: cleanError(evidence.error) };
  if (evidence.type !== 'comparison') return evidence;
  const { error, ...rest } = evidence;
  const outputs = evidence.outputs.map((output) => {
    const sentence = QUOTING[output.verdict];
    return sentence === undefined ? output : { ...output, sentence, notes: [] };
  });
  return { ...rest, outputs, ...(error === undefined ? {} : { error: cleanError(error) }) };
}

/** The error without message, location and line of code. */
function cleanError(error: StudentErrorReport): StudentErrorReport {
  return OWN_WORDS.has(error.code) ? error : { code: error.code, message: sentenceOf(error) };
}
