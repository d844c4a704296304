/** A small class with lists: a roster with extensions and times, and late days; and what scores.csv says of it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { changedRubric } from './changed-rubric.js';
import { makeFolder } from './folders.js';

const DATES = 'dates: { due: "2018-09-13T23:59:00-05:00", closes: "2018-09-20T23:59:00-05:00" }';
export const RUBRIC = changedRubric('rubrics/quiz2.yaml', [
  'schemaVersion: 1',
  `schemaVersion: 1\n${DATES}\nlate: { kind: budget, days: 5, fraction: 0.25 }`,
]);
const IDS = ['ada', 'ben', 'cem'];
export const folder = makeFolder();
for (const id of IDS) cpSync('submissions/quiz2/perfect', join(folder, id), { recursive: true });

export function listOf(text: string | Uint8Array, name = 'list.csv'): string {
  const path = join(makeFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** As Excel writes it: a byte order mark, semicolons, Latin-1 is in another test; times as the wall clock shows them. */
export const ROSTER = listOf(
  [
    '\ufeffid;name;email;sid;section;extension;submitted;favourite colour',
    'ada;Ada Lovelace;ada@x.edu;007;1;;2018-09-13 20:00;blue',
    // two days more, until the evening of 15 September
    'ben;Ben Zweig;;;1;2d;2018-09-15 23:00;red',
    // 36 hours late, which is two started days
    'cem;Cem Okur;;;2;;2018-09-15 11:59;red',
    'dora;Dora Nil;dora@x.edu;009;2;;;green',
  ].join('\r\n'),
  'roster.csv',
);
export const LATE_DAYS = listOf('id,used,left\nada,0,\ncem,4,1\ndora,,3\n', 'days.csv');
export const LISTS = ['--roster', ROSTER, '--late-days', LATE_DAYS, '--zone', 'America/Chicago'];

export const scoresIn = (run: string) =>
  parse(readFileSync(join(run, 'scores.csv'), 'utf8'), { columns: true }) as unknown as Record<string, string>[];
