/** Chooses a driver and proves that it holds. There is never a silent step down to a weaker one. */
import { GraderError } from '../errors.js';
import { findProgram, makeBubblewrapDriver } from './bubblewrap.js';
import type { Driver, DriverName } from './driver.js';
import { makeProcessDriver } from './process-driver.js';
import { findLeak } from './self-test.js';

export interface DriverFinding {
  readonly name: DriverName;
  readonly works: boolean;
  readonly reason: string;
  /** What to do, or null when there is nothing to mend. */
  readonly fix: string | null;
}

/** The driver by that name, bubblewrap when none is named; throws SANDBOX_UNAVAILABLE with what would mend it. */
export async function chooseDriver(name: DriverName = 'bubblewrap'): Promise<Driver> {
  if (name === 'process') return makeProcessDriver();
  const driver = makeBubblewrapDriver();
  const leak = await findLeak(driver);
  if (leak !== null) {
    throw new GraderError('SANDBOX_UNAVAILABLE', `the bubblewrap sandbox cannot be used: ${leak}`, {
      advice: fixFor(leak),
    });
  }
  return driver;
}

/** What works here, for `doctor`. */
export async function examineDrivers(): Promise<readonly DriverFinding[]> {
  return [await examineBubblewrap(), examineProcess()];
}

async function examineBubblewrap(): Promise<DriverFinding> {
  try {
    await chooseDriver('bubblewrap');
    const reason = `${findProgram('bwrap') ?? 'bwrap'}; its self-test could not read, write, connect or start a process`;
    return { name: 'bubblewrap', works: true, reason, fix: null };
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    return { name: 'bubblewrap', works: false, reason: error.message, fix: error.advice ?? null };
  }
}

function examineProcess(): DriverFinding {
  const reason = 'limits and the permission model only: for precheck on your own code';
  return { name: 'process', works: true, reason, fix: null };
}

function fixFor(leak: string): string {
  if (/user namespace|uid map|Operation not permitted|Permission denied/i.test(leak)) {
    return 'Allow user namespaces: sudo sysctl -w kernel.unprivileged_userns_clone=1 (Debian), kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu)';
  }
  return 'Run: tuxgrade doctor, and tell us what it prints';
}
