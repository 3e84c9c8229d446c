/// How a page looks: by day, by night and on paper.
///
/// Sides are told apart by dashes and outlines, and verdicts by marks and words, not by colour
/// alone.
enum StyleSheet {
  static let text = colours + layout + tables + drawings + paper

  private static let colours = """
    :root {
      --page: #f7f7f5; --panel: #ffffff; --ink: #1b1e23; --muted: #5f6772; --line: #e2e4e8;
      --a: #767f8c; --a-fill: #c9ced6; --b: #1d5fc4; --b-fill: #1d5fc422; --mix: #d09a2c;
      --bad: #b23c0c; --bad-fill: #fbe9e1; --good: #0a6f60; --good-fill: #dff3ef;
      --other: #7138ab; --other-fill: #f0e7fa; --warn: #7d5a00; --warn-fill: #fbf1d7;
      --calm: #3d4753; --calm-fill: #eceef1; --band: #e9ebee;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #14161a; --panel: #1c1f24; --ink: #e7e9ec; --muted: #9ca4af; --line: #343a42;
        --a: #98a1ae; --a-fill: #4a515b; --b: #74abff; --b-fill: #74abff2e; --mix: #e0b04c;
        --bad: #ff9468; --bad-fill: #40231a; --good: #56cdb8; --good-fill: #143530;
        --other: #c9a2ff; --other-fill: #33244a; --warn: #e6bb57; --warn-fill: #382d12;
        --calm: #c3cad3; --calm-fill: #2b3037; --band: #2c3138;
      }
    }

    """

  private static let layout = """
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
      font-variant-numeric: tabular-nums;
    }
    main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
    h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 2.75rem 0 .5rem; }
    h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
    section > h3 { margin: 1.25rem 0 .5rem; }
    p { margin: .4rem 0; max-width: 48rem; overflow-wrap: anywhere; }
    .scroll + article { margin-top: 2.5rem; }
    article + article { border-top: 2px solid var(--line); margin-top: 4rem; padding-top: 2rem; }
    code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: .87em; }
    a { color: var(--b); }
    .muted, .lead { color: var(--muted); }
    .below { display: block; color: var(--muted); font-size: .82rem; line-height: 1.2; }
    .arrow { color: var(--muted); font-weight: 400; }
    .answer { font-size: 1.15rem; font-weight: 600; max-width: 56rem; text-wrap: balance; }
    .answer.bad { color: var(--bad); }
    .warning, .note { border-left: 3px solid var(--warn); padding: .1rem .75rem; }
    .note { border-color: var(--line); color: var(--muted); }
    .query { background: var(--panel); border: 1px solid var(--line); border-radius: 8px;
      padding: .6rem .9rem; margin: 1rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    .key { display: inline-block; width: .7em; height: .7em; border-radius: 2px; margin-right: .4em; }
    .key.a { background: var(--a); } .key.b { background: var(--b); }
    .key.mix { background: var(--mix); }
    nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin-top: 1rem; font-size: .9rem; }
    nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
    .sides { display: grid; gap: 1rem; margin-top: 1.25rem;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
    .sides > div, .card { background: var(--panel); border: 1px solid var(--line);
      border-radius: 10px; padding: 1rem 1.15rem; overflow-wrap: anywhere; }
    .cards { display: grid; gap: 1rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); }
    .card h3 { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; }
    .figures { color: var(--muted); margin: .15rem 0 .6rem; }
    figure { margin: .5rem 0 0; }
    figcaption { color: var(--muted); font-size: .82rem; margin-top: .2rem; }
    figcaption .key + .key, p .key + .key { margin-left: .6em; }
    .pill { display: inline-block; padding: .05rem .6rem; border-radius: 1rem; font-size: .8rem;
      font-weight: 600; white-space: nowrap; background: var(--calm-fill); color: var(--calm); }
    .pill.regressed { background: var(--bad-fill); color: var(--bad); }
    .pill.improved { background: var(--good-fill); color: var(--good); }
    .pill.changed { background: var(--other-fill); color: var(--other); }
    .pill.inconclusive { background: var(--warn-fill); color: var(--warn); }
    details { margin-top: .6rem; }
    summary { cursor: pointer; color: var(--muted); font-size: .87rem; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0 0;
      font-size: .85rem; }
    dt { color: var(--muted); } dd { margin: 0; }
    .diff { background: var(--panel); border: 1px solid var(--line); border-radius: 8px;
      padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; }
    .diff .added { background: var(--good-fill); color: var(--good); }
    .diff .removed { background: var(--bad-fill); color: var(--bad); }
    .diff .place { color: var(--muted); }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap; }

    """

  private static let tables = """
    .scroll { overflow-x: auto; background: var(--panel); border: 1px solid var(--line);
      border-radius: 10px; margin: .75rem 0; position: relative; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td { text-align: left; padding: .4rem .7rem; border-top: 1px solid var(--line);
      vertical-align: middle; }
    thead th { border-top: 0; color: var(--muted); font-weight: 500; font-size: .82rem; }
    tbody th { font-weight: 600; overflow-wrap: break-word; }
    .id { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: .87em; }
    tbody td:not(.n):not(.f) { overflow-wrap: anywhere; }
    tfoot td { border-top: 1px solid var(--line); padding-top: .1rem; padding-bottom: .3rem; }
    .n { text-align: right; white-space: nowrap; }
    .f { padding: 0 .3rem; width: 250px; text-align: center; }

    """

  private static let drawings = """
    svg { display: block; width: 100%; height: auto; }
    svg.forest { width: 240px; height: auto; margin: 0 auto; }
    svg text { font: 11px system-ui, sans-serif; fill: var(--muted);
      font-variant-numeric: tabular-nums; }
    svg .name { fill: var(--ink); }
    svg .label { font-size: 11px; fill: var(--muted); }
    .grid { stroke: var(--line); stroke-width: 1; }
    .axis { stroke: var(--muted); stroke-width: 1; }
    .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
    .curve.a { stroke: var(--a); stroke-dasharray: 6 3; } .curve.b { stroke: var(--b); }
    .guide { stroke-width: 1; stroke-dasharray: 2 3; }
    .guide.a { stroke: var(--a); } .guide.b { stroke: var(--b); }
    .bar.a { fill: var(--a-fill); } .bar.b { fill: var(--b); } .bar.mix { fill: var(--mix); }
    .outline.b { fill: var(--b-fill); stroke: var(--b); stroke-width: 1.5; }
    .dot.a { fill: var(--a); } .dot.b { fill: var(--b); }
    .release { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 3; }
    .band { fill: var(--band); } .worse { fill: var(--bad-fill); opacity: .55; }
    .effect { fill: none; stroke: var(--calm); stroke-width: 2; } .mark { fill: var(--calm); }
    .effect.regressed { stroke: var(--bad); } .mark.regressed { fill: var(--bad); }
    .effect.improved { stroke: var(--good); } .mark.improved { fill: var(--good); }
    .effect.changed { stroke: var(--other); } .mark.changed { fill: var(--other); }
    .effect.inconclusive { stroke: var(--warn); } .mark.inconclusive { fill: var(--warn); }

    """

  private static let paper = """
    @media print {
      body { background: none; font-size: 11px; } main { padding: 0; max-width: none; }
      nav { display: none; }
      .card, .sides > div, tr, figure { break-inside: avoid; }
      .scroll { overflow: visible; }
    }
    """
}
