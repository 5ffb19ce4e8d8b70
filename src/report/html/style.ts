/** The style sheet: calm and dense, light and dark, on a screen, a phone and paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f6f8fa; --sunken: #f0f2f5; --text: #1c2128; --muted: #59636e; --line: #d5dae0; --line-soft: #e6e9ed;
  --accent: #0b5cad; --green: #116329; --green-soft: #dcf5e3; --red: #b3202b; --red-soft: #fdebec; --amber: #7d4e00; --amber-soft: #fff3d1;
  --grey-soft: #e9ecef; --blue-soft: #e3effb;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --panel: #1a2028; --sunken: #0d1116; --text: #dfe5ec; --muted: #98a3b0; --line: #343d49; --line-soft: #262e38;
    --accent: #74b3f5; --green: #65d183; --green-soft: #12331e; --red: #ff8d86; --red-soft: #421a1d; --amber: #e9b949; --amber-soft: #392b0b;
    --grey-soft: #2a323c; --blue-soft: #142c47;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 var(--sans); }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.3rem; margin: 0 0 .75rem; }
h3 { font-size: 1.02rem; margin: 0 0 .6rem; }
p { margin: 0 0 .75rem; max-width: 75ch; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: var(--mono); font-size: .87em; }
code { overflow-wrap: anywhere; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
small, .small { font-size: .87em; }
.muted { color: var(--muted); font-weight: normal; }
.good { color: var(--green); } .bad { color: var(--red); font-weight: 600; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999rem; } .skip:focus { left: 1rem; top: .5rem; z-index: 9; background: var(--page); padding: .3rem .6rem; }

.top { position: sticky; top: 0; z-index: 5; display: flex; align-items: center; gap: .9rem; height: 3rem; padding: 0 1.25rem; background: var(--panel); border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; letter-spacing: -.01em; }
.run { color: var(--muted); font: .85rem var(--mono); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tools { margin-left: auto; display: flex; gap: .4rem; } .tools[hidden] { display: none; }
button { font: inherit; font-size: .85rem; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .6rem; cursor: pointer; white-space: nowrap; }
button:hover { border-color: var(--muted); }

.layout { display: grid; grid-template-columns: 15.5rem minmax(0, 1fr); max-width: 96rem; margin: 0 auto; }
nav { position: sticky; top: 3rem; align-self: start; max-height: calc(100vh - 3rem); overflow-y: auto; padding: 1.4rem .5rem 2rem 1.25rem; font-size: .9rem; }
nav ol { list-style: none; margin: 0; padding: 0; } nav ol ol { margin: 0 0 .4rem .65rem; border-left: 1px solid var(--line); padding-left: .35rem; }
nav a { display: block; padding: .2rem .5rem; border-radius: 5px; color: var(--muted); text-decoration: none; }
nav a:hover { color: var(--text); background: var(--panel); } nav a[aria-current] { color: var(--text); background: var(--blue-soft); font-weight: 600; }
.contents > summary { display: none; }
main { padding: 1.4rem 1.5rem 5rem; min-width: 0; }
main > section, .scenario > section { margin-bottom: 2.2rem; }
.scenario { border-top: 1px solid var(--line); padding-top: 1.8rem; }
.scenario-head { margin-bottom: 1.6rem; } .scenario-head h2 { margin-bottom: .4rem; font-size: 1.4rem; }
.scenario-head p { margin-bottom: .5rem; } .about { font-size: 1.02rem; }

.verdict { border: 1px solid var(--line); border-left: 6px solid var(--muted); border-radius: 8px; padding: 1.1rem 1.3rem; background: var(--panel); }
.verdict-passed { border-left-color: var(--green); } .verdict-failed, .verdict-error, .verdict-interrupted { border-left-color: var(--red); } .verdict-inconclusive { border-left-color: var(--amber); }
.verdict-passed .verdict-mark, .mark-passed { color: var(--green); } .verdict-failed .verdict-mark, .verdict-error .verdict-mark, .verdict-interrupted .verdict-mark, .mark-failed, .mark-error { color: var(--red); }
.verdict-inconclusive .verdict-mark, .mark-inconclusive { color: var(--amber); } .mark-skipped { color: var(--muted); }
.lead { margin: .4rem 0 0; color: var(--muted); max-width: none; }
.notice { margin: .8rem 0 0; padding: .55rem .8rem; border-radius: 6px; background: var(--amber-soft); max-width: none; } .notice ul { margin: .2rem 0 0; padding-left: 1.2rem; }

.chip { display: inline-block; padding: .02rem .5rem; border-radius: 99px; font-size: .8rem; font-weight: 600; white-space: nowrap; background: var(--grey-soft); color: var(--muted); }
.chip-passed { background: var(--green-soft); color: var(--green); } .chip-failed, .chip-error, .chip-interrupted { background: var(--red-soft); color: var(--red); } .chip-inconclusive { background: var(--amber-soft); color: var(--amber); }

.trouble { border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.1rem; margin-bottom: .9rem; }
.trouble h3 { margin-bottom: .7rem; } .repeat { margin: .8rem 0 0; max-width: none; } .repeat code { background: var(--sunken); padding: .15rem .45rem; border-radius: 5px; user-select: all; }
.compare { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); gap: .7rem; margin: 0; }
.compare > div { min-width: 0; border: 1px solid var(--line-soft); border-top: 3px solid var(--line); border-radius: 5px; padding: .45rem .7rem .6rem; background: var(--panel); }
.compare > .compare-expected { border-top-color: var(--green); } .compare-wrong > .compare-observed, .compare-wrong > .compare-error { border-top-color: var(--red); } .compare > .compare-reason { border-top-color: var(--amber); }
.compare dt { font-size: .78rem; font-weight: 600; color: var(--muted); text-transform: capitalize; margin-bottom: .15rem; } .compare dd { margin: 0; max-height: 24rem; overflow: auto; }

.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: .1rem 2rem; margin: 0; }
.facts > .facts-long { grid-column: 1 / -1; }
.facts > div { display: grid; grid-template-columns: 7.4rem minmax(0, 1fr); padding: .3rem 0; border-bottom: 1px solid var(--line-soft); }
.facts dt { color: var(--muted); } .facts dd { margin: 0; } .tool { margin-right: .6rem; } .facts + .scroll { margin-top: 1rem; } .scenario-head .small { max-width: none; }

.scroll { position: relative; overflow-x: auto; margin-bottom: .9rem; border: 1px solid var(--line); border-radius: 8px; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; padding: .5rem .75rem; font-weight: 600; font-size: .87rem; color: var(--muted); border-bottom: 1px solid var(--line-soft); }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-bottom: 1px solid var(--line-soft); font-weight: normal; }
thead th { font-size: .8rem; font-weight: 600; color: var(--muted); background: var(--panel); white-space: nowrap; }
tbody:last-child tr:last-child > * , tfoot tr:last-child > * { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .narrow { width: 1%; white-space: nowrap; } .wide { min-width: 15rem; }
td.code, th.code { white-space: nowrap; } tr.never-hit > * { background: var(--amber-soft); } tr.alarming > * { background: var(--red-soft); }
.rule-comment { color: var(--muted); font: .82rem var(--mono); }

.matrix { width: auto; } .matrix th, .matrix td { padding: .4rem .55rem; } .matrix caption { padding: .5rem .75rem; white-space: nowrap; } .matrix td { min-width: 4.6rem; } .matrix th[scope=row], .matrix thead th:first-child { position: sticky; left: 0; background: var(--panel); white-space: nowrap; border-right: 1px solid var(--line); z-index: 1; }
.matrix td, .matrix thead th { text-align: center; } .matrix thead th:first-child { text-align: left; } .scan-about { font-weight: normal; line-height: 1.35; } .matrix th code { white-space: nowrap; }
.port-cell { font-size: .82rem; font-weight: 600; border-left: 2px solid var(--page); border-bottom: 2px solid var(--page); }
.port-open { background: var(--green-soft); color: var(--green); } .port-closed { background: var(--grey-soft); color: var(--muted); }
.port-filtered { color: var(--red); background: repeating-linear-gradient(135deg, var(--red-soft) 0 6px, transparent 6px 9px), var(--page); } .port-unsure { background: var(--amber-soft); color: var(--amber); }
.port-filtered > span, .port-chip.port-filtered { text-shadow: 0 0 3px var(--page); } .port-changed > span, .changed-sample { text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: .2em; }
.port-none { color: var(--muted); } .others { color: var(--muted); font-size: .8rem; white-space: nowrap; } .matrix td { vertical-align: middle; } .list-cell { background: var(--blue-soft); font: .82rem var(--mono); white-space: nowrap; border-left: 2px solid var(--page); }
.ports { margin: .3rem 0; line-height: 1.9; } .port-chip { display: inline-block; line-height: 1.5; padding: 0 .45rem; border-radius: 4px; font-size: .82rem; white-space: nowrap; }
.legend { color: var(--muted); font-size: .87rem; max-width: none; }

.outcome { font-size: .82rem; font-weight: 600; border-left: 2px solid var(--page); border-bottom: 2px solid var(--page); } .outcome a { color: inherit; } .outcome-holds { background: var(--green-soft); color: var(--green); } .outcome-gives-way { background: var(--red-soft); color: var(--red); } .outcome-inherent { background: var(--amber-soft); color: var(--amber); } .outcome-none { color: var(--muted); font-weight: normal; }
.evidence dt { font-weight: 600; } .evidence dd { margin: 0 0 .4rem 1rem; }

.findings { margin: 0; padding: 0; list-style: none; counter-reset: finding; display: grid; gap: .8rem; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); }
.findings li { border: 1px solid var(--line); border-left: 4px solid var(--amber); border-radius: 8px; padding: .75rem 1rem; } .findings h3 { margin-bottom: .25rem; } .findings p { margin: 0; }

.topology { display: block; max-width: none; font-family: var(--sans); } .scroll:has(.topology) { padding: .6rem; background: var(--panel); }
.topology text { fill: var(--text); font-size: 13px; } .topology .net-name { font-weight: 600; } .topology .net-subnet, .topology .node-address { font-family: var(--mono); font-weight: normal; font-size: 12px; fill: var(--muted); }
.topology .node-kind { font-weight: normal; font-size: 11px; fill: var(--muted); } .topology .node-name { font-weight: 600; font-size: 14px; } .topology .port-name { font-family: var(--mono); font-size: 12px; font-weight: 600; }
.topology .bus { stroke: var(--accent); stroke-width: 2.5; } .topology .drop { stroke: var(--accent); stroke-width: 1.5; } .topology .node { fill: var(--page); stroke: var(--muted); } .topology .node-joint { fill: var(--blue-soft); stroke: var(--accent); stroke-width: 1.5; } .topology .port { fill: var(--accent); }

details > summary { cursor: pointer; } summary:hover { color: var(--accent); }
section > details { border: 1px solid var(--line); border-radius: 8px; margin-bottom: .7rem; } section > details > summary { padding: .45rem .8rem; } section > details > :not(summary) { margin: 0 .8rem .8rem; }
.steps { border: 1px solid var(--line); border-radius: 8px; overflow: clip; } .step { border-bottom: 1px solid var(--line-soft); scroll-margin-top: 4rem; } .step:last-child { border-bottom: 0; } .step:target { box-shadow: inset 4px 0 0 var(--accent); }
.step > details > summary { display: flex; align-items: baseline; gap: .6rem; padding: .5rem .9rem; list-style: none; } .step > details > summary::-webkit-details-marker { display: none; }
.step > details > summary::before { content: "›"; color: var(--muted); width: .5rem; display: inline-block; } .step > details[open] > summary::before { transform: rotate(90deg); } .step > details[open] > summary { background: var(--panel); border-bottom: 1px solid var(--line-soft); }
.step-mark { font-weight: 700; width: 1em; text-align: center; } .step-number { color: var(--muted); font-variant-numeric: tabular-nums; min-width: 1.2em; text-align: right; } .step-title { flex: 1; min-width: 0; } .step-time { display: flex; gap: 1rem; color: var(--muted); font-size: .85rem; font-variant-numeric: tabular-nums; white-space: nowrap; } .step-time > :last-child { min-width: 4.2rem; text-align: right; }
.step-outside, .step-outside:last-child { border: 1px solid var(--line); border-radius: 8px; margin-top: .7rem; overflow: clip; } .step-body { padding: .7rem .9rem .9rem; } .step-body .compare { margin-bottom: .8rem; }
.events { list-style: none; margin: 0; padding: 0; font-size: .9rem; } .event { display: grid; grid-template-columns: 4.6rem 5.2rem minmax(0, 1fr); gap: .6rem; padding: .28rem 0; border-top: 1px dotted var(--line-soft); } .event:first-child { border-top: 0; }
.event-at { color: var(--muted); font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; } .event-kind { color: var(--muted); font-weight: 600; font-size: .84rem; } .event-body { min-width: 0; overflow-wrap: anywhere; } .event > .times { grid-column: -2 / -1; } .event-clock-advanced .event-body { color: var(--accent); }
.host { font-weight: 600; } .output { background: var(--sunken); border-radius: 6px; padding: .6rem .8rem; margin: .4rem 0; max-height: 26rem; overflow: auto; white-space: pre; overflow-wrap: normal; line-height: 1.45; }
.diff-added { color: var(--green); background: var(--green-soft); } .diff-removed { color: var(--red); background: var(--red-soft); } .diff-gap { color: var(--muted); }
.filterable .scroll { max-height: 30rem; overflow-y: auto; } .filterable thead th { position: sticky; top: 0; } .filter { display: block; margin-bottom: .5rem; font-size: .87rem; color: var(--muted); } .filter input { font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: .2rem .5rem; width: min(22rem, 70%); }

/* What is not in sight is not laid out: a run of forty scenarios opens in the time of one. */
.scenario:not(:only-of-type) > section { content-visibility: auto; contain-intrinsic-size: auto 500px; }
.story { display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); margin: .9rem 0 2.2rem; }
.card { border: 1px solid var(--line); border-top: 3px solid var(--accent); border-radius: 8px; padding: .7rem .9rem; font-size: .93rem; min-width: 0; overflow-wrap: anywhere; } .card h3 { font-size: .82rem; text-transform: uppercase; letter-spacing: .03em; color: var(--muted); margin-bottom: .4rem; } .card p { margin-bottom: .45rem; } .card p:last-child { margin-bottom: 0; } .card ul, .card ol { margin: 0; padding-left: 1.15rem; } .card li { margin-bottom: .2rem; }
.card-wrong { border-top-color: var(--amber); } .card blockquote { margin: 0 0 .45rem; padding: .35rem .6rem; background: var(--panel); border-radius: 4px 10px 10px 10px; border: 1px solid var(--line); } .where { font-size: .85rem; white-space: nowrap; } .tested-line { margin: .45rem 0 0; font-size: .9rem; max-width: none; }
.print { background: var(--sunken); border-radius: 8px; padding: .7rem .8rem; margin-bottom: 1rem; font-family: var(--mono); font-size: .84rem; } .print pre { font-size: 1em; } .prompt { overflow-wrap: anywhere; }
.rule { border-left: 6px solid var(--line); padding: .25rem .6rem .3rem .6rem; margin-top: .3rem; border-radius: 3px; scroll-margin-top: 4rem; } .rule:target { outline: 2px solid var(--accent); } .rule pre { padding-left: 6ch; text-indent: -6ch; } .rule-comment { color: var(--green); } .rule-counters { color: var(--muted); } .rule-foot { font-family: var(--sans); font-size: .82rem; color: var(--muted); margin: .1rem 0 0; padding-left: 2.9rem; }
.rule-heat-1 { border-left-color: color-mix(in srgb, var(--accent) 30%, var(--sunken)); } .rule-heat-2 { border-left-color: color-mix(in srgb, var(--accent) 48%, var(--sunken)); } .rule-heat-3 { border-left-color: color-mix(in srgb, var(--accent) 66%, var(--sunken)); } .rule-heat-4 { border-left-color: color-mix(in srgb, var(--accent) 84%, var(--sunken)); } .rule-heat-5 { border-left-color: var(--accent); }
.rule-never { border-left-color: var(--amber); border-left-style: dotted; background: var(--amber-soft); } .rule-never .rule-counters, .rule-never .rule-comment { color: inherit; } .rule-never .rule-foot { color: var(--text); } .never { color: var(--amber); }
.beside { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .9rem; margin-bottom: 1rem; } .beside h4 { grid-column: 1 / -1; margin: 0 0 .3rem; font-size: .93rem; } .beside > div { min-width: 0; } .beside p { margin: 0; } .line-changed { background: var(--amber-soft); color: var(--amber); }
.topology-step { min-height: 1.5em; font-size: .9rem; }

