/** What differs between two folders of runs, apart from when and how fast they were graded. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GradeReport } from '../../../grader/schema/report.js';

/** Ids with another report, results or page than in `expected`, and what else is not the same; empty if nothing is. */
export function differences(expected: string, found: string): string[] {
  const ids = readdirSync(join(expected, 'reports')).sort();
  const foundIds = readdirSync(join(found, 'reports')).sort();
  const other = ids.filter((id) => !isSame(join(expected, 'reports', id), join(found, 'reports', id)));
  const scores = [expected, found].map((folder) => readFileSync(join(folder, 'scores.csv'), 'utf8'));
  return [
    ...(ids.join() === foundIds.join() ? [] : [`the submissions ${foundIds.join()} instead of ${ids.join()}`]),
    ...other.map((id) => `the report of ${id}${howOther(join(expected, 'reports', id), join(found, 'reports', id))}`),
    ...(scores[0] === scores[1] ? [] : ['scores.csv']),
    ...(recordsIn(expected).join() === recordsIn(found).join() ? [] : ['what was observed']),
  ];
}

/** The first check that has another result, and what is said of it. */
function howOther(...folders: readonly [string, string]): string {
  const paths = folders.map((folder) => join(folder, 'report.json'));
  if (!paths.every((path) => existsSync(path))) return '';
  const [expected, found] = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as GradeReport);
  const saidOf = (report: GradeReport | undefined, id: string) => {
    const result = report?.results.find((one) => one.id === id);
    return `${String(result?.status)}, ${String(result?.summary)}`;
  };
  const ids = (expected?.results ?? []).map(({ id }) => id);
  const other = ids.find((id) => saidOf(expected, id) !== saidOf(found, id));
  if (other === undefined) return '';
  return ` (${other}: ${saidOf(found, other)} instead of ${saidOf(expected, other)}; ${JSON.stringify(found?.notes)})`;
}

function isSame(expected: string, found: string): boolean {
  return ['report.json', 'results.json', 'report.html'].every((file) => {
    const paths = [join(expected, file), join(found, file)] as const;
    return paths.every((path) => existsSync(path)) && timeless(paths[0]) === timeless(paths[1]);
  });
}

function timeless(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('report.json')) return text;
  const { timing: _timing, ...report } = JSON.parse(text) as GradeReport;
  return JSON.stringify(report, null, 2);
}

/** Contents of the store of observations. */
function recordsIn(folder: string): string[] {
  const root = join(folder, 'observations');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
    .map((name) => `${name} ${String(gunzipSync(readFileSync(join(root, name))).length)}`);
}

/** How often each id was finished, by the journal. */
export function timesFinished(run: string): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const line of readFileSync(join(run, 'journal.jsonl'), 'utf8').trim().split('\n')) {
    const entry = JSON.parse(line) as { id: string; status?: string };
    if (entry.status !== undefined) times.set(entry.id, (times.get(entry.id) ?? 0) + 1);
  }
  return times;
}

/** Fingerprints in the store with more than one result. */
export function differingResults(store: string): string[] {
  const root = join(store, 'results');
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((part) =>
    readdirSync(join(root, part)).filter((name) => {
      const names = readdirSync(join(root, part, name)).filter((one) => !one.startsWith('.'));
      return names.length > 2;
    }),
  );
}
