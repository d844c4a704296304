/**
 * Compiles examples of the documentation, in which `tuxgrade` is the public interface as it is in the sources, and
 * `@tensorflow/tfjs` its core with the methods of tensors.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const TFJS = `export * from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
`;

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
  const tfjs = join(folder, 'example-tfjs.ts');
  if (examples.some(({ code }) => code.includes('@tensorflow/tfjs'))) files.set(tfjs, { name: 'tfjs', code: TFJS });
  const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: object };
  };
  const paths = {
    tuxgrade: [join(root, 'grader', 'index.ts')],
    '@tensorflow/tfjs': [tfjs],
  };
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