.phone { max-width: 27rem; border: 8px solid var(--line); border-radius: 26px; overflow: clip; background: var(--panel); } .phone-head { padding: .5rem 1rem; background: var(--page); border-bottom: 1px solid var(--line); font-size: .88rem; } .phone .scroll { border: 0; border-radius: 0; margin: 0; } .bubble-foot time { float: right; margin-left: .8rem; } .again { color: var(--amber); font-size: .82rem; text-align: center; margin: .6rem 0 0; }
.chat { list-style: none; margin: 0; padding: 1rem; display: grid; gap: .7rem; } .scroll:has(.chat) { background: var(--panel); max-height: 44rem; overflow-y: auto; }
.bubble { max-width: 44rem; background: var(--page); border: 1px solid var(--line); border-radius: 4px 12px 12px 12px; padding: .5rem .8rem; width: fit-content; } .message-refused .bubble { border-color: var(--red); border-style: dashed; }
.bubble-head { display: flex; gap: .7rem; align-items: baseline; font-size: .84rem; } .bubble-bot { font-weight: 600; color: var(--accent); } .bubble-head time { margin-left: auto; color: var(--muted); font-variant-numeric: tabular-nums; } .bubble-text { margin: .1rem 0 .2rem; white-space: pre-wrap; overflow-wrap: anywhere; } .bubble-foot { font-size: .82rem; color: var(--muted); }

