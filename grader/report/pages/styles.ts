/** The style of all pages, light and dark, on a phone and on paper; colours have a contrast of at least 4.5 to 1. */
export const STYLES = `
:root{color-scheme:light dark;--paper:#fff;--sheet:#f6f7f9;--ink:#1c2128;--quiet:#56606d;--line:#d5dae1;--good:#17693a;--partly:#8a5200;--bad:#b3261e;--accent:#1f5fa8;--goodbg:#e4f3ea;--partlybg:#fbf0dc;--badbg:#fbe9e7}
@media(prefers-color-scheme:dark){:root{--paper:#14181d;--sheet:#1c2229;--ink:#e6e9ed;--quiet:#a3adb9;--line:#38414c;--good:#7fd19e;--partly:#f0bb66;--bad:#ff9d94;--accent:#8ebcf2;--goodbg:#173022;--partlybg:#37290f;--badbg:#3d1c19}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.6rem}
h1{font-size:1.35rem;line-height:1.3;margin:0}
h2{font-size:1.1rem;margin:2rem 0 .6rem}
h3{font-size:1.02rem;margin:0;display:inline}
h4,figcaption,caption{font-size:.88rem;font-weight:600;margin:1.1rem 0 .35rem;text-align:left;color:var(--quiet)}
h5{font-size:.86rem;margin:0 0 .2rem}
p{margin:.5rem 0}
a{color:var(--accent)}
.quiet{color:var(--quiet);font-weight:400}
.strong{font-weight:600}
.head{display:flex;flex-wrap:wrap;gap:1rem 2.2rem;align-items:baseline;margin:1rem 0}
.score{font-size:2.3rem;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.score small{font-size:1.05rem;font-weight:400;color:var(--quiet);letter-spacing:0}
.next{border-left:4px solid var(--accent);background:var(--sheet);border-radius:0 8px 8px 0;padding:.8rem 1rem;margin:1rem 0}
.next h2{margin:0 0 .2rem;font-size:.85rem;color:var(--accent)}
.next p{margin:.2rem 0}
details.check,section.check{border:1px solid var(--line);border-radius:10px;margin:.7rem 0;background:var(--paper)}
details.check>summary{cursor:pointer;padding:.65rem .9rem;display:flex;gap:.6rem;align-items:baseline}
details.check>summary:focus-visible,a:focus-visible,[tabindex]:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
details.check>summary::-webkit-details-marker{display:none}details.check>summary::after{content:'▸';color:var(--quiet)}details.check[open]>summary::after{content:'▾'}
summary .title{flex:1}
summary .points{font-variant-numeric:tabular-nums;white-space:nowrap}
.body{padding:0 .9rem .9rem;border-top:1px solid var(--line)}
.badge{font-size:.82rem;border-radius:6px;padding:.06rem .45rem;white-space:nowrap;background:var(--sheet);color:var(--quiet)}
.badge.passed{background:var(--goodbg);color:var(--good)}
.badge.partial{background:var(--partlybg);color:var(--partly)}
.badge.failed{background:var(--badbg);color:var(--bad)}
.mistake{border-radius:8px;background:var(--badbg);padding:.55rem .8rem}
.mistake.passed{background:var(--goodbg)}
.mistake.partial{background:var(--partlybg)}
.mistake.skipped,.mistake.ungraded,.mistake.open{background:var(--sheet)}
.question{border-left:3px solid var(--accent);padding-left:.7rem}
pre{background:var(--sheet);border-radius:8px;padding:.7rem;overflow:auto;font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:.88rem}
th,td{padding:.28rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400;overflow-wrap:break-word}
thead th{color:var(--quiet);font-weight:600}
tbody th,td.result{white-space:nowrap}
table.values{border-left:2px solid var(--ink);border-right:2px solid var(--ink);border-radius:4px}
table.values td{border:0;padding:.1rem .5rem;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.tensors{display:flex;flex-wrap:wrap;gap:.6rem 1.6rem}
.tensor{min-width:0;max-width:100%}
.sign.right{color:var(--good)}.sign.partly{color:var(--partly)}.sign.wrong{color:var(--bad)}.sign.follow-on{color:var(--partly)}.sign.unknown{color:var(--quiet)}
figure{margin:1rem 0}
figcaption{margin:0 0 .35rem}
svg{max-width:100%;height:auto;display:block}
svg text{font-size:12px;fill:var(--ink)}
svg text.mid{text-anchor:middle}svg text.end{text-anchor:end}svg text.small{font-size:11px}svg .mid.strong{text-anchor:middle;font-weight:600}
svg text.onto{fill:var(--paper)}
.words,.legend{font-size:.86rem;color:var(--quiet);margin:.35rem 0}
.heat{fill:var(--bad);stroke:var(--line);stroke-width:.5}
.good{fill:var(--good);stroke:var(--line);stroke-width:.5}
.grid{stroke:var(--line);fill:none}
.curve{fill:none;stroke-width:1.8;stroke:var(--accent)}.curve.c1{stroke:var(--bad);stroke-dasharray:6 3}.curve.c2{stroke:var(--good);stroke-dasharray:2 3}
.key{border-bottom:3px solid var(--accent);color:var(--ink);margin-right:1rem}.key.c1{border-color:var(--bad);border-bottom-style:dashed}.key.c2{border-color:var(--good);border-bottom-style:dotted}
.mark{stroke:var(--partly);stroke-width:1.5;stroke-dasharray:4 3}.odd{stroke:var(--bad);stroke-width:1.5}
.rampband{fill:var(--goodbg);stroke:var(--line)}.interval{stroke:var(--accent);stroke-width:5;stroke-opacity:.45;stroke-linecap:round}.dot{fill:var(--accent)}
.bar{fill:var(--accent)}
.edge{fill:none;stroke:var(--quiet);stroke-width:1.1}
.node{fill:var(--sheet);stroke:var(--line)}.node.right{fill:var(--goodbg);stroke:var(--good)}.node.partly,.node.follow-on{fill:var(--partlybg);stroke:var(--partly)}.node.follow-on{stroke-dasharray:4 3}.node.wrong{fill:var(--badbg);stroke:var(--bad)}.node.first{stroke-width:3}
.area{fill-opacity:.28}.k0{fill:#3b7dd8}.k1{fill:#d9822b}.k2{fill:#3f9b57}.k3{fill:#a65bc4}.k4{fill:#c94f4f}.k5{fill:#2b9aa0}
.point{stroke:var(--paper);stroke-width:.6}.point.missed{stroke:var(--ink);stroke-width:1.6}
.gallery{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.7rem}.gallery li{width:10.5rem;font-size:.8rem;color:var(--quiet)}.gallery img{image-rendering:pixelated;border:1px solid var(--line);margin-right:.3rem;max-width:100%;height:auto}.gallery span{display:block}
body:has(#class) main,body:has(#class) header,body:has(#class) footer{max-width:74rem}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem 2.4rem;list-style:none;padding:0;margin:1rem 0}.tiles b{display:block;font-size:1.6rem;font-weight:650;font-variant-numeric:tabular-nums}
.controls{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;margin:.6rem 0}.controls label{display:grid;grid-template-columns:minmax(0,1fr);max-width:100%;gap:.15rem;font-size:.82rem;color:var(--quiet)}
input,select,button{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--quiet);border-radius:6px;padding:.3rem .6rem;min-height:2.2rem;max-width:100%}
button:disabled{color:var(--quiet)}th button{border:0;padding:0;background:none;min-height:1.6rem;font-weight:600;color:inherit;cursor:pointer}
#class{width:100%}#class td,#class th{min-width:4rem}#class td.number{text-align:right;font-variant-numeric:tabular-nums}#class td.why{min-width:14rem}
footer{color:var(--quiet);font-size:.82rem;padding-top:1.5rem;padding-bottom:2rem}
ul.notes{padding-left:1.2rem}
@media(max-width:640px){figure svg{max-width:none}}
@media(max-width:480px){.score{font-size:1.9rem}details.check>summary{flex-wrap:wrap}summary .title{flex-basis:100%;order:3}}
@media print{body{font-size:11pt}details.check{break-inside:avoid-page}details.check>.body{display:block}details::details-content{content-visibility:visible;block-size:auto}.next{border:1px solid #888}}
`;
