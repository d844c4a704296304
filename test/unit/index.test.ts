/** The public interface: what it exports has an example, and every example compiles against it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { compileExamples, type Example } from '../support/compile-examples.js';
import { readPage } from '../support/markdown.js';

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

/** Those of the pages of docs/, and of what stands beside it. */
function documented(): Example[] {
  const files = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => join('docs', name))];
  return files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      readPage(readFileSync(file, 'utf8'))
        .blocks.filter(({ info }) => info === 'ts')
        .map(({ line, text: code }) => ({ name: `${file}:${String(line)}`, code })),
    );
}

test('every example compiles as written, also those of the documentation', () => {
  expect(examples.length).toBeGreaterThan(8);
  const own = examples.map((code, at) => ({ name: `example ${String(at + 1)}`, code }));
  expect(compileExamples([...own, ...documented()])).toEqual([]);
});
