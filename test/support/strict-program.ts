/** Compiles a program against tuxgrade as it is installed, with all that `strict` asks for. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** How a program finds its packages: what TypeScript calls `module` and `moduleResolution`. */
export const RESOLUTIONS = {
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

const PROGRAM = `
  import { GraderError, chooseDriver, gradeOne, loadRubric, type GradeReport } from 'tuxgrade';
  export async function pointsOf(path: string, signal: AbortSignal): Promise<number> {
    const rubric = await loadRubric('quiz2.yaml');
    const report: GradeReport = await gradeOne(path, { rubric, driver: await chooseDriver(), signal });
    return report.results.reduce((sum, { earned }) => sum + (earned ?? 0), 0);
  }
  export const isOurs = (error: unknown): boolean => error instanceof GraderError && error.fault === 'system';
  // @ts-expect-error: what is declared is not any
  export const wrong: GradeReport = { schemaVersion: '2' };`;

export interface Compiled {
  /** What is wrong with the program or with tuxgrade's declarations, a sentence each. */
  readonly problems: readonly string[];
  /** How many files of tuxgrade were checked. */
  readonly declarations: number;
}

/** `folder` has a package.json and the installed package. */
export function compileStrictly(folder: string, resolution: keyof typeof RESOLUTIONS): Compiled {
  const path = join(folder, 'program.ts');
  writeFileSync(path, PROGRAM);
  linkTypes(folder);
  const options = {
    ...RESOLUTIONS[resolution],
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(folder, 'node_modules', '@types')],
  };
  const program = ts.createProgram([path], options, hostFor(folder, options));
  const declarations = program.getSourceFiles().filter(({ fileName }) => fileName.includes('/tuxgrade/dist/'));
  const checked = [program.getSourceFile(path), ...declarations];
  const found = checked.flatMap((file) => ts.getPreEmitDiagnostics(program, file));
  return {
    problems: found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
    declarations: declarations.length,
  };
}

const kept = new Map<string, ts.SourceFile | undefined>();

/** Reads the declarations of the language and of Node.js once: they are most of the work. */
function hostFor(folder: string, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => {
    if (path.startsWith(folder)) return read(path, ...rest);
    if (!kept.has(path)) kept.set(path, read(path, ...rest));
    return kept.get(path);
  };
  return host;
}

/** @types/node is a peer of the package: a program brings its own, here that of this checkout. */
function linkTypes(folder: string): void {
  const types = join(folder, 'node_modules', '@types');
  mkdirSync(types, { recursive: true });
  if (!readdirSync(types).includes('node')) {
    symlinkSync(join(process.cwd(), 'node_modules', '@types', 'node'), join(types, 'node'));
  }
}
