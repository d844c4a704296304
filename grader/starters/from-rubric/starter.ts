/** The starter that is made from a rubric: stubs, templates, tools and a README, which together earn nothing. Pure. */
import { GraderError } from '../../errors.js';
import type { Rubric } from '../../schema/rubric.js';
import type { StarterFiles } from '../folder.js';
import { answerTemplates, askedAnswers } from './answers.js';
import { askedFunctions, type AskedFunction } from './asked.js';
import { askedModels } from './models.js';
import { moduleText } from './module-text.js';
import { readmeText } from './readme-text.js';
import { networksText, trainText } from './training-text.js';

export interface StarterOptions {
  readonly rubric: Rubric;
  /** package.json, tsconfig.json and what trains and exports, as in the starters that come with tuxgrade. */
  readonly common: StarterFiles;
  /**
   * How students check their work: with a shipped rubric, by its name, or with the public one, whose text goes into the starter;
   * null if nothing is visible.
   */
  readonly precheck: { readonly name: string } | { readonly text: string } | null;
}

const PUBLIC_RUBRIC = 'rubric.yaml';
/** What starters without models have no use for. */
const FOR_TRAINING = ['tf.ts', 'run.ts', 'save-model.ts', 'log.ts'];

/** Throws RUBRIC_INVALID if the rubric asks for a file that the starter has for itself. */
export function starterFrom({ rubric, common, precheck }: StarterOptions): StarterFiles {
  const functions = askedFunctions(rubric);
  const answers = askedAnswers(rubric);
  const models = askedModels(rubric);
  const log = rubric.checks.flatMap((check) => (check.kind === 'loss-log' ? [check.file] : []))[0] ?? null;
  const trains = models.some(({ folder }) => folder !== null);
  const tools = new Map<string, string | Uint8Array>();
  for (const [path, content] of common) {
    const isUsed = FOR_TRAINING.includes(path) ? trains && (path !== 'log.ts' || log !== null) : true;
    if (isUsed) tools.set(path, path === 'package.json' && !trains ? withoutTraining(content) : content);
  }
  if (trains) {
    tools.set('networks.ts', networksText(models));
    tools.set('train.ts', trainText(models, log));
  }
  for (const [path, text] of configuration(precheck)) tools.set(path, text);
  const templates = new Map([...answerTemplates(answers), ...modules(rubric.title, functions)]);
  const { placed, aside } = putAside(templates, rubric);
  tools.set('README.md', readmeText(rubric, { functions, answers, models, aside, isChecked: precheck !== null }));
  refuseClashes(tools, [...templates.keys(), ...namedFiles(rubric)]);
  return new Map([...tools, ...placed]);
}

/** What `precheck` and `pack` find the rubric by. */
function configuration(precheck: StarterOptions['precheck']): readonly (readonly [string, string])[] {
  if (precheck === null) return [];
  const config = (rubric: string) => `${JSON.stringify({ rubric, submission: '.' }, null, 2)}\n`;
  if ('name' in precheck) return [['tuxgrade.json', config(precheck.name)]];
  return [
    [PUBLIC_RUBRIC, precheck.text],
    ['tuxgrade.json', config(PUBLIC_RUBRIC)],
  ];
}

function modules(title: string, functions: readonly AskedFunction[]): ReadonlyMap<string, string> {
  const files = [...new Set(functions.map(({ file }) => file))];
  return new Map(
    files.map((file) => [
      `${file}.ts`,
      moduleText(
        title,
        functions.filter((one) => one.file === file),
      ),
    ]),
  );
}

/** A file that earns points by being there must not come with the starter: its template has another name. */
function putAside(templates: ReadonlyMap<string, string>, rubric: Rubric) {
  const named = namedFiles(rubric);
  const aside = new Map<string, string>();
  const placed = new Map<string, string>();
  for (const [path, text] of templates) {
    const place = named.includes(path) ? `${path}.txt` : path;
    if (place !== path) aside.set(path, place);
    placed.set(place, text);
  }
  return { placed, aside };
}

function namedFiles({ checks }: Rubric): readonly string[] {
  return checks.flatMap((check) => (check.kind === 'files' ? check.files.map(({ path }) => path) : []));
}

function refuseClashes(tools: StarterFiles, asked: readonly string[]): void {
  // two names that differ in case alone are one file on many machines
  const own = new Set(Array.from(tools.keys(), (path) => path.toLowerCase()));
  const both = asked.filter((path) => own.has(path.toLowerCase()));
  if (both.length === 0) return;
  throw new GraderError('RUBRIC_INVALID', `the rubric asks for ${both.join(', ')}, which the starter has for itself`, {
    advice: 'Give the file another name in the rubric, or write the starter by hand: tuxgrade init quiz2 shows one.',
  });
}

function withoutTraining(content: string | Uint8Array): string {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  const described = JSON.parse(text) as { scripts: Record<string, string> };
  const { train: _train, ...scripts } = described.scripts;
  return `${JSON.stringify({ ...described, scripts }, null, 2)}\n`;
}
