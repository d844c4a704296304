import { test, afterAll } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gradeOne } from '../../grader/pipeline.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { chooseDriver } from '../../grader/sandbox/drivers.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
afterAll(removeFolders);
const H = '\u001b[31mred\u001b]0;title\u0007\u202Eevil\u2066x\nline2\r\t\u009b31m\u200e\u2028';
const BAD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
function walk(v: unknown, at: string, out: string[]) {
  if (typeof v === 'string') { if (BAD.test(v)) out.push(at + ': ' + JSON.stringify(v.slice(0, 300)).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))); }
  else if (typeof v === 'object' && v !== null) for (const [k, x] of Object.entries(v)) { if (BAD.test(k)) out.push('KEY ' + at + k); walk(x, at + '.' + k, out); }
}
test('x', async () => {
  const driver = await chooseDriver('bubblewrap');
  const out: string[] = [];
  const q = await loadRubric('rubrics/quiz2.yaml', { data: {} });
  const h = await loadRubric('rubrics/hw2-circle.yaml', { data: {} });
  const A = (v: unknown) => JSON.stringify({ forward: { z1: [v, 1], z2: v, yhat: { [H]: 1 }, loss: v, [H]: 3 }, backward: v, jacobian: { Wx: [[v]] }, operations: { reverse: v }, [H]: 2 });
  const grade = async (name: string, files: Record<string, string | Uint8Array>, rubric: typeof q) => {
    const root = writeFiles(makeFolder() + '/s', files);
    const r = await gradeOne(root, { rubric, driver });
    out.push('== ' + name + ' ' + String(r.verdict.earned));
    walk({ results: r.results, notes: r.notes, output: r.output }, '', out);
    for (const x of r.results) out.push('   ' + x.id + ' | ' + JSON.stringify(x.summary.slice(0, 250)));
  };
  await grade('answers', { 'answers.json': A(H), 'backprop.js': `export const forward = () => ({ [${JSON.stringify(H)}]: 1, z1: { [${JSON.stringify(H)}]: 2 } }); export function backward() { throw new Error(${JSON.stringify(H)}); }` }, q);
  await grade('broken json', { 'answers.json': '{' + H, 'backprop.js': `import x from './${'\\u202e\\u001b[31m'}q'; const ${H}` }, q);
  await grade('names', { ['answers.json']: '{}', ['a\u202eb.ts']: '1', ['x\u001b[31m.ts']: '', 'backprop.js': `export const \u202e = 1; throw { name: ${JSON.stringify(H)}, toString() { return ${JSON.stringify(H)} } }` }, q);
  const good = readFileSync('submissions/hw2-circle/good/linear/model.json', 'utf8');
  const w = readFileSync('submissions/hw2-circle/good/linear/weights.bin');
  const j = JSON.parse(good);
  out.push(JSON.stringify(j).slice(0, 1500));
  const variants: [string, (m: any) => void][] = [
    ['class', (m) => { m.modelTopology.config.layers[0].class_name = H; }],
    ['class2', (m) => { m.modelTopology.config.layers[1].class_name = H; }],
    ['layer name', (m) => { for (const l of m.modelTopology.config.layers) l.config.name = H; }],
    ['activation', (m) => { for (const l of m.modelTopology.config.layers) l.config.activation = H; }],
    ['weight name', (m) => { m.weightsManifest[0].weights[0].name = H; }],
    ['dtype', (m) => { m.weightsManifest[0].weights[0].dtype = H; }],
    ['path', (m) => { m.weightsManifest[0].paths[0] = H; }],
    ['format', (m) => { m.format = H; }],
    ['topclass', (m) => { m.modelTopology.class_name = H; }],
    ['key', (m) => { m.modelTopology.config.layers[0].config[H] = H; m.modelTopology.config[H] = 1; }],
  ];
  for (const [name, change] of variants) {
    const m = JSON.parse(good);
    try { change(m); } catch (e) { out.push(name + ' ' + String(e)); continue; }
    await grade(name, { 'linear/model.json': JSON.stringify(m), 'linear/weights.bin': w, 'loss.csv': H }, h);
  }
  process.stdout.write(out.join('\n') + '\n');
}, 120_000);
