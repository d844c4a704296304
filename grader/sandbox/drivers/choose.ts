/** Chooses a driver and runs its self-test. Must never fall back silently to a weaker driver than was asked for. */
import { GraderError } from '../../errors.js';
import { makeBubblewrapDriver } from './bubblewrap.js';
import { makeConfineDriver } from './confine.js';
import type { Driver, DriverName } from './driver.js';
import { makeProcessDriver } from './process.js';
import { recall, remember } from '../../cache/facts.js';
import { ATTEMPTS, findLeak } from './self-test.js';

const HOLDS = 'holds';

export interface DriverFinding {
  readonly name: DriverName;
  readonly works: boolean;
  readonly reason: string;
  /** What to do, or null when there is nothing to fix. */
  readonly fix: string | null;
}

export interface ChooseOptions {
  /** Run the self-test even if it has passed on this machine since it was booted. */
  readonly fresh?: boolean;
}

/**
 * The driver with that name; without a name the first of bubblewrap and confine that passes its self-test. Throws
 * SANDBOX_UNAVAILABLE with advice.
 */
export async function chooseDriver(name?: DriverName, options: ChooseOptions = {}): Promise<Driver> {
  if (name === 'process') return makeProcessDriver();
  if (name !== undefined) return await prove(name, options);
  const failures: GraderError[] = [];
  for (const candidate of BY_STRENGTH) {
    try {
      return await prove(candidate, options);
    } catch (error) {
      // if the disk cannot be written, no other driver would help
      if (!(error instanceof GraderError) || error.code !== 'SANDBOX_UNAVAILABLE') throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  const reasons = new Set(failures.map(({ message }) => message));
  throw new GraderError('SANDBOX_UNAVAILABLE', [...reasons].join('; '), {
    advice: first?.advice ?? 'Run: tuxgrade doctor',
  });
}

/** What works here, for `doctor`. */
export async function examineDrivers(): Promise<readonly DriverFinding[]> {
  const proved: DriverFinding[] = [];
  for (const name of BY_STRENGTH) proved.push(await examine(name));
  return [...proved, examineProcess()];
}

type Proved = Exclude<DriverName, 'process'>;
/** Drivers that may run students' code, the strongest first. One that is not here does not compile. */
const MAKERS: Readonly<Record<Proved, () => Driver>> = {
  bubblewrap: makeBubblewrapDriver,
  confine: makeConfineDriver,
};
const BY_STRENGTH = Object.keys(MAKERS) as readonly Proved[];

const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows' };

/** What isolates is part of Linux, and no package brings it to another system. */
function refuseOtherSystems(): void {
  const { platform } = process;
  if (platform === 'linux') return;
  throw new GraderError('SANDBOX_UNAVAILABLE', `sandboxes need Linux, and this is ${SYSTEMS[platform] ?? platform}`, {
    advice: 'grade and batch work on a Linux machine, a virtual one as well; precheck works here.',
  });
}

async function prove(name: Proved, { fresh = false }: ChooseOptions): Promise<Driver> {
  refuseOtherSystems();
  const driver = MAKERS[name]();
  const facts = [ATTEMPTS, ...driver.facts()];
  if (!fresh && recall(`self-test-${name}`, facts) === HOLDS) return driver;
  const leak = await findLeak(driver);
  if (leak !== null) {
    throw new GraderError('SANDBOX_UNAVAILABLE', `the ${name} sandbox cannot be used: ${leak.sentence}`, {
      advice: leak.advice ?? 'Run: tuxgrade doctor, and report what it prints',
    });
  }
  remember(`self-test-${name}`, facts, HOLDS);
  return driver;
}

async function examine(name: Proved): Promise<DriverFinding> {
  try {
    const { gaps } = await prove(name, { fresh: true });
    const open = gaps.length === 0 ? '' : `, but ${gaps.join('; ')}`;
    return {
      name,
      works: true,
      reason: `its self-test could not read, write, connect or start a process${open}`,
      fix: null,
    };
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    return { name, works: false, reason: error.message, fix: error.advice ?? null };
  }
}

function examineProcess(): DriverFinding {
  const reason = 'limits and the permission model only: for precheck on your own code';
  return { name: 'process', works: true, reason, fix: null };
}
