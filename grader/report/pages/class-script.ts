/**
 * The script of the page of a class: sorts, filters and searches the table, a hundred rows at a time, so that a page with
 * ten thousand students opens at once. Text of students is put in as text, never as markup. The page without the script
 * shows the first rows.
 */
import type { ClassRow } from './class-table.js';

/** The parts of a row that the script reads, which must be those of ClassRow. */
const FIELDS: Readonly<Record<keyof ClassRow, true>> = {
  ...{ id: true, href: true, name: true, earned: true, status: true, lost: true, why: true, seconds: true },
};

/** The script, with the names of the fields checked when it is compiled. */
export const CLASS_SCRIPT = `'use strict';
(() => {
const PAGE = 100;
const data = JSON.parse(document.getElementById('data').textContent);
const text = ({ ${Object.keys(FIELDS).join(', ')} }) => [id, name, why].join(' ').toLowerCase();
const rows = data.rows.map((row) => ({ ...row, text: text(row) }));
const byId = (id) => document.getElementById(id);
const [search, filter, table, count, before, after] = ['search', 'filter', 'class', 'count', 'before', 'after'].map(byId);
const body = table.tBodies[0];
const collator = new Intl.Collator('en', { numeric: true });
const KEYS = {
  name: (a, b) => collator.compare(a.name || a.id, b.name || b.id),
  id: (a, b) => collator.compare(a.id, b.id),
  earned: (a, b) => (a.earned ?? -1) - (b.earned ?? -1),
  seconds: (a, b) => a.seconds - b.seconds,
};
let [shown, at, key, down] = [rows, 0, null, false];
const cell = (content, kind) => {
  const td = document.createElement('td');
  td.className = kind;
  td.dir = 'auto';
  td.append(content);
  return td;
};
const drawn = (row) => {
  const tr = document.createElement('tr');
  const th = document.createElement('th');
  const a = document.createElement('a');
  a.href = row.href;
  const bdi = document.createElement('bdi');
  bdi.textContent = row.name || row.id;
  a.append(bdi);
  th.scope = 'row';
  th.append(a);
  const points = row.earned === null ? row.status : String(row.earned);
  tr.append(th, ...(data.isNamed ? [cell(row.id, '')] : []), cell(points, 'number'), cell(row.status, 'result'), cell(row.why, 'why'), cell(row.seconds.toFixed(1), 'number'));
  return tr;
};
const draw = () => {
  body.replaceChildren(...shown.slice(at, at + PAGE).map(drawn));
  const last = Math.min(at + PAGE, shown.length);
  count.textContent = shown.length === 0 ? 'No submission fits.' : (at + 1) + ' to ' + last + ' of ' + shown.length;
  before.disabled = at === 0;
  after.disabled = last >= shown.length;
};
const choose = () => {
  const words = search.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  const [kind, value] = filter.value.split(':');
  const fits = (row) => kind === 'all' || (kind === 'status' ? row.status === data.statuses[value] : row.lost.includes(Number(value)));
  shown = rows.filter((row) => fits(row) && words.every((word) => row.text.includes(word)));
  if (key !== null) shown.sort((a, b) => (down ? -1 : 1) * KEYS[key](a, b));
  at = 0;
  draw();
};
search.addEventListener('input', choose);
filter.addEventListener('change', choose);
before.addEventListener('click', () => { at = Math.max(0, at - PAGE); draw(); });
after.addEventListener('click', () => { at += PAGE; draw(); });
for (const button of table.tHead.querySelectorAll('button')) {
  button.disabled = false;
  button.addEventListener('click', () => {
    down = key === button.dataset.key && !down;
    key = button.dataset.key;
    for (const th of table.tHead.querySelectorAll('th')) th.removeAttribute('aria-sort');
    button.closest('th').setAttribute('aria-sort', down ? 'descending' : 'ascending');
    choose();
  });
}
byId('controls').hidden = false;
choose();
document.documentElement.dataset.ready = 'yes';
})();
`;
