/** A jest reporter that ends with the plain line `N passed, N failed` and keeps it in coverage/counts.txt. */
const { mkdirSync, writeFileSync } = require('node:fs');

module.exports = class PlainSummary {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped}`;
    mkdirSync('coverage', { recursive: true });
    writeFileSync('coverage/counts.txt', `${line}\n`);
    process.stdout.write(`${line}\n`);
  }
};
