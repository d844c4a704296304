/** `tuxgrade doctor`: reports what works on this machine, and how to fix the rest. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { examineBackends, examineDrivers, VERSION, type BackendFinding, type DriverFinding } from '../../index.js';
import { toJson } from '../../report/writers/files.js';
import { amongTemporary, makeTemporary, removeTemporary } from '../../temporary.js';
import { cacheContents } from '../../cache/blobs.js';
import { cacheFault, cacheFolder } from '../../cache/folder.js';
import { formatBytes } from '../../files/caps.js';
import { placeHere } from '../../gradescope/container.js';
import { DEFAULT_LIMITS } from '../../schema/default-limits.js';
import { counted } from '../../text/counted.js';
import { terminalStyle } from '../inputs.js';
import { defaultJobs } from '../jobs.js';
import { examineGradescope, type LikeGradescope } from './doctor-gradescope.js';

type Finding = DriverFinding | BackendFinding;

export interface DoctorArguments extends LikeGradescope {
  readonly gradescope: boolean;
  readonly json: boolean;
}

/** Exits with 4 if `grade` and `batch`, or the autograder of Gradescope, cannot work here. */
export async function doctor(argv: DoctorArguments): Promise<ExitCode> {
  refuseAlone(argv);
  const { json } = argv;
  const [drivers, backends, temporary, cache] = await Promise.all([
    examineDrivers(),
    examineBackends(),
    examineTemporary(),
    examineCache(),
  ]);
  const facts = {
    grader: VERSION,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
  };
  const memory = examineMemory(facts.cores);
  const like = argv.gradescope ? await examineGradescope(argv, drivers) : null;
  const fits = like?.every(({ works, isNeeded }) => works || !isNeeded) !== false;
  const usable = fits && temporary.works && drivers.some(({ name, works }) => name !== 'process' && works);
  if (json) {
    process.stdout.write(
      toJson({
        ...facts,
        usable,
        drivers,
        backends,
        memory,
        temporary,
        cache,
        ...(like === null ? {} : { gradescope: like }),
      }),
    );
  } else {
    const { paint } = terminalStyle();
    const line = ({ name, works, reason, fix }: Omit<Finding, 'name'> & { name: string }) =>
      `  ${works ? paint.good('✓') : paint.bad('✗')} ${name.padEnd(12)} ${reason}${fix === null ? '' : `\n      ${paint.dim(fix)}`}`;
    const lines = [
      `tuxgrade ${facts.grader}, Node.js ${facts.node}, ${facts.platform}, ${String(facts.cores)} cores`,
      'Sandboxes',
      ...drivers.map(line),
      'Tensor backends',
      ...backends.map(line),
      'Machine',
      line(memory),
      line(temporary),
      line(cache),
      ...(like === null ? [] : ['Like Gradescope', ...like.map(line)]),
      usable
        ? paint.good('grade and batch work here.')
        : paint.bad(
            fits && temporary.works
              ? 'grade and batch do not work here; precheck does.'
              : 'Nothing can be graded here.',
          ),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return usable ? EXIT.OK : EXIT.SYSTEM;
}

/** Options that mean something for Gradescope alone. */
function refuseAlone({ gradescope, rubric, data }: DoctorArguments): void {
  const [alone] = [...(rubric === undefined ? [] : ['--rubric']), ...(data === undefined ? [] : ['--data'])];
  if (gradescope || alone === undefined) return;
  throw new GraderError('USAGE', `${alone} needs --gradescope`, {
    advice: 'Write: tuxgrade doctor --gradescope --rubric RUBRIC',
  });
}

/** What the process that grades needs. */
const GRADER_BYTES = 400 << 20;

/** Whether as many submissions as are graded at a time may use all the memory that rubrics allow by default. */
function examineMemory(cores: number): Omit<Finding, 'name'> & { name: string } {
  const { memoryBytes } = placeHere();
  const jobs = defaultJobs(cores);
  const needed = GRADER_BYTES + jobs * DEFAULT_LIMITS.memoryMiB * 2 ** 20;
  const works = memoryBytes >= needed;
  const reason = `${formatBytes(memoryBytes)}, where ${counted(jobs, 'submission')} at a time may need ${formatBytes(needed)}`;
  const fix = 'Optional: fewer at a time (--jobs 1). What the kernel ends for want of memory is not graded.';
  return { name: 'memory', works, reason, fix: works ? null : fix };
}

/** Without it everything works, but what was computed once is computed again. */
async function examineCache(): Promise<Omit<Finding, 'name'> & { name: string }> {
  const folder = cacheFolder();
  const { files, bytes } = await cacheContents();
  const name = 'cache';
  if (!folder.ok) {
    const fix = 'Optional: make it a folder of your own that nobody else can write, or set XDG_CACHE_HOME.';
    return { name, works: false, reason: `not used: ${folder.problem}`, fix };
  }
  const fault = cacheFault(folder.path);
  if (fault !== null)
    return { name, works: false, reason: `not used: ${fault}`, fix: 'Optional: free some space there.' };
  const found = files === 0 ? 'empty' : `${counted(files, 'file')}, ${formatBytes(bytes)}`;
  return { name, works: true, reason: `${folder.path}: ${found}`, fix: null };
}

/** The size of a small submission with a model. */
const PROBE_BYTES = 4 << 20;

async function examineTemporary(): Promise<Omit<Finding, 'name'> & { name: string }> {
  try {
    const folder = makeTemporary();
    try {
      amongTemporary(() => {
        writeFileSync(join(folder, 'probe'), new Uint8Array(PROBE_BYTES));
      });
    } finally {
      await removeTemporary(folder);
    }
    return { name: 'temporary', works: true, reason: `${tmpdir()} can be written`, fix: null };
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    return { name: 'temporary', works: false, reason: error.message, fix: error.advice ?? null };
  }
}
