/** The processor time of a jest process, for what each test file took; plain-summary.cjs tells of it. */
const { appendFileSync, mkdirSync, readFileSync } = require('node:fs');

const FILE = 'coverage/seconds.tsv';

/** Of this process and of all below it that have ended, in seconds (fields 14 to 17 of proc(5)); null without /proc. */
function processorSeconds() {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  } catch {
    return null;
  }
}

function noteSeconds(path, seconds) {
  mkdirSync('coverage', { recursive: true });
  appendFileSync(FILE, `${seconds.toFixed(1)}\t${path}\n`);
}

module.exports = { FILE, noteSeconds, processorSeconds };
