/**
 * Adjusts the points of one check of one submission, or takes that back. The decision and its line of the audit trail are on
 * the disk before any report changes: an adjustment that was interrupted is applied by whatever writes the report next. Relies on decided/ to apply
 * it.
 */
import { closest } from 'fastest-levenshtein';
import { ensureWritable } from '../atomic.js';
import type { AdjustmentLine } from '../decided/adjustment-lines.js';
import { isPublished } from '../decided/decisions.js';
import { GraderError } from '../errors.js';
import { printableUpTo } from '../report/printable.js';
import type { CheckReport, GradeReport } from '../schema/report.js';
import { adjustReport, type Adjustment } from '../score/adjusted.js';
import { counted } from '../text/counted.js';
import { shownPoints } from '../text/points.js';
import type { Changing } from './changing.js';
import { changeOf, type ReportChange } from './difference.js';
import { finishing } from './left-undone.js';
import { folderOf, reportIn, type KeptReport } from './run.js';

export interface AdjustRequest extends Pick<AdjustmentLine, 'submission' | 'check' | 'change' | 'reason' | 'author'> {
  /** Also lowers a score that is out. */
  readonly allowLower: boolean;
}

export interface AdjustedMark {
  readonly change: ReportChange;
  readonly before: CheckReport | null;
  readonly after: CheckReport | null;
  /** What could not be done as it was asked for, one sentence each. */
  readonly remarks: readonly string[];
  /** The report was not as it was written. It is kept. */
  readonly wasEdited: boolean;
}

const LONGEST_REASON = 1000;
const LONGEST_AUTHOR = 200;

export async function adjust(changing: Changing, request: AdjustRequest): Promise<AdjustedMark> {
  const { run, now } = changing;
  const { submission: id } = request;
  const read = await reportIn(run, id);
  if (read.status === 'refused') throw unreadable(id, read);
  const { report: before, isEdited } = read;
  const line: AdjustmentLine = {
    ...{ submission: id, check: request.check, change: request.change },
    reason: wordsOf('--reason', request.reason, LONGEST_REASON),
    author: wordsOf('--author', request.author, LONGEST_AUTHOR),
    at: now.toISOString(),
  };
  const earlier = decidedBefore(changing, before, line);
  if (earlier === null) await decideAnew(changing, before, line, request);
  const finish = `Then give the same command again, or continue the run with \`tuxgrade batch --resume\`.`;
  const after = await finishing({ what: 'The adjustment', finish }, async () => {
    const replaced = await changing.replace({ id, before: read }, before, entryFor(changing, id, isEdited));
    await changing.writeClass();
    return replaced;
  });
  return {
    change: changeOf(before, after.report),
    before: markIn(before, line.check),
    after: markIn(after.report, line.check),
    remarks: [...(earlier === null ? [] : [earlier]), ...after.remarks],
    wasEdited: isEdited,
  };
}

async function decideAnew(
  changing: Changing,
  before: GradeReport,
  line: AdjustmentLine,
  { allowLower }: AdjustRequest,
): Promise<void> {
  const { decisions, run, now } = changing;
  assertPossible(before, line, decisions.adjustments.get(line.submission));
  if (isPublished(decisions, now) && !allowLower) assertNotLower(changing, before, line);
  // most of what can fail fails while nothing is decided
  for (const folder of [run.folder, folderOf(run, line.submission)]) await ensureWritable(folder, null);
  const { submission, check, change, reason, author, at } = line;
  await changing.decide({
    adjustment: line,
    audit: {
      ...{ at, action: change === 'undo' ? 'undo' : 'adjust', by: author },
      details: {
        ...{ submission, check, reason },
        ...(change === 'undo' ? {} : change),
        before: markIn(before, check)?.earned ?? null,
        after: markIn(reportWith(changing, before, line), check)?.earned ?? null,
      },
    },
  });
}

/** Says so if just this is decided already, as when it could not be written everywhere; null otherwise. */
function decidedBefore({ decisions }: Changing, report: GradeReport, line: AdjustmentLine): string | null {
  const { submission: id, check, change, reason, author } = line;
  const made = decisions.adjustments.get(id)?.get(check);
  if (change === 'undo') {
    const isLeft = made === undefined && markIn(report, check)?.adjustment !== undefined;
    return isLeft ? `the adjustment of ${check} was taken back before: no other decision is recorded` : null;
  }
  const isSame = made !== undefined && made.reason === reason && made.author === author && isEqual(made.change, change);
  return isSame ? `${check} was adjusted just so on ${made.at}: no other decision is recorded` : null;
}

