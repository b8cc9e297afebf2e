"""The whole of an HTML page: its style, its security policy, and the header on each printed page.

Nothing is loaded from anywhere and nothing is run: the policy forbids it, whatever a text may hold.
"""

from __future__ import annotations

import base64
import hashlib

from simulator.report.markup import Markup, Part, element, join

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1rem; color: #1a1a1a; background: #fff;
  font: 15px/1.45 "Liberation Sans", Arial, Helvetica, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: .2rem 0; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; border-bottom: 2px solid #1a1a1a;
  break-after: avoid; }
h3 { font-size: 1rem; margin: 1.1rem 0 .3rem; break-after: avoid; }
h4 { font-size: .9rem; margin: .7rem 0 .2rem; break-after: avoid; }
p { margin: .35rem 0; } ul { margin: .3rem 0; padding-left: 1.3rem; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 .8rem; font-size: .87rem; }
th, td { text-align: left; vertical-align: top; padding: .2rem .45rem; }
th { border-bottom: 1px solid #1a1a1a; } td { border-bottom: 1px solid #ccc; }
tr { break-inside: avoid; }
table.figures td + td, table.figures th + th { text-align: right; white-space: nowrap; }
table.whole, table.whole > tbody > tr > td { border: 0; padding: 0; margin: 0; font-size: inherit; }
table.whole > tbody > tr { break-inside: auto; }
table.whole > thead > tr > th { font: 12px/1.4 "Liberation Sans", Arial, sans-serif;
  padding: 0 0 .7rem; border: 0; color: #444; }
table.whole > thead div { border-bottom: 1px solid #888; padding-bottom: .3rem; }
table.readings td:first-child, table.events td:first-child { white-space: nowrap; }
table.readings td:nth-child(n + 3), table.readings th:nth-child(n + 3) { text-align: right; }
.soft { color: #555; } .small { font-size: .82rem; } .keep { break-inside: avoid; }
.write + p, .keep + p { margin-top: .6rem; }
.box { border: 1px solid #888; border-left: 5px solid #555; padding: .4rem .7rem; margin: .5rem 0;
  break-inside: avoid; }
table.rating td + td { width: 58%; }
.write { border-bottom: 1px dotted #555; height: 1.7rem; }
.said { white-space: pre-wrap; border-left: 3px solid #888; padding-left: .6rem; margin: .3rem 0; }
.verdict { font-size: 1.25rem; font-weight: bold; }
.bar { font-family: monospace; white-space: nowrap; }
.gate { margin: 1rem 0; padding: .6rem; border: 1px solid #888; }
.gate ~ .after { display: none; } .gate:has(:checked) ~ .after { display: block; }
svg.plot { width: 100%; height: auto; display: block; margin: .3rem 0; break-inside: avoid;
  font: 10.5px "Liberation Sans", Arial, sans-serif; }
svg .strong { font-weight: bold; font-size: 11.5px; } svg .small { font-size: 9.5px; }
svg .right { text-anchor: end; } svg .middle { text-anchor: middle; }
svg .digit { text-anchor: middle; font-size: 8px; font-weight: bold; }
svg .frame { fill: none; stroke: #555; } svg .grid { stroke: #ddd; stroke-width: .6; }
svg .beyond { fill: #ececec; } svg .limit { stroke: #777; stroke-width: .8; stroke-dasharray: 2 2; }
svg .pen { fill: none; stroke-linejoin: round; }
svg .pv, svg .op { stroke: #111; stroke-width: 1.5; }
svg .sp { stroke: #333; stroke-width: 1; stroke-dasharray: 7 4; }
svg .truth { stroke: #8a8a8a; stroke-width: 3; }
svg .expert-pv { stroke: #0060a0; stroke-width: 1.3; stroke-dasharray: 9 3 2 3; }
svg .if-pv { stroke: #a04000; stroke-width: 1.5; stroke-dasharray: 2 3; }
svg .full { fill: #1a1a1a; } svg .open { fill: #fff; stroke: #1a1a1a; stroke-width: 1.1; }
svg .stroke { stroke: #1a1a1a; stroke-width: 1.6; fill: none; }
svg .fault { stroke: #1a1a1a; stroke-width: 1; stroke-dasharray: 1 3; }
svg .moment { stroke: #1a1a1a; stroke-width: 2.2; stroke-opacity: .45; }
svg .spread { stroke: #1a1a1a; stroke-width: 1.4; } svg .fill { fill: #bbb; stroke: #555; }
@page { size: A4; margin: 14mm 14mm 16mm; @bottom-right {
  content: counter(page) " / " counter(pages); font: 9pt "Liberation Sans", Arial, sans-serif; } }
@media print {
  body { font-size: 10.5pt; padding: 0; max-width: none; }
  .gate { display: none; } .gate ~ .after { display: block; break-before: page; }
  .page { break-before: page; }
}
"""


def policy(style: str = STYLE) -> str:
    """Return the security policy of a page with this style: nothing is loaded, nothing is run."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    sources = f"default-src 'none'; style-src 'sha256-{digest}'"
    return f"{sources}; base-uri 'none'; form-action 'none'"


def page(title: str, language: str, header: str, *parts: Part) -> str:
    """Return a whole page.

    Args:
        title: of the window.
        language: en, nl or fr.
        header: is repeated on each printed page.
        parts: what stands on it.
    """
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy()),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content="Cuve"),
        element("title", title),
        Markup(f"<style>{STYLE}</style>"),
    )
    body = element(
        "table",
        element("thead", element("tr", element("th", element("div", header)))),
        element("tbody", element("tr", element("td", element("main", *parts)))),
        class_="whole",
        role="presentation",
    )
    whole = element("html", head, element("body", body), lang=language)
    return f"<!DOCTYPE html>\n{join([whole])}\n"
