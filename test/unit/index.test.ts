/** The public interface: what it exports has an example, and every example compiles against it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

const INDEX = join(process.cwd(), 'grader', 'index.ts');
const text = readFileSync(INDEX, 'utf8');

/** Code between the fences of a comment, without its asterisks. */
function examplesIn(comment: string): string[] {
  const plain = comment.replace(/^ \* ?/gm, '');
  return [...plain.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code);
}

const examples = examplesIn(text);

/** Names of the values that are exported; types explain themselves. */
function exportedValues(): string[] {
  const source = ts.createSourceFile(INDEX, text, ts.ScriptTarget.ES2022);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const clause = statement.exportClause;
    if (clause === undefined || !ts.isNamedExports(clause)) return [];
    return clause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text);
  });
}

test.each(exportedValues())('%s has an example', (name) => {
  const imports = examples.flatMap((code) => /import \{([^}]*)\} from 'tuxgrade'/.exec(code)?.[1]?.split(',') ?? []);
  expect(imports.map((one) => one.trim())).toContain(name);
});

test('every example compiles as written', () => {
  expect(examples.length).toBeGreaterThan(8);
  const folder = join(process.cwd(), 'test', 'unit');
  const files = new Map(examples.map((code, index) => [join(folder, `example-${String(index)}.ts`), code]));
  const { config } = ts.readConfigFile('tsconfig.json', (path) => readFileSync(path, 'utf8')) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, rootDir: '.', noEmit: true, noUnusedLocals: true, paths: { tuxgrade: [INDEX] } },
    process.cwd(),
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, language, ...rest) => {
    const code = files.get(path);
    return code === undefined ? read(path, language, ...rest) : ts.createSourceFile(path, code, language);
  };
  const exists = host.fileExists.bind(host);
  host.fileExists = (path) => files.has(path) || exists(path);
  const program = ts.createProgram([...files.keys()], options, host);
  const told = [...files.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return ts.getPreEmitDiagnostics(program, file).map(({ messageText, start = 0 }) => {
      const place = file === undefined ? '' : file.text.slice(start, start + 40);
      return `${path} at "${place}": ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
  expect(told).toEqual([]);
});
