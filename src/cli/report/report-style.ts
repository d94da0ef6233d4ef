import { barsStyle } from '../review/draw-bars.js';

/** How the page looks, in light and in dark. */
export const reportStyle = `
:root { color-scheme: light dark; --line: #8886; --for: #2a7d4f; --against: #b3452c; --other: #3866b0; }
@media (prefers-color-scheme: dark) { :root { --for: #58b884; --against: #e58a6f; --other: #82aaf0; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem 1rem 4rem; }
h1 { font-size: 1.4rem; margin: .5rem 0; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .25rem 0 .75rem; max-width: 46rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
a { color: var(--other); }
svg { display: block; width: 100%; height: auto; }
section { overflow-x: auto; }
section > svg { min-width: 36rem; }
svg text { font: 12px system-ui, sans-serif; fill: CanvasText; dominant-baseline: central; }
.label, .name.end { text-anchor: end; }
.tick, .name.center { text-anchor: middle; }
.beside, .name.begin { text-anchor: start; }
rect.for, .key .for { fill: var(--for); }
rect.against { fill: var(--against); }
rect.apart { fill: none; stroke: var(--other); stroke-width: 1.5; }
.axis { stroke: CanvasText; }
.grid { stroke: var(--line); stroke-width: .6; }
.mark { stroke: CanvasText; stroke-dasharray: 1 3; stroke-width: 1.5; }
.line { fill: none; stroke-width: 2; }
.line-0 { stroke: CanvasText; }
.line-1 { stroke: var(--for); }
.line-2 { stroke: var(--other); }
.edge { stroke: var(--for); stroke-opacity: .75; }
.edge.doubtful { stroke: var(--against); stroke-dasharray: 4 3; }
.node { fill: Canvas; stroke: CanvasText; stroke-width: 1.5; }
.key { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; }
.key span { margin-right: 1rem; }
.key .sample { width: 36px; height: 10px; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem 2rem; margin: 1rem 0; }
.figures dt { font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums; }
.graphs { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
figcaption { font-size: .9rem; }
details { margin: .5rem 0; }
summary { cursor: pointer; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; font-weight: 400; padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { font-weight: 600; }
#both { width: 100%; table-layout: fixed; margin-top: 1rem; }
#both td, #both th { unicode-bidi: isolate; }
.choice { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .5rem 0; }
select { font: inherit; max-width: min(26rem, 90vw); }
#bars { margin-top: .75rem; }
${barsStyle}`;
