/** The public interface: what it exports has an example, and every example compiles against it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { compileExamples } from '../support/compile-examples.js';

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
  const named = examples.map((code, at) => ({ name: `example ${String(at + 1)}`, code }));
  expect(compileExamples(named)).toEqual([]);
});
