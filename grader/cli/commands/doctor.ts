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
import { counted } from '../../text/counted.js';
import { terminalStyle } from '../inputs.js';

type Finding = DriverFinding | BackendFinding;

/** Exits with 4 if `grade` and `batch` cannot work here. */
export async function doctor({ json }: { readonly json: boolean }): Promise<ExitCode> {
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
  const usable = temporary.works && drivers.some(({ name, works }) => name !== 'process' && works);
  if (json) {
    process.stdout.write(toJson({ ...facts, usable, drivers, backends, temporary, cache }));
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
      line(temporary),
      line(cache),
      usable
        ? paint.good('grade and batch work here.')
        : paint.bad(
            temporary.works ? 'grade and batch do not work here; precheck does.' : 'Nothing can be graded here.',
          ),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return usable ? EXIT.OK : EXIT.SYSTEM;
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
