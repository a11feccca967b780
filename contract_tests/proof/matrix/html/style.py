"""The style sheet of the HTML matrix: what it has beside that of other reports."""

from __future__ import annotations

from contract_tests.reports.html_style import STYLE as _REPORT

STYLE = (
    _REPORT
    + """
:root { --named: #0b57b8; --on-named: #ffffff; --other: #dbe7f6; --on-other: #16365f; }
@media (prefers-color-scheme: dark) {
  :root { --named: #7db4ff; --on-named: #0c1a2b; --other: #24364d; --on-other: #cfe2fb; }
}
[hidden] { display: none !important; }
html { scroll-padding-top: 8.5rem; }
body { overflow-wrap: break-word; }
nav { position: static; }
main { max-width: none; }
main > section, #defects, .filters, #matrix > :is(h2, p, ul) { max-width: 61.5rem; margin-inline: auto; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.scroll, .grid { position: relative; }
.disorder { border-left: 3px solid var(--failed); padding-left: 1rem; margin-bottom: 1.25rem; }
.scroll { overflow-x: auto; }
tbody th, tfoot th { font-weight: 600; color: var(--ink); font-size: inherit; }
tfoot tr { border-top: 2px solid var(--line); font-weight: 600; }
tr.failed th, tr.failed .outcome { color: var(--failed); }
.numbers th:not(:first-child), .numbers td { text-align: right; font-variant-numeric: tabular-nums; }
.numbers thead th { vertical-align: bottom; }
.promises td:nth-child(n+4), .promises th:nth-child(n+4) { text-align: right; font-variant-numeric: tabular-nums; }
.oddities th[scope=row] { font-weight: 400; }
.oddities .outcome { font-weight: 400; font-variant-numeric: tabular-nums; }
.oddities th:first-child, .oddities .text { min-width: 11rem; }
.filters {
  position: sticky; top: 0; z-index: 4; background: var(--ground); margin-top: 2rem;
  display: flex; flex-wrap: wrap; align-items: end; gap: .5rem .75rem;
  padding-block: .6rem; border-block: 1px solid var(--line);
}
.filters label { display: grid; font-size: .8rem; color: var(--quiet); gap: .1rem; }
.filters .check { display: flex; align-items: center; gap: .3rem; font-size: .9rem; color: var(--ink); height: 2rem; }
.filters input, .filters select, .filters button { font: inherit; color: var(--ink); height: 2rem; max-width: 9.5rem; }
.filters label > input:not([type=checkbox]), .filters select { font-size: .9rem; }
.filters [type=checkbox] { height: 1rem; margin: 0; }
.filters output { font-variant-numeric: tabular-nums; line-height: 2rem; }
:is(a, input, select, button, .grid, .scroll):focus-visible { outline: 2px solid var(--link); outline-offset: 1px; }
.legend { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; list-style: none; padding: 0; font-size: .85rem; }
.legend span { display: inline-block; width: 1.35rem; text-align: center; border-radius: 2px; font-size: .8rem; }
.n { background: var(--named); color: var(--on-named); font-weight: 700; }
.o { background: var(--other); color: var(--on-other); }
.x { background: var(--failed); color: var(--ground); font-weight: 700; }
.grid { overflow: auto; max-height: 85vh; margin-inline: auto; width: fit-content; max-width: 100%; }
.grid table { table-layout: fixed; width: 1px; border-collapse: separate; border-spacing: 0; border: solid var(--line); border-width: 1px 0 0 1px; }
.grid col { width: 1.4rem; }
.grid col.name { width: 19rem; }
.grid th, .grid td { padding: 0; border: 0 solid var(--line); border-width: 0 1px 1px 0; }
.grid td { text-align: center; font-size: .75rem; line-height: 1.5rem; }
.grid th { background: var(--ground); font-size: .8rem; line-height: 1.4; }
.grid thead th { position: sticky; top: 0; z-index: 2; height: 5.5rem; vertical-align: bottom; overflow: hidden; }
.grid thead th span { writing-mode: vertical-rl; transform: rotate(180deg); display: block; width: 1.35rem; padding-block: .4rem; white-space: nowrap; line-height: 1.35rem; }
.grid thead th:first-child { left: 0; z-index: 3; padding: .4rem .6rem; }
.grid th[scope=row] { position: sticky; left: 0; z-index: 1; padding: .05rem .6rem; font-weight: 400; overflow-wrap: anywhere; vertical-align: middle; }
.grid th a { text-decoration: none; }
.grid th a:hover { text-decoration: underline; }
.grid thead a { color: var(--ink); }
.grid small { color: var(--quiet); }
.grid .family th { background: var(--raised); padding: .3rem .6rem; font-weight: 600; color: var(--ink); }
.grid .family span { position: sticky; left: .6rem; }
.grid tbody tr:hover > :is(th, td:not([class])) { background: var(--raised); }
.list h3 { margin: 1.75rem 0 .25rem; }
.list h4 { margin: 0; font-weight: 600; }
.defect { border: 0; border-top: 1px solid var(--line); margin: 0; padding: .5rem 0; content-visibility: auto; contain-intrinsic-size: auto 5rem; }
.defect p { margin: .1rem 0; }
.tag { font: 400 .75rem system-ui, sans-serif; color: var(--quiet); border: 1px solid var(--line); border-radius: 3px; padding: 0 .3rem; }
.tag.failed { color: var(--failed); border-color: var(--failed); }
@media (max-width: 40rem) {
  html { scroll-padding-top: 1rem; }
  .filters { position: static; }
  .filters input:not([type=checkbox]), .filters select { max-width: 9rem; }
  .grid { max-height: 70vh; }
  .grid col.name { width: 8.5rem; }
  .promises .text { min-width: 8rem; }
  .promises :is(th, td) { padding-right: .5rem; }
}
@media print {
  #matrix, .filters { display: none; }
  .defect { content-visibility: visible; break-inside: avoid-page; }
  .scroll { overflow: visible; }
}
"""
)
