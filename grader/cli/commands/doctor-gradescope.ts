/** What `doctor --gradescope` says: whether this place, or else what Gradescope gives by itself, fits a rubric. */
import { GraderError } from '../../errors.js';
import { formatBytes } from '../../files/caps.js';
import { placeHere } from '../../gradescope/container.js';
import { fitOf, USUAL_PLACE } from '../../gradescope/limits.js';
import { loadRubric, type DriverFinding } from '../../index.js';
import { hasCapabilities } from '../../sandbox/drivers/machine.js';
import { cacheFor, findRubric, parseData } from '../inputs.js';
import { checkMinutes } from '../minutes.js';

export interface GradescopeFinding {
  readonly name: string;
  readonly works: boolean;
  readonly reason: string;
  readonly fix: string | null;
  /** Without it nothing can be graded; other findings are to be known. */
  readonly isNeeded: boolean;
}

export interface LikeGradescope {
  readonly rubric?: string | undefined;
  readonly data?: readonly string[] | undefined;
  readonly timeout: number;
}

export async function examineGradescope(
  { rubric, data, timeout }: LikeGradescope,
  drivers: readonly DriverFinding[],
): Promise<readonly GradescopeFinding[]> {
  const minutes = checkMinutes(timeout);
  return [confined(drivers), machine(), ...(rubric === undefined ? [] : await homework(rubric, data, minutes))];
}

/** The only sandbox that a container has which may not make namespaces. */
function confined(drivers: readonly DriverFinding[]): GradescopeFinding {
  const found = drivers.find(({ name }) => name === 'confine');
  const { works, reason, fix } = found ?? { works: false, reason: 'confine is not there', fix: null };
  const told = works ? `confine works, ${rightsHere()}` : reason;
  return { name: 'sandbox', works, reason: told, fix: works ? null : fix, isNeeded: true };
}

function rightsHere(): string {
  const asRoot =
    process.getuid?.() === 0 && hasCapabilities(['CHOWN', 'FOWNER', 'KILL', 'SETGID', 'SETUID', 'SYS_CHROOT']);
  return asRoot ? 'as root, with rights that Docker gives by itself' : 'as an ordinary user, and not as root as there';
}

const placeToFit = () => {
  const here = placeHere();
  return here.isLimited ? here : USUAL_PLACE;
};

function machine(): GradescopeFinding {
  const { memoryBytes, processors } = placeHere();
  const usual = `${formatBytes(USUAL_PLACE.memoryBytes)} and ${String(USUAL_PLACE.processors)}`;
  const rest = placeHere().isLimited
    ? `Gradescope gives ${usual} by itself`
    : `no container: ${usual}, what Gradescope gives by itself, is taken instead`;
  return {
    name: 'place',
    works: memoryBytes >= USUAL_PLACE.memoryBytes,
    reason: `${formatBytes(memoryBytes)} of memory and ${String(processors)} of a processor here; ${rest}`,
    fix: memoryBytes >= USUAL_PLACE.memoryBytes ? null : 'Choose a larger container in the settings of the assignment.',
    isNeeded: false,
  };
}

/** Reading it once keeps its decoded images for every submission, where the image of an autograder is built. */
async function homework(
  name: string,
  data: readonly string[] | undefined,
  minutes: number,
): Promise<GradescopeFinding[]> {
  try {
    const cache = cacheFor({ cache: true });
    const { rubric } = await loadRubric(findRubric(name), { data: parseData(data), cache });
    const checks = `${rubric.id}: ${String(rubric.checks.length)} checks of ${String(rubric.points)} points`;
    const fits = fitOf(rubric, placeToFit(), minutes);
    return [
      { name: 'rubric', works: true, reason: checks, fix: null, isNeeded: true },
      ...fits.map(({ fits: works, sentence: reason, fix }, index) => ({
        ...{ name: index === 0 ? 'memory' : 'time', works, reason, fix, isNeeded: false },
      })),
    ];
  } catch (error) {
    if (!(error instanceof GraderError) || error.fault === 'usage') throw error;
    return [{ name: 'rubric', works: false, reason: error.message, fix: error.advice ?? null, isNeeded: true }];
  }
}
