/** `tuxgrade audit`: prints the audit trail of a run, and says whether it is whole. */
import type { AuditLine, AuditTrail } from '../../decided/audit-lines.js';
import { readAudit } from '../../decided/audit.js';
import { openRun } from '../../changes/run.js';
import { EXIT, type ExitCode } from '../../errors.js';
import { printable } from '../../report/printable.js';
import { toJson } from '../../report/writers/files.js';
import { counted } from '../../text/counted.js';

export interface AuditArguments {
  readonly run: string;
  readonly json: boolean;
}

export async function audit(argv: AuditArguments): Promise<ExitCode> {
  await openRun(argv.run);
  const trail = await readAudit(argv.run);
  if (argv.json) process.stdout.write(toJson(trail));
  else process.stdout.write(`${printable(tell(trail).join('\n'))}\n`);
  for (const line of trail.damage) process.stderr.write(`${printable(`${argv.run}/audit.jsonl: ${line}`)}\n`);
  return trail.damage.length === 0 ? EXIT.OK : EXIT.USAGE;
}

function tell({ lines, damage, digest }: AuditTrail): string[] {
  if (lines.length === 0 && damage.length === 0) return ['Nothing was changed by hand.'];
  const whole =
    damage.length === 0
      ? // whoever kept these notices if the end is cut off
        `${counted(lines.length, 'line')}, each follows from the one before; the last has the digest ${digest.slice(0, 16)}`
      : `${counted(damage.length, 'place')} of the trail ${damage.length === 1 ? 'is' : 'are'} damaged`;
  return [...lines.map(tellLine), whole];
}

function tellLine({ number, at, by, action, details }: AuditLine): string {
  const told = Object.entries(details).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${String(number)}  ${at}  ${by}  ${action}  ${told.join(', ')}`.replaceAll('\n', ' ');
}
