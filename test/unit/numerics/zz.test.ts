import { test } from '@jest/globals';
import { NATURAL, NATURAL_RIGHT, FOREIGN, PAIRS, NETWORK_NAMES } from '../../support/wrong-programs/index.js';
import { diagnosisOf, nameOf } from '../../support/confusion.js';
test('natural', () => {
  const lines: string[] = []; let ok = 0, n = 0, falsely = 0; const t0=performance.now();
  for (const p of [...NATURAL, ...NATURAL_RIGHT]) {
    let d; try { d = ['values','gradients'].map((of)=>diagnosisOf(p.network, p.run, of as any)); } catch (e) { lines.push('ERR '+p.name+p.network+String(e).slice(0,100)); continue; }
    const want = (p.ids??[]).map(nameOf);
    const said = [...new Set(d.flatMap(x=>x.names))];
    const right = p.ids!==null && said.length===want.length && said.every(a=>want.includes(a)) && d.every(x=>x.unexplained===0);
    n++; if (right) ok++; else { const f=said.some(s=>!want.includes(s)); if (f) falsely++; lines.push((f?'FALSE ':'')+p.network+' '+p.name+' '+JSON.stringify(p.ids)+' -> '+d.map(x=>`[${x.claims}] ${x.names} ${x.wrong}/${x.unexplained}`).join(' | ')); }
  }
  console.log('NATURAL', ok+'/'+n, 'other name:', falsely, (performance.now()-t0).toFixed(0)+'ms\n'+lines.join('\n'));
}, 600000);
test('foreign', () => {
  const lines: string[] = []; let n=0, falsely = 0; const t0=performance.now();
  for (const p of FOREIGN) {
    let d; try { d = ['values','gradients'].map((of)=>diagnosisOf(p.network, p.run, of as any)); } catch (e) { lines.push('ERR '+p.name+p.network+String(e).slice(0,100)); continue; }
    const said = [...new Set(d.flatMap(x=>x.names))];
    n++; if (said.length) { falsely++; lines.push(p.network+' '+p.name+' '+JSON.stringify(p.ids)+' -> '+d.map(x=>`[${x.claims}] ${x.names} ${x.wrong}/${x.unexplained}`).join(' | ')); }
  }
  console.log('FOREIGN', n, 'claims:', falsely, (performance.now()-t0).toFixed(0)+'ms\n'+lines.join('\n'));
}, 600000);
