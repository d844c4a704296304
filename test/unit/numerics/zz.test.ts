import { test } from '@jest/globals';
import { SINGLES, OTHER_FORMS, PLACED, RIGHT, PAIRS, NETWORK_NAMES } from '../../support/wrong-programs/index.js';
import { diagnosisOf, nameOf } from '../../support/confusion.js';
for (const net of NETWORK_NAMES) test('single '+net, () => {
  const lines: string[] = []; let ok = 0, n = 0, falsely = 0; const t0=performance.now();
  for (const [list, all] of [['R', RIGHT], ['S', SINGLES], ['O', OTHER_FORMS], ['P', PLACED]] as const) for (const p of all.filter(x=>x.network===net)) {
    const d = ['values','gradients'].map((of)=>diagnosisOf(net, p.run, of as any));
    const want = (p.ids??[]).map(nameOf);
    const said = [...new Set(d.flatMap(x=>x.names))];
    const right = d.every(x=> x.wrong===0 || (x.unexplained===0 && x.names.length===1 && x.names[0]===want[0]));
    n++; if (right) ok++; else { if (said.some(s=>!want.includes(s))) falsely++; lines.push(list+' '+p.name+' -> '+d.map(x=>`[${x.claims}] ${x.names} ${x.wrong}/${x.unexplained}`).join(' | ')); }
  }
  console.log(net, ok+'/'+n, 'other name:', falsely, (performance.now()-t0).toFixed(0)+'ms\n'+lines.join('\n'));
});
for (const net of NETWORK_NAMES) test('pair '+net, () => {
  const lines: string[] = []; let ok = 0, n = 0, falsely = 0, worst=0; const t0=performance.now();
  for (const p of PAIRS.filter(x=>x.network===net)) {
    const t=performance.now();
    const d = [diagnosisOf(net, p.run, 'gradients')];
    worst=Math.max(worst,performance.now()-t);
    const want = (p.ids??[]).map(nameOf);
    const said = [...new Set(d.flatMap(x=>x.names))];
    const right = d.every(x=> x.wrong===0 || (x.unexplained===0 && x.names.every(a=>want.includes(a))&&x.names.length===2));
    n++; if (right) ok++; else { if (said.some(s=>!want.includes(s))) falsely++; lines.push(p.name+' -> '+d.map(x=>`[${x.claims}] ${x.names} ${x.wrong}/${x.unexplained}`).join(' | ')); }
  }
  console.log('PAIRS', net, ok+'/'+n, 'other name:', falsely, 'worst '+worst.toFixed(0), (performance.now()-t0).toFixed(0)+'ms\n'+lines.join('\n'));
}, 600000);
