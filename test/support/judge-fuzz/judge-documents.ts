/**
 * A program that judges files as answers and as a log, one after the other, and prints a line for each when it is done:
 * the processor time that this took, and what is said.
 */
import { readFileSync } from 'node:fs';
import { judge } from '../../../grader/kinds/index.js';
import type { DocumentRead } from '../../../grader/stages/submission.js';
import { rubricOf } from './rubric.js';

const rubric = rubricOf(['steps', 'jacobian', 'loss-log']);

for (const path of process.argv.slice(2)) {
  const document: DocumentRead = { status: 'read', bytes: readFileSync(path) };
  const documents = new Map([
    ['answers.json', document],
    ['loss.csv', document],
  ]);
  const before = process.cpuUsage();
  const judged = rubric.rubric.checks.map((check) =>
    judge(check, { files: [], documents, models: new Map(), dataSets: new Map(), outcomes: new Map() }, rubric),
  );
  const { user, system } = process.cpuUsage(before);
  const summaries = judged.map(({ summary }) => summary);
  process.stdout.write(`${JSON.stringify({ cpuMs: (user + system) / 1000, summaries })}\n`);
}
