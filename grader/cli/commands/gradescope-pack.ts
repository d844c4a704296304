/** `tuxgrade gradescope pack`: writes the archive that is uploaded as the autograder of an assignment. */
import { ensureFileWritable, writeAtomically } from '../../atomic.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { formatBytes } from '../../files/caps.js';
import { packAutograder, type Autograder } from '../../gradescope/archive/pack.js';
import { fitOf, USUAL_PLACE } from '../../gradescope/limits.js';
import { lintRubric, loadRubric, type ResolvedRubric } from '../../index.js';
import { printable } from '../../report/printable.js';
import { toJson } from '../../report/writers/files.js';
import { joinClass } from '../../roster/join.js';
import { readLists } from '../../roster/read.js';
import { tellShipped } from '../../rubric/shipped-data.js';
import { counted } from '../../text/counted.js';
import { parseZone } from '../given-times.js';
import { cacheFor, findRubric, parseData, terminalStyle } from '../inputs.js';
import { checkMinutes } from '../minutes.js';
import type { ListArguments } from '../run-lists.js';
import { whatIsThere, WORDS, type Before } from '../written-archive.js';

export interface GradescopePackArguments extends ListArguments {
  readonly rubric: string;
  readonly out: string;
  readonly data?: readonly string[] | undefined;
  /** Minutes. */
  readonly timeout: number;
  readonly node?: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
}

export async function gradescopePack(argv: GradescopePackArguments): Promise<ExitCode> {
  const { roster, 'late-days': lateDays, node } = argv;
  const timeout = checkMinutes(argv.timeout);
  const zone = parseZone(argv.zone);
  const data = parseData(argv.data);
  const path = findRubric(argv.rubric);
  await ensureFileWritable(argv.out, '--out');
  const { rubric, remarks } = await checked(path, data, argv);
  const packed = await packAutograder({ path, rubric, data, roster, lateDays, timeout, zone, node });
  const replacing = { force: argv.force, why: 'with other contents', isOwn: () => false };
  const before = await whatIsThere(argv.out, packed.archive, replacing);
  if (before !== 'same') await writeAtomically(argv.out, packed.archive);
  const told = [...remarks, ...packed.remarks];
  if (argv.json) {
    const { archive, ...facts } = packed;
    process.stdout.write(toJson({ out: argv.out, before, size: archive.length, ...facts, remarks: told }));
  } else {
    tell(argv.out, before, packed, told);
  }
  return EXIT.OK;
}

/** Throws RUBRIC_INVALID with all that is wrong: what Gradescope could not grade with is not packed. */
async function checked(path: string, data: Readonly<Record<string, string>>, argv: GradescopePackArguments) {
  const { errors, warnings } = await lintRubric(path, { data });
  if (errors.length > 0) {
    throw new GraderError('RUBRIC_INVALID', errors.join('\n'), {
      advice: 'Nothing was written: correct the rubric first, and see `tuxgrade rubric lint`.',
    });
  }
  const resolved: ResolvedRubric = await loadRubric(path, { data, cache: cacheFor({ cache: true }) });
  const { rubric } = resolved;
  const lists = await readLists({ ...argv, lateDays: argv['late-days'] }, rubric);
  const misfits = fitOf(rubric, USUAL_PLACE, argv.timeout).filter(({ fits }) => !fits);
  return {
    rubric,
    remarks: [
      ...warnings,
      ...joinClass([], lists, rubric).remarks,
      ...tellShipped(resolved),
      ...misfits.map(({ sentence, fix }) => `with what Gradescope gives by itself, ${sentence}. ${fix ?? ''}`.trim()),
    ],
  };
}

function tell(
  out: string,
  before: Before,
  { files, bytes, archive, node }: Autograder,
  remarks: readonly string[],
): void {
  const { paint } = terminalStyle();
  const lines = [
    ...remarks.map((remark) => `${paint.partial('warning:')} ${printable(remark)}`),
    `${counted(files, 'file')}, ${formatBytes(bytes)}, with ${printable(node)}, in an archive of ${formatBytes(archive.length)}`,
    `Upload as the autograder: ${printable(out)}${WORDS[before]}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
