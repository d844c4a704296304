/** The findings of a data set, for a terminal and for programs. Pure: width and colours are arguments. */
import type { DataSetReport, FindingCode } from '../protocol/data-set.js';
import { allPrintable } from './printable.js';
import type { TerminalStyle } from './terminal.js';

/** The most findings of a kind that are listed; the rest are counted. */
const MOST_NAMED = 5;

export interface DataSetJson {
  readonly schemaVersion: 1;
  readonly classes: readonly string[];
  readonly splits: readonly { name: string; images: number; perClass: Readonly<Record<string, number>> }[];
  /** The number of all findings, by code. */
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly { code: FindingCode; file: string; row: number | null; found: string; mend: string }[];
  readonly remarks: readonly string[];
}

/** Findings as data: the first thousand of each kind, and the number of each. */
export function dataSetJson(
  report: DataSetReport,
  classes: readonly string[],
  remarks: readonly string[],
): DataSetJson {
  return allPrintable({
    schemaVersion: 1,
    classes,
    splits: report.splits.map(({ name, images, perClass }) => ({
      name,
      images,
      perClass: Object.fromEntries(classes.map((name_, number) => [name_, perClass[number] ?? 0])),
    })),
    counts: Object.fromEntries(report.groups.map(({ code, count }) => [code, count])),
    findings: report.groups.flatMap(({ mend, findings }) =>
      findings.map(({ code, file, row, found }) => ({ code, file, row, found, mend })),
    ),
    remarks,
  });
}

/** Lines for a terminal, without a newline at the end of the last. */
export function renderDataSet(report: DataSetReport, json: DataSetJson, { paint }: TerminalStyle): string {
  const lines = json.splits.flatMap(({ name, images, perClass }) => [
    paint.bold(`${name === '' ? 'images' : name}: ${String(images)}`),
    `  ${Object.entries(perClass)
      .map(([label, count]) => `${label} ${String(count)}`)
      .join(', ')}`,
  ]);
  for (const { code, title, mend, count } of report.groups) {
    const findings = json.findings.filter((finding) => finding.code === code);
    lines.push('', `${paint.bad('✗')} ${paint.bold(`${title}: ${String(count)}`)}  ${paint.dim(code)}`);
    for (const { file, row, found } of findings.slice(0, MOST_NAMED)) {
      lines.push(`    ${file}${row === null ? '' : `, row ${String(row)}`}: ${found}`);
    }
    const more = count - MOST_NAMED;
    if (more > 0) lines.push(`    and ${String(more)} more`);
    lines.push(`  ${paint.dim(mend)}`);
  }
  lines.push(...json.remarks.map((remark) => `note: ${remark}`));
  const verdict = report.groups.length === 0 ? paint.good('Nothing wrong was found.') : '';
  return [...lines, ...(verdict === '' ? [] : ['', verdict])].join('\n');
}
