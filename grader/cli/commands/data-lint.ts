/** `tuxgrade data lint`: reports problems of collected images. Must not change anything in their folder. */
import { join } from 'node:path';
import type { CourseSet } from '../../collected/analysis/course.js';
import { courseFeatures } from '../../collected/course-features.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { chooseDriver, type Driver, type DriverName } from '../../index.js';
import { lintDataSet } from '../../collected/lint.js';
import { dataSetJson, renderDataSet } from '../../report/data-set.js';
import { ensureWritable, writeAtomically } from '../../atomic.js';
import { toJson } from '../../report/writers/files.js';
import { FEWEST_OF_A_CLASS, IMAGE_CLASSES, MOST_IMBALANCE, type PackedCourse } from '../../protocol/data-set.js';
import { imageShapeOf, type ImageShape } from '../../tensor/images.js';
import { assertOutside } from '../out-place.js';
import { terminalStyle } from '../inputs.js';
import { abortOnInterrupt } from '../interrupt.js';

export interface DataLintArguments {
  readonly dir: string;
  readonly out?: string | undefined;
  readonly classes?: string | undefined;
  readonly side?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly channels?: 1 | 3 | undefined;
  readonly against?: readonly string[] | undefined;
  readonly 'label-noise': boolean;
  readonly driver?: DriverName | undefined;
  readonly json: boolean;
}

const MOST_SIDE = 512;

/** Exits with 1 if something was found, like precheck. */
export async function dataLint(argv: DataLintArguments): Promise<ExitCode> {
  const { dir, out, json } = argv;
  const signal = abortOnInterrupt();
  const classes = classesOf(argv.classes);
  const shape = shapeIn(argv);
  if (out !== undefined) {
    await assertOutside('--out', out, dir);
    await ensureWritable(out);
  }
  const course = await loadCourse(argv.against ?? [], classes, shape);
  const { driver, note } = await driverFor(argv.driver);
  const usual = { minImagesPerClass: FEWEST_OF_A_CLASS, maxImbalance: MOST_IMBALANCE };
  const rules = { classes, ...shape, ...usual, labelNoise: argv['label-noise'] };
  const linted = await lintDataSet(dir, { rules, course, withPictures: out !== undefined, driver, signal }).catch(
    (error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    },
  );
  if (linted === null) return EXIT.INTERRUPTED;
  const { report, pictures, remarks } = linted;
  const facts = dataSetJson(report, classes, [...remarks, ...note]);
  if (out !== undefined) {
    const { contactSheetHtml, contactSheetPng } = await import('../../report/writers/contact-sheet.js');
    await writeAtomically(join(out, 'findings.json'), toJson(facts));
    await writeAtomically(join(out, 'contact-sheet.html'), await contactSheetHtml(report, pictures, shape, dir));
    const picture = await contactSheetPng(report, pictures, shape);
    if (picture !== null) await writeAtomically(join(out, 'contact-sheet.png'), picture);
  }
  const written =
    out === undefined ? '' : `\nWritten: ${join(out, 'findings.json')}, ${join(out, 'contact-sheet.html')}`;
  process.stdout.write(json ? toJson(facts) : `${renderDataSet(report, facts, terminalStyle())}${written}\n`);
  return report.groups.length === 0 ? EXIT.OK : EXIT.PRECHECK_FAILED;
}

/** Throws USAGE for sides that contradict each other or are not numbers of pixels. */
function shapeIn({ side, width, height, channels }: DataLintArguments): ImageShape {
  for (const [name, value] of Object.entries({ side, width, height })) {
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= MOST_SIDE)) continue;
    const expected = `expected a whole number from 1 to ${String(MOST_SIDE)}`;
    throw new GraderError('USAGE', `--${name} is ${String(value)}, ${expected}`);
  }
  if ((width === undefined) !== (height === undefined) || (side !== undefined && width !== undefined)) {
    throw new GraderError('USAGE', 'the size of the images is not clear: give --side, or --width and --height', {
      advice: 'For example: --side 28, or --width 224 --height 160',
    });
  }
  const sides = { side, width, height, channels };
  return imageShapeOf(Object.fromEntries(Object.entries(sides).filter(([, value]) => value !== undefined)));
}

function classesOf(text: string | undefined): readonly string[] {
  if (text === undefined) return IMAGE_CLASSES;
  const classes = text.split(',').map((name) => name.trim());
  if (classes.length < 2 || classes.includes('') || new Set(classes).size < classes.length) {
    throw new GraderError(
      'USAGE',
      `--classes is "${text}", expected at least two different names with commas between`,
      {
        advice: `For example: --classes ${IMAGE_CLASSES.join(',')}`,
      },
    );
  }
  return classes;
}

async function loadCourse(
  paths: readonly string[],
  classes: readonly string[],
  shape: ImageShape,
): Promise<PackedCourse | null> {
  if (paths.length === 0) return null;
  const { loadImages } = await import('../../images/load-images.js');
  const sets: CourseSet[] = [];
  for (const path of paths) sets.push({ name: path, ...(await loadImages(path, { classes, ...shape })) });
  return await courseFeatures(sets, shape);
}

/** The sandbox if there is one; students' own images on their laptops may be decoded without it. */
async function driverFor(name: DriverName | undefined): Promise<{ driver: Driver; note: readonly string[] }> {
  if (name !== undefined) return { driver: await chooseDriver(name), note: [] };
  try {
    return { driver: await chooseDriver('bubblewrap'), note: [] };
  } catch (error) {
    if (!(error instanceof GraderError) || error.code !== 'SANDBOX_UNAVAILABLE') throw error;
    const note = 'decoded without a sandbox: only for images of your own (tuxgrade doctor says why)';
    return { driver: await chooseDriver('process'), note: [note] };
  }
}
