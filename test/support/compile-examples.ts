/** Compiles examples of the documentation, in which `tuxgrade` is the public interface as it is in the sources. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export interface Example {
  /** Where it stands, for messages. */
  readonly name: string;
  readonly code: string;
}

/** What is wrong with them, a sentence each. */
export function compileExamples(examples: readonly Example[]): string[] {
  const root = process.cwd();
  const folder = join(root, 'test', 'unit');
  const files = new Map(examples.map((example, at) => [join(folder, `example-${String(at)}.ts`), example]));
  const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: object };
  };
  const paths = { tuxgrade: [join(root, 'grader', 'index.ts')] };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, rootDir: '.', noEmit: true, noUnusedLocals: true, paths },
    root,
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, language, ...rest) => {
    const example = files.get(path);
    return example === undefined ? read(path, language, ...rest) : ts.createSourceFile(path, example.code, language);
  };
  const exists = host.fileExists.bind(host);
  host.fileExists = (path) => files.has(path) || exists(path);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, { name }]) => {
    const file = program.getSourceFile(path);
    return ts.getPreEmitDiagnostics(program, file).map(({ messageText, start = 0 }) => {
      const place = file === undefined ? '' : file.text.slice(start, start + 40);
      return `${name} at "${place}": ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}
