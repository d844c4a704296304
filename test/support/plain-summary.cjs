/**
 * A jest reporter that ends with the plain line `N passed, N failed` and keeps it in coverage/counts.txt. After many suites
 * it tells which took most of the processor, as fast-globals.cjs noted in coverage/seconds.tsv.
 */
const { mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { FILE: SECONDS } = require('./processor-seconds.cjs');

const MANY = 50;
const SHOWN = 15;

function tellDearest() {
  const suites = readFileSync(SECONDS, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([seconds, path]) => ({ seconds: Number(seconds), path: relative(process.cwd(), path) }))
    .sort((a, b) => b.seconds - a.seconds);
  const all = suites.reduce((sum, { seconds }) => sum + seconds, 0);
  process.stdout.write(`processor time of ${suites.length} suites: ${all.toFixed(0)} s, of which\n`);
  for (const { seconds, path } of suites.slice(0, SHOWN)) process.stdout.write(`  ${seconds.toFixed(1)} s ${path}\n`);
}

module.exports = class PlainSummary {
  onRunStart() {
    rmSync(SECONDS, { force: true });
  }

  onRunComplete(_contexts, results) {
    if (results.numTotalTestSuites >= MANY && process.platform === 'linux') tellDearest();
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped}`;
    mkdirSync('coverage', { recursive: true });
    writeFileSync('coverage/counts.txt', `${line}\n`);
    process.stdout.write(`${line}\n`);
  }
};
