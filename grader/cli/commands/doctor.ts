/** `tuxgrade doctor`: what works on this machine, and how to mend the rest. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../../errors.js';
import { examineBackends, examineDrivers, VERSION, type BackendFinding, type DriverFinding } from '../../index.js';
import { toJson } from '../../report/writers/files.js';
import { terminalStyle } from '../inputs.js';

type Finding = DriverFinding | BackendFinding;

/** Exit 4 when `grade` and `batch` cannot work here. */
export async function doctor({ json }: { readonly json: boolean }): Promise<number> {
  const [drivers, backends, temporary] = await Promise.all([examineDrivers(), examineBackends(), examineTemporary()]);
  const facts = {
    grader: VERSION,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
  };
  const usable = temporary.works && drivers.some(({ name, works }) => name !== 'process' && works);
  if (json) {
    process.stdout.write(toJson({ ...facts, usable, drivers, backends, temporary }));
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
      usable ? paint.good('grade and batch work here.') : paint.bad('grade and batch do not work here; precheck does.'),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return usable ? EXIT.OK : EXIT.SYSTEM;
}

async function examineTemporary() {
  try {
    await rm(await mkdtemp(join(tmpdir(), 'tuxgrade-doctor-')), { recursive: true });
    return { name: 'temporary', works: true, reason: `${tmpdir()} can be written`, fix: null };
  } catch {
    return {
      name: 'temporary',
      works: false,
      reason: `${tmpdir()} cannot be written`,
      fix: 'Set TMPDIR to a folder that can.',
    };
  }
}
