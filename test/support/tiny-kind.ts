/**
 * A new kind of check, as someone would write it: counts the words of a text that was handed in. Its files are text
 * here; a test adds them to a copy of the grader.
 */
export const TINY_KIND: Readonly<Record<string, string>> = {
  'schema.ts': `/** Enough words in a text. */
import Type, { type Static } from 'typebox';
import { checkOf } from '../../schema/check.js';
import { Strict } from '../../schema/common.js';
import { Count } from '../../schema/evidence.js';

export const check = checkOf('word-count', 'A text of at least so many words.', {
  file: Type.String({ description: 'A text file of the submission.' }),
  least: Type.Integer({ minimum: 1, description: 'Fewest words.' }),
});
export type WordCountCheck = Static<typeof check>;

export const evidence = Strict({ type: Type.Literal('word-count'), words: Count });
`,
  'judge.ts': `/** Counts words; all of the points or none. */
import { failWith } from '../../checks/judging/failure.js';
import type { Judge } from '../../checks/judging/judge.js';

export const judgeWordCount: Judge<'word-count'> = ({ file, least, points }, { documents }) => {
  const read = documents.get(file);
  if (read?.status !== 'read') return failWith({ code: 'MISSING_FILE', message: \`\${file} is missing\` });
  const words = new TextDecoder().decode(read.bytes).split(/\\s+/u).filter((word) => word !== '').length;
  return {
    earned: words >= least ? points : 0,
    summary: \`\${String(words)} words, \${String(least)} are expected\`,
    evidence: { type: 'word-count', words },
  };
};
`,
  'index.ts': `/** Enough words in a text: see schema.ts. */
import { openEvidence } from '../../checks/telling/evidence-parts.js';
import type { Kind } from '../kind.js';
import { judgeWordCount } from './judge.js';

export const wordCount: Kind<'word-count'> = {
  judge: judgeWordCount,
  plan: ({ file }, draft) => {
    draft.addDocument(file);
  },
  rules: () => [],
  beyondReach: () => [],
  warnings: function* ({ id, least }) {
    if (least > 10_000) yield \`"\${id}": \${String(least)} words are a book\`;
  },
  paths: ({ file }) => [{ key: ['file'], path: file }],
  refersTo: () => ({}),
  parts: () => null,
  gives: () => ({}),
  told: (evidence) =>
    evidence.type === 'word-count'
      ? [{ type: 'text', text: \`It has \${String(evidence.words)} words.\` }]
      : [],
  evidence: openEvidence('word-count'),
  quotesStudent: false,
};
`,
  'example.yaml': `schemaVersion: 1
id: essay
title: Essay
points: 5
checks:
  - { id: long, kind: word-count, title: Long enough, points: 5, file: essay.txt, least: 3 }
`,
};

/** The lines that list it, by file of kinds/, each with what it goes before. */
export const LISTED: readonly { readonly file: string; readonly before: string; readonly line: string }[] = [
  { file: 'index.ts', before: 'import type { Judgement', line: "import { wordCount } from './word-count/index.js';" },
  { file: 'index.ts', before: '} satisfies', line: "  'word-count': wordCount," },
  { file: 'schemas.ts', before: '\nconst SCHEMAS', line: "import * as wordCount from './word-count/schema.js';" },
  { file: 'schemas.ts', before: '] as const;', line: '  wordCount,' },
];
