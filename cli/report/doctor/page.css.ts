// The style sheet of the page: light and dark, by what the reader's system says.

export const css = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1a1d21; --soft: #5b636d; --line: #d6dbe1; --card: #f6f8fa;
  --ok: #1a7f37; --problem: #c5221f; --unknown: #8a5a00; --warning: #8a5a00; --none: #666e78; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e6e9ec; --soft: #9aa4ae; --line: #343b43;
  --card: #1d2125; --ok: #4cc26a; --problem: #ff7b72; --unknown: #e0b341; --warning: #e0b341; --none: #8a949e; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 66rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; }
p { margin: .25rem 0; overflow-wrap: anywhere; } .soft { color: var(--soft); }
figure { margin: 1.5rem 0; } svg { width: 100%; height: auto; display: block; }
.way { list-style: none; margin: .75rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.75rem;
  font-size: .92rem; overflow-wrap: anywhere; }
.box rect { fill: var(--card); stroke: var(--line); stroke-width: 1.5; }
svg text { fill: var(--ink); text-anchor: middle; font-size: 16px; } svg .name { font-weight: 600; }
svg .detail { font-size: 12.5px; fill: var(--soft); }
.leg path { stroke: currentColor; stroke-width: 2.5; fill: none; stroke-linecap: round; stroke-linejoin: round; }
.leg circle { fill: var(--paper); stroke: currentColor; stroke-width: 2; }
.leg text.mark { fill: currentColor; font-weight: 700; }
.leg.problem path { stroke-width: 3.5; } .leg.unknown > path:not(.mark) { stroke-dasharray: 2 8; }
.leg.ok { color: var(--ok); } .leg.problem { color: var(--problem); } .leg.unknown { color: var(--unknown); }
.leg.not-applicable { color: var(--none); }
article { border: 1px solid var(--line); border-left: 5px solid var(--problem); border-radius: 6px; background: var(--card);
  padding: .9rem 1.1rem 1.1rem; margin: 0 0 1rem; } article.warning { border-left-color: var(--warning); }
article h3 { margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: .8rem 0 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0; padding: .6rem .8rem; background: var(--paper); border: 1px solid var(--line); border-radius: 4px;
  white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; } pre, code { font: 13px/1.5 ui-monospace, monospace; }
.state { font-weight: 600; } .ok .state, b.ok { color: var(--ok); } .unknown .state { color: var(--unknown); }
.error .state, .problem .state, b.problem { color: var(--problem); } .warning .state { color: var(--warning); }
.not-applicable .state { color: var(--none); }
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
td, th { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; } th { color: var(--soft); font-weight: 500; white-space: nowrap; } td { max-width: 34rem; }
td:nth-child(-n+2) { white-space: nowrap; } summary { cursor: pointer; color: var(--soft); }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; }
  svg { display: none; } .way { display: block; } thead { position: absolute; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; max-width: none; border: 0; padding: 0; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td:nth-child(-n+2) { display: inline; margin-right: .5rem; } td:nth-child(3) { color: var(--soft); } }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #1a1d21; --soft: #5b636d; --line: #d6dbe1;
  --card: #fff; --ok: #1a7f37; --problem: #c5221f; --unknown: #8a5a00; --warning: #8a5a00; --none: #666e78; }
  body { padding: 0; font-size: 13px; } article, tr, figure { break-inside: avoid; } }
`;