@media (max-width: 60rem) {
  td .chip { white-space: normal; border-radius: 8px; }
  .layout { display: block; } nav { position: static; max-height: none; padding: .6rem 1rem 0; } main { padding: 1rem 1rem 4rem; }
  .contents { border: 1px solid var(--line); border-radius: 8px; } .contents > summary { display: list-item; padding: .4rem .8rem; } .contents > ol { padding: 0 .5rem .6rem; }
}
@media (max-width: 40rem) {
  h1 { font-size: 1.3rem; } .top { padding: 0 1rem; } .event { grid-template-columns: auto 1fr; } .event-at { text-align: left; } .event-body { grid-column: 1 / -1; }
  .beside { grid-template-columns: 1fr; } .step > details > summary { flex-wrap: wrap; } .step-title { flex-basis: 70%; } .step-time { width: 100%; padding-left: 3.2rem; }
}
@media screen and (max-width: 40rem) {
  .stacked thead { display: none; } .stacked, .stacked caption, .stacked tbody, .stacked tr, .stacked th, .stacked td { display: block; width: auto; min-width: 0; text-align: left; border: 0; padding: .1rem .75rem; white-space: normal; }
  .stacked td.code, .stacked th.code { white-space: normal; }
  .stacked caption, .stacked tr { padding: .5rem 0; border-bottom: 1px solid var(--line-soft); } .stacked caption { padding-left: .75rem; } .stacked tr:last-child { border-bottom: 0; }
  .stacked td::before { content: attr(data-label) ": "; color: var(--muted); font-size: .85rem; } .stacked td:nth-of-type(1) { font-weight: 600; }
}
@media print {
  .scenario:not(:only-of-type) > section { content-visibility: visible; }
  :root { color-scheme: light; --page: #fff; --panel: #fff; --sunken: #fff; --text: #000; --muted: #444; --line: #aaa; --line-soft: #ccc; --accent: #0b5cad; --green: #116329; --red: #b3202b; --amber: #7d4e00; --green-soft: #e8f6ec; --red-soft: #fdebec; --amber-soft: #fff3d1; --grey-soft: #eee; --blue-soft: #e9f2fb; }
  body { font-size: 10pt; } nav, .top, .skip, .filter { display: none; } .layout { display: block; } main { padding: 0; } .scroll, .scroll:has(.chat), .output, .compare dd, .filterable .scroll { overflow: visible; max-height: none; } .output { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); }
  .matrix { width: 100%; font-size: 8pt; } .matrix th, .matrix td { padding: .2rem; min-width: 0; } .matrix th code, .others { white-space: normal; } .scan-about { font-size: 7pt; overflow-wrap: anywhere; } .matrix caption { white-space: normal; }
  td.code, th.code { white-space: normal; } .topology { max-width: 100%; height: auto; } tr, .trouble, .message, .findings li, .facts { break-inside: avoid; } h2, h3, summary { break-after: avoid; } .wide { min-width: 0; } * { print-color-adjust: exact; }
}
`;
