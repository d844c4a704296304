/** Chooses a driver and proves that it holds. There is never a silent step down to a weaker one. */
import { GraderError } from '../errors.js';
import { makeBubblewrapDriver } from './bubblewrap.js';
import type { Driver, DriverName } from './driver.js';
import { makeProcessDriver } from './process-driver.js';
import { recall, remember } from './private-cache.js';
import { findProgram } from './programs.js';
import { ATTEMPTS, findLeak } from './self-test.js';

const HOLDS = 'holds';

export interface DriverFinding {
  readonly name: DriverName;
  readonly works: boolean;
  readonly reason: string;
  /** What to do, or null when there is nothing to mend. */
  readonly fix: string | null;
}

export interface ChooseOptions {
  /** Run the self-test even when it passed before on this very machine since it was started. */
  readonly fresh?: boolean;
}

/** The driver by that name, bubblewrap when none is named; throws SANDBOX_UNAVAILABLE with what would mend it. */
export async function chooseDriver(name: DriverName = 'bubblewrap', options: ChooseOptions = {}): Promise<Driver> {
  if (name === 'process') return makeProcessDriver();
  const driver = makeBubblewrapDriver();
  const facts = [ATTEMPTS, ...driver.facts()];
  if (options.fresh !== true && recall('self-test', facts) === HOLDS) return driver;
  const leak = await findLeak(driver);
  if (leak !== null) {
    throw new GraderError('SANDBOX_UNAVAILABLE', `the bubblewrap sandbox cannot be used: ${leak}`, {
      advice: fixFor(leak),
    });
  }
  remember('self-test', facts, HOLDS);
  return driver;
}

/** What works here, for `doctor`. */
export async function examineDrivers(): Promise<readonly DriverFinding[]> {
  return [await examineBubblewrap(), examineProcess()];
}

async function examineBubblewrap(): Promise<DriverFinding> {
  try {
    await chooseDriver('bubblewrap', { fresh: true });
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
