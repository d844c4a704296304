/**
 * Examines a data set in the sandbox. The result is a bounded report from a program that hostile bytes may have taken
 * over, so all of it is checked here. A file that crashes the decoder is found and reported as damaged, and a new
 * decoder examines the rest; a data set that crashes it in another way has no report, and a sentence says why.
 */
import { posix } from 'node:path';
import { LABELS_FILE, MOST_REPORT_BYTES, type ClaimedReport, type ExamineTask } from '../../protocol/data-set.js';
import { encodeTask } from '../../protocol/examine-task.js';
import { imageShapeOf } from '../../tensor/images.js';
import { readClaim } from './claimed-report.js';
import { broken, decodeImages } from './decode.js';
import { DECODER_MEMORY_BYTES, withDecoder, type AskDecoder, type DecoderOptions } from './decoder-session.js';
import { SeenTime } from '../process/seen-time.js';
import type { Answered } from '../process/session.js';

/** Files of one request. */
const AT_ONCE = 256;
/** Processor time: for labels.csv and the course's images, for a request and each of its files, for the report. */
const START_MS = 20_000;
const REQUEST_MS = 2000;
const FILE_MS = 50;
const REPORT_MS = 90_000;
/** The largest answers: one word, or the report. */
const WORD = { headerBytes: 1 << 10, bodyBytes: 0 };
const REPORT = { headerBytes: 1 << 10, bodyBytes: MOST_REPORT_BYTES };
const NOTHING = new Uint8Array();
/** How many decoders may die on one data set. */
const MOST_DEATHS = 6;
/** Elapsed time for a whole data set: 20,000 images take half a minute. */
const BUDGET_MS = 300_000;

/** `root` is the folder of the submission. Throws SPAWN_FAILED if no decoder starts. */
export async function examineInSandbox(
  root: string,
  task: ExamineTask,
  options: DecoderOptions,
): Promise<ClaimedReport> {
  const files = task.splits.flatMap(({ folder, files: inside }) => inside.map((file) => posix.join(folder, file)));
  const known = new Set<number>();
  const seen = new SeenTime();
  try {
    for (let deaths = 0; deaths < MOST_DEATHS && seen.ms < BUDGET_MS; deaths += 1) {
      const tried = await withDecoder(root, options, (ask) => attempt(ask, task, files.length, known));
      if (!('from' in tried)) return tried;
      const suspects = files.slice(tried.from, tried.to);
      const decoded = await decodeImages(root, suspects, { ...options, ...imageShapeOf(task.rules) });
      for (const [offset, file] of suspects.entries()) {
        const image = decoded.get(file) ?? broken();
        if (image.status === 'bad' && image.found === broken().found) known.add(tried.from + offset);
      }
    }
  } finally {
    seen.stop();
  }
  return unreadable(task, 'its images took the decoder down again and again');
}

/** The report, or the range of files in which the decoder died. */
async function attempt(
  ask: AskDecoder,
  task: ExamineTask,
  count: number,
  known: ReadonlySet<number>,
): Promise<ClaimedReport | { readonly from: number; readonly to: number }> {
  if (!isSaid(await ask({ ...encodeTask(task), caps: WORD }, START_MS), 'examined')) {
    return unreadable(task, whyNot(START_MS, 'reading it'));
  }
  for (let from = 0; from < count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE);
    const without = [...known].filter((place) => place >= from && place < to);
    const request = { type: 'add', from, to, without } as const;
    const added = await ask({ request, body: NOTHING, caps: WORD }, REQUEST_MS + FILE_MS * (to - from));
    if (!isSaid(added, 'added')) return { from, to };
  }
  const answered = await ask({ request: { type: 'report' }, body: NOTHING, caps: REPORT }, REPORT_MS);
  const claim = 'frame' in answered ? readClaim(answered.frame.body, task) : null;
  return claim ?? unreadable(task, whyNot(REPORT_MS, 'comparing its images'));
}

function isSaid(answered: Answered, type: string): boolean {
  if (!('frame' in answered)) return false;
  const { header } = answered.frame;
  return typeof header === 'object' && header !== null && (header as { type?: unknown }).type === type;
}

function whyNot(ms: number, what: string): string {
  const limits = `${String(ms / 1000)} s of the processor and ${String(DECODER_MEMORY_BYTES >> 20)} MB`;
  return `${what} failed or took more than ${limits}`;
}

/** Nothing can be counted, so no points are earned. */
function unreadable({ splits, rules }: ExamineTask, found: string): ClaimedReport {
  const file = posix.join(splits[0]?.name ?? '', LABELS_FILE);
  return {
    splits: splits.map(({ name }) => ({ name, images: 0, perClass: rules.classes.map(() => 0) })),
    groups: [
      { code: 'labels-unreadable', count: 1, findings: [{ code: 'labels-unreadable', file, row: null, found }] },
    ],
  };
}