function isEqual(one: Adjustment['change'], other: Adjustment['change']): boolean {
  return 'by' in one ? 'by' in other && one.by === other.by : 'points' in other && one.points === other.points;
}

function markIn({ results }: GradeReport, check: string): CheckReport | null {
  return results.find(({ id }) => id === check) ?? null;
}

/** What somebody edited was not to be kept by a run that is continued, and what is made of it is not either. */
function entryFor({ run }: Changing, id: string, isEdited: boolean) {
  return isEdited ? null : (run.entries.get(id) ?? null);
}

function unreadable(id: string, { because }: Extract<KeptReport, { status: 'refused' }>): GraderError {
  return new GraderError('USAGE', `${id} ${because}`, {
    advice: 'Finish the run with `tuxgrade batch --resume`, or grade this submission with `tuxgrade regrade`.',
  });
}

/** One line of words that anything may show. */
function wordsOf(option: string, text: string, most: number): string {
  const words = text.replace(/\s+/g, ' ').trim();
  if (words === '') throw new GraderError('USAGE', `${option} is empty`, { advice: `Say it: ${option} "..."` });
  if (words.length > most) {
    throw new GraderError(
      'USAGE',
      `${option} has ${String(words.length)} characters, expected at most ${String(most)}`,
    );
  }
  return printableUpTo(words, most);
}

/** `made` are the adjustments of the submission until now. */
function assertPossible(
  report: GradeReport,
  { check, change }: AdjustmentLine,
  made: ReadonlyMap<string, Adjustment> | undefined,
): void {
  const { id } = report.submission;
  if (change === 'undo') {
    // also of a check that the rubric no longer has
    if (made?.has(check) === true) return;
    findCheck(report, check);
    throw new GraderError('USAGE', `${check} of ${id} is not adjusted, so there is nothing to undo`);
  }
  const result = findCheck(report, check);
  if ('by' in change) {
    const machine = result.adjustment === undefined ? result.earned : result.adjustment.machine;
    if (!Number.isFinite(change.by)) throw new GraderError('USAGE', '--by is not a number');
    if (machine !== null) return;
    throw new GraderError('USAGE', `${check} of ${id} is not graded: there are no points to add to`, {
      advice: 'Give the points with --points.',
    });
  }
  const { points } = change;
  if (!Number.isFinite(points)) throw new GraderError('USAGE', '--points is not a number');
  if (points >= 0 && points <= result.possible) return;
  throw new GraderError(
    'USAGE',
    `--points ${String(points)}: ${check} has from 0 to ${counted(result.possible, 'point')}`,
  );
}

function findCheck({ results, rubric }: GradeReport, wanted: string): CheckReport {
  const found = results.find(({ id }) => id === wanted);
  if (found !== undefined) return found;
  const ids = results.map(({ id }) => id);
  const near = ids.length === 0 ? '' : ` Did you mean ${closest(wanted, ids)}?`;
  throw new GraderError('USAGE', `${rubric.id} has no check ${wanted}.${near}`, {
    advice: `Its checks are ${ids.join(', ')}.`,
  });
}

function assertNotLower(changing: Changing, before: GradeReport, line: AdjustmentLine): void {
  const lowered = changeOf(before, reportWith(changing, before, line)).checks.find(({ before: old, after }) => {
    return old !== null && after !== null && (after.earned ?? -1) < (old.earned ?? -1);
  });
  if (lowered === undefined) return;
  const [from, to] = [lowered.before, lowered.after].map((mark) => shownPoints(mark?.earned ?? null));
  throw new GraderError(
    'USAGE',
    `the scores are out, and this would lower ${lowered.id} of ${line.submission} from ${from ?? ''} to ${to ?? ''}`,
    { advice: 'Add --allow-lower if that is meant.' },
  );
}

/** What the decision will make of the report. */
function reportWith({ decisions }: Changing, before: GradeReport, { change, ...line }: AdjustmentLine): GradeReport {
  const all = new Map(decisions.adjustments.get(line.submission));
  if (change === 'undo') all.delete(line.check);
  else all.set(line.check, { ...line, change });
  return adjustReport(before, all).report;
}
