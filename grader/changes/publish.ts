/**
 * Publishes the scores of a run, or takes that back, and makes anew what students get, from the kept reports. No report.json
 * is changed.
 */
import { standingsBeforeIn } from '../batch/before.js';
import { isPublished, releaseOf } from '../decided/decisions.js';
import type { Publication } from '../decided/publication.js';
import { GraderError } from '../errors.js';
import { Waiting } from '../report/release.js';
import { remakePages, type Remade } from '../report/writers/pages.js';
import { quoted } from '../text/quoted.js';
import type { Changing } from './changing.js';
import { finishing, type LeftUndone } from './left-undone.js';
import type { FinishedRun } from './run.js';

export interface Published extends Pick<Remade, 'made' | 'missing'> {
  /** What was true before. */
  readonly before: Publication | null;
  /** Whether that time had come. */
  readonly wasOut: boolean;
  /** It was so before, and nothing was recorded. */
  readonly isSame: boolean;
  /** Whether what is published is on the pages that were made. */
  readonly isOut: boolean;
  /** Results that are not published, and wait for a date. */
  readonly waiting: Waiting;
}

/**
 * From `at` on, which is now if it is null. It may be published already: then the time is another one, unless it is the same
 * again, which only makes the pages.
 */
export async function publish(changing: Changing, author: string, at: string | null): Promise<Published> {
  const { run, now } = changing;
  const before = changing.decisions.publication;
  const since = at ?? now.toISOString();
  if (before?.at !== since) {
    await changing.decide({
      publication: { at: since, author },
      audit: {
        ...{ at: now.toISOString(), action: 'publish', by: author },
        details: { from: since, ...(before === null ? {} : { instead: before.at }) },
      },
    });
  }
  const pages = await finishing(leftOf(run, 'The publishing'), () => remake(changing));
  const isOut = Date.parse(since) <= now.getTime();
  return { before, wasOut: isPublished({ publication: before }, now), isSame: before?.at === since, isOut, ...pages };
}

/** Throws USAGE if nothing is published. */
export async function unpublish(changing: Changing, author: string): Promise<Published> {
  const { run, now } = changing;
  const before = changing.decisions.publication;
  if (before === null) throw new GraderError('USAGE', `${run.folder} is not published, so there is nothing to undo`);
  await changing.decide({
    publication: null,
    audit: { at: now.toISOString(), action: 'unpublish', by: author, details: { instead: before.at } },
  });
  const pages = await finishing(leftOf(run, 'Taking it back'), () => remake(changing));
  return { before, wasOut: isPublished({ publication: before }, now), isSame: false, isOut: false, ...pages };
}

/** Not by the same command: to publish now once more is another time, and what was undone cannot be undone. */
function leftOf({ folder }: FinishedRun, what: string): LeftUndone {
  return { what, finish: `Then make the pages anew with: tuxgrade pages ${quoted(folder)}` };
}

async function remake(changing: Changing): Promise<Pick<Published, 'made' | 'missing' | 'waiting'>> {
  const { decisions, run, now } = changing;
  const waiting = new Waiting();
  const { made, missing } = await remakePages(run.folder, {
    before: standingsBeforeIn,
    releaseOf: (report) => {
      const release = releaseOf(report, decisions, now);
      waiting.add(report, release);
      return release;
    },
  });
  return { made, missing, waiting };
}
