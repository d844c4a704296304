/**
 * What staff decided about a run, and the only place that applies it: every report of a run is written through here, so
 * that adjustments and publishing survive whatever grades or judges again.
 */
import type { GradeReport } from '../schema/report.js';
import { adjustReport } from '../score/adjusted.js';
import { releaseAt, type Release } from '../report/release.js';
import { writeReport } from '../report/writers/files.js';
import type { Adjustments } from './adjustment-lines.js';
import { ADJUSTMENTS, adjustmentsIn } from './adjustments.js';
import { PUBLICATION, publicationIn, type Publication } from './publication.js';
import { UNDER_WAY, underWayIn } from './under-way.js';

export interface Decisions {
  readonly adjustments: Adjustments;
  readonly publication: Publication | null;
  /** What is damaged and not used, in words, with its file. */
  readonly damage: readonly string[];
}

export interface Decided {
  readonly report: GradeReport;
  /** The adjustments that could not be applied as they were made, one sentence each. */
  readonly remarks: readonly string[];
}

export async function decisionsIn(folder: string): Promise<Decisions> {
  const found = await underWayIn(folder);
  const underWay = found === 'damaged' ? null : found;
  const { adjustments, damage } = await adjustmentsIn(folder, underWay?.adjustment);
  const published =
    underWay?.publication === undefined
      ? await publicationIn(folder)
      : { publication: underWay.publication, damage: [] };
  return {
    adjustments,
    publication: published.publication,
    damage: [
      ...(found === 'damaged' ? [`${UNDER_WAY}: it is damaged: it is not used`] : []),
      ...damage.map((line) => `${ADJUSTMENTS}: ${line}: it is not used`),
      ...published.damage.map((line) => `${PUBLICATION}: ${line}`),
    ],
  };
}

/** The report with what staff decided about this submission; `id` is that of the run. */
export function decide(id: string, report: GradeReport, { adjustments }: Decisions): Decided {
  const { report: adjusted, remarks } = adjustReport(report, adjustments.get(id) ?? new Map());
  return { report: adjusted, remarks: remarks.map((remark) => `${id}: ${remark}`) };
}

/** What the student of the report may see at this time besides visible results. */
export function releaseOf(report: GradeReport, { publication }: Pick<Decisions, 'publication'>, now: Date): Release {
  return releaseAt(report, publication?.at ?? null, now);
}

/** Whether the scores are out. */
export function isPublished({ publication }: Pick<Decisions, 'publication'>, now: Date): boolean {
  return publication !== null && Date.parse(publication.at) <= now.getTime();
}

export interface WriteDecided {
  readonly decisions: Decisions;
  readonly now: Date;
  readonly staffPages?: boolean | undefined;
}

/** Writes what was decided to the folder of a submission, and returns the text of report.json. */
export async function writeDecided(
  folder: string,
  { report }: Pick<Decided, 'report'>,
  { decisions, now, staffPages }: WriteDecided,
): Promise<string> {
  const release = releaseOf(report, decisions, now);
  return await writeReport(folder, report, { staffPages, release });
}
