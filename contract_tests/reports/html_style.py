"""The style sheet of the HTML report: light and dark, narrow and printed."""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f7f8; --line: #d9dde1; --ink: #1b1f24;
  --quiet: #59636e; --link: #0b57b8;
  --failed: #b3261e; --warned: #8a5a00; --passed: #1a6e35;
  --inconclusive: #5b4aa8; --skipped: #59636e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1c2026; --line: #333a42; --ink: #e4e7ea;
    --quiet: #9aa4af; --link: #7db4ff;
    --failed: #ff8379; --warned: #e3b04b; --passed: #6fce8c;
    --inconclusive: #b3a5f5; --skipped: #9aa4af;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
main, header, footer, nav > div { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
a { color: var(--link); text-underline-offset: 2px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; line-height: 1.4; }
h3 .quiet { font-weight: 400; font-size: .85rem; }
p { margin: .5rem 0; }
code, pre, .id { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .86em; }
pre {
  margin: 0; padding: .6rem .75rem; background: var(--raised); border-radius: 4px;
  white-space: pre-wrap; overflow: auto; max-height: 22rem;
}
.quiet { color: var(--quiet); }
.failed { --tone: var(--failed); } .warned { --tone: var(--warned); }
.passed { --tone: var(--passed); } .inconclusive { --tone: var(--inconclusive); }
.skipped { --tone: var(--skipped); }
.outcome { color: var(--tone); font-weight: 600; white-space: nowrap; }
.id { font-weight: 600; white-space: nowrap; }
header { padding-top: 2rem; padding-bottom: 1.25rem; }
header .mark { border-left: 5px solid var(--tone); padding-left: 1rem; }
header h1 { color: var(--tone); }
.facts {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
  gap: .75rem 1.5rem; margin: 1.5rem 0 0;
}
.facts div { min-width: 0; }
.facts .wide { grid-column: span 2; }
dt { color: var(--quiet); font-size: .8rem; }
dd { margin: 0; }
nav {
  position: sticky; top: 0; z-index: 1; background: var(--ground);
  border-block: 1px solid var(--line);
}
nav > div { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-block: .5rem; }
nav a { text-decoration: none; white-space: nowrap; }
nav b { font-weight: 600; font-variant-numeric: tabular-nums; }
article { border-left: 3px solid var(--tone); padding: .1rem 0 .1rem 1rem; margin: 0 0 2rem; }
article > p { max-width: 48rem; }
blockquote { margin: .5rem 0; padding: 0 0 0 .75rem; border-left: 2px solid var(--line); }
.breach { margin: 1rem 0 0; }
.breach dl { display: grid; grid-template-columns: 5.5rem 1fr; gap: .35rem .75rem; margin: 0; }
.breach dt { font-size: inherit; }
.breach dd { min-width: 0; white-space: pre-wrap; }
.breach dl, .exchange { align-items: start; }
details { margin: .6rem 0; }
summary { cursor: pointer; }
.exchange { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; margin: .5rem 0; }
.exchange > div { min-width: 0; }
.exchange h4 { font-size: .8rem; font-weight: 400; color: var(--quiet); margin: 0 0 .2rem; }
.pictures { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; margin: .6rem 0; }
figure { margin: 0; display: flex; gap: .6rem; align-items: center; max-width: 20rem; }
figure img { max-width: 64px; max-height: 64px; background: var(--raised); }
figcaption { font-size: .8rem; color: var(--quiet); line-height: 1.35; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; }
th { font-size: .8rem; font-weight: 400; color: var(--quiet); }
tbody tr { border-top: 1px solid var(--line); }
td:last-child { padding-right: 0; }
td p { margin: .1rem 0 0; }
.clauses { table-layout: fixed; }
.clauses th:nth-child(1) { width: 7rem; } .clauses th:nth-child(2) { width: 8rem; }
.clauses th:nth-child(3) { width: 5.5rem; }
.reasons > li { margin: .4rem 0; }
ul { padding-left: 1.1rem; margin: .5rem 0; }
.families > details { border-top: 1px solid var(--line); margin: 0; padding: .5rem 0; }
.families > details:last-of-type { border-bottom: 1px solid var(--line); }
.families summary .counts { color: var(--quiet); margin-left: .75rem; }
.choice { display: flex; flex-wrap: wrap; gap: .25rem 1rem; border: 0; margin: 0 0 .75rem; padding: 0; }
.choice label { white-space: nowrap; cursor: pointer; }
body:has(#show-failed:checked) .families tbody tr:not(.failed),
body:has(#show-warned:checked) .families tbody tr:not(.warned),
body:has(#show-passed:checked) .families tbody tr:not(.passed),
body:has(#show-inconclusive:checked) .families tbody tr:not(.inconclusive),
body:has(#show-skipped:checked) .families tbody tr:not(.skipped) { display: none; }
footer { margin-top: 3rem; padding-bottom: 3rem; color: var(--quiet); font-size: .85rem; }
:target { outline: 2px solid var(--link); outline-offset: 4px; }
@media (max-width: 40rem) {
  .exchange, .breach dl { grid-template-columns: 1fr; }
  .breach dl { gap: 0; }
  .breach dd { margin-bottom: .5rem; }
  .facts { grid-template-columns: 1fr 1fr; }
  main, header, footer, nav > div { padding-inline: .9rem; }
  .clauses thead { display: none; }
  .clauses tr { display: block; padding: .4rem 0; }
  .clauses td { display: inline-block; padding: 0 .6rem 0 0; }
  .clauses td.text { display: block; padding: 0; }
}
@media print {
  :root { color-scheme: light; }
  body { font-size: 10pt; }
  nav, .choice { display: none; }
  pre { max-height: none; border: 1px solid var(--line); }
  h2, h3, summary { break-after: avoid-page; }
  tr, figure, dl { break-inside: avoid-page; }
  details::details-content { content-visibility: visible; height: auto; }
}
"""
