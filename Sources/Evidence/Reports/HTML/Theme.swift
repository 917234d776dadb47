/// The pages' style sheet. Gains are blue and losses orange (after Okabe and Ito's palette, told apart with any
/// color vision); losing trades are dashed too, so that print in gray still shows them.
enum Theme {
  static let css = [
    colors, page, figures, charts, tables, heat, analysis, runs, bot, narrow, narrowAnalysis, print,
  ].joined(separator: "\n")

  private static let light = """
    --back: #f4f6f9; --card: #ffffff; --ink: #131a24; --soft: #566172; --line: #dfe4ec; --grid: #e9edf3;
    --gain: #0a61b8; --loss: #b64a00; --gain-fill: #3d8fe0; --loss-fill: #e8833a; --band: #c3ccd9;
    --band-edge: #a3afc0; --chip: #eaeff6; --empty: #f3f5f9; --edge: rgb(19 26 36 / 0.18); --gain-tint: 61 143 224; --loss-tint: 232 131 58;
    --run-0: #0a61b8; --run-1: #b64a00; --run-2: #00795a; --run-3: #8a3b85; --run-4: #131a24; --run-5: #8a6200;
    --run-6: #3a5bd0; --run-7: #a02c4a;
    """

  private static let dark = """
    --back: #0d1117; --card: #151b24; --ink: #e7ecf3; --soft: #9ba8b9; --line: #2a3340; --grid: #222b37;
    --gain: #6cb2ff; --loss: #ffa25c; --gain-fill: #3f8fe6; --loss-fill: #d9772f; --band: #3a4656;
    --band-edge: #566477; --chip: #202a37; --empty: #1b232e; --edge: rgb(231 236 243 / 0.22); --gain-tint: 63 143 230; --loss-tint: 217 119 47;
    --run-0: #6cb2ff; --run-1: #ffa25c; --run-2: #4fd0a5; --run-3: #dd9fda; --run-4: #e7ecf3; --run-5: #e5c04f;
    --run-6: #9db2ff; --run-7: #ff9db3;
    """

  private static let colors = """
    :root { color-scheme: light dark; \(light) }
    @media (prefers-color-scheme: dark) { :root { \(dark) } }
    """

  private static let page = """
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--back); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
    main { max-width: 1120px; margin: 0 auto; padding: 32px 24px 40px; display: grid; gap: 20px;
      grid-template-columns: repeat(2, minmax(0, 1fr)); }
    main > * { grid-column: 1 / -1; min-width: 0; }
    main > .half { grid-column: auto; }
    h1 { font-size: 30px; line-height: 1.2; margin: 2px 0 6px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
    h2 { font-size: 17px; margin: 0 0 4px; }
    h3 { font-size: 13px; margin: 0 0 6px; color: var(--soft); font-weight: 600; }
    p { margin: 0; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 18px 20px 20px; }
    .note, .nothing { color: var(--soft); font-size: 13.5px; }
    .card > .note { margin-bottom: 10px; }
    .plot + .note { margin: 8px 0 0; }
    .nothing { padding: 28px 0; text-align: center; }
    .eyebrow { color: var(--soft); font-size: 13px; font-weight: 600; letter-spacing: 0.06em; text-transform: uppercase; }
    header { display: flex; justify-content: space-between; align-items: flex-end; gap: 24px; }
    header .subtitle { color: var(--soft); }
    .chips { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 10px; padding: 0; list-style: none; }
    .chips li { background: var(--chip); border-radius: 6px; padding: 1px 9px; font-size: 13px;
      font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
    .hero { text-align: right; flex: none; }
    .hero .amount { font-size: 34px; line-height: 1.15; font-weight: 650; letter-spacing: -0.02em; }
    .hero .amount small { font-size: 17px; font-weight: 500; letter-spacing: 0; }
    .gain { color: var(--gain); } .loss { color: var(--loss); }
    footer { color: var(--soft); font-size: 13px; text-align: center; }
    ul.notes { margin: 0; padding-left: 18px; }
    """

  private static let figures = """
    .figures { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 12px; margin: 0; }
    .figure { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 12px 16px; }
    .figure dt { color: var(--soft); font-size: 13px; }
    .figure dd { margin: 0; }
    .figure .value { font-size: 23px; font-weight: 620; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
    .figure .detail { color: var(--soft); font-size: 13px; }
    .columns { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 20px 32px; margin-top: 8px; }
    .pairs { margin: 0; font-size: 14px; }
    .pairs div { display: flex; justify-content: space-between; gap: 16px; padding: 4px 0; border-bottom: 1px solid var(--grid); }
    .pairs dt { color: var(--soft); flex: none; }
    .pairs dd { margin: 0; text-align: right; overflow-wrap: anywhere; min-width: 0; }
    .digests div { display: block; }
    .digests dd { text-align: left; font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
    pre { margin: 4px 0 16px; padding: 12px 14px; background: var(--chip); border-radius: 8px; white-space: pre-wrap;
      overflow-wrap: anywhere; font: 13px/1.55 ui-monospace, "SF Mono", Menlo, Consolas, monospace; user-select: all; }
    """

  private static let charts = """
    .chart { display: block; width: 100%; overflow: visible; }
    .plot { position: relative; padding: 10px 12px 26px 72px; }
    .plot.slim { padding-left: 36px; }
    .plot:focus-visible, .scroll:focus-visible { outline: 2px solid var(--gain); outline-offset: 2px; border-radius: 6px; }
    .bars { padding-top: 4px; } .bars .chart text { font-size: 13px; }
    .chart path, .chart line { vector-effect: non-scaling-stroke; }
    .chart text { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round;
      font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
    .chart text.strong { fill: var(--ink); font-weight: 600; font-size: 13px; }
    .chart text.value { fill: var(--ink); font-weight: 600; font-size: 13px; }
    .chart text.value.gain { fill: var(--gain); } .chart text.value.loss { fill: var(--loss); }
    .grid { stroke: var(--grid); stroke-width: 1; }
    .baseline { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; }
    .connector { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 2; }
    .line-equity { fill: none; stroke: var(--gain); stroke-width: 1.8; stroke-linejoin: round; }
    .line-balance { fill: none; stroke: var(--soft); stroke-width: 1; }
    .line-loss { fill: none; stroke: var(--loss); stroke-width: 1.2; }
    .area-gain { fill: var(--gain-fill); fill-opacity: 0.18; } .area-loss { fill: var(--loss-fill); fill-opacity: 0.28; }
    .area-gain.line { stroke: var(--gain); stroke-width: 1; } .area-loss.line { stroke: var(--loss); stroke-width: 1; }
    .area-under { fill: var(--band); fill-opacity: 0.55; } .area-margin { fill: var(--soft); fill-opacity: 0.45; }
    .line-benchmark { fill: none; stroke: var(--run-2); stroke-width: 1.4; stroke-dasharray: 5 3; }
    .dot-gain { fill: var(--gain); } .dot-loss { fill: var(--loss); stroke: var(--card); stroke-width: 1.5; }
    .band { fill: var(--band); stroke: var(--band-edge); stroke-width: 1; stroke-linejoin: round; }
    .bar-gain { fill: var(--gain-fill); } .bar-loss { fill: var(--loss-fill); } .bar-plain { fill: var(--soft); }
    .total.bar-gain { fill: var(--gain); } .total.bar-loss { fill: var(--loss); }
    .trade line { stroke: var(--soft); stroke-width: 1.3; }
    .trade use { fill: var(--soft); stroke: var(--card); stroke-width: 0.8; }
    .trade circle { fill: var(--card); stroke: var(--soft); stroke-width: 1.5; }
    .trade.gain line, .trade.gain circle { stroke: var(--gain); } .trade.gain use { fill: var(--gain); }
    .trade.loss line, .trade.loss circle { stroke: var(--loss); } .trade.loss use { fill: var(--loss); }
    .trade.loss line { stroke-dasharray: 4 2; }
    .cross { stroke: var(--ink); stroke-width: 1; stroke-opacity: 0.5; pointer-events: none; }
    .readout { position: absolute; top: -14px; visibility: hidden; white-space: nowrap; pointer-events: none;
      background: var(--ink); color: var(--card); border-radius: 6px; padding: 2px 9px; font-size: 12.5px;
      font-variant-numeric: tabular-nums; }
    .readout span + span { margin-left: 14px; }
    .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; color: var(--soft); font-size: 13px; margin: 4px 0 6px; }
    .key::before { content: ""; display: inline-block; width: 18px; height: 0; margin-right: 7px; vertical-align: middle; }
    .key.line-equity::before, .key.line-gain::before { border-top: 2px solid var(--gain); }
    .key.line-balance::before { border-top: 1px solid var(--soft); }
    .key.line-loss::before { border-top: 2px dashed var(--loss); }
    .key.line-benchmark::before { border-top: 2px dashed var(--run-2); }
    .key.area-loss::before { height: 10px; background: var(--loss-fill); opacity: 0.45; border-radius: 2px; }
    .key.area-gain::before { height: 10px; background: var(--gain-fill); opacity: 0.35; border-radius: 2px; }
    .key.area-under::before { height: 10px; background: var(--band); opacity: 0.8; border-radius: 2px; }
    .key.area-margin::before { height: 10px; background: var(--soft); opacity: 0.5; border-radius: 2px; }
    .key.band::before { height: 10px; background: var(--band); border: 1px solid var(--band-edge); border-radius: 2px; }
    """

  private static let tables = """
    .scroll { overflow-x: auto; background:
      linear-gradient(to right, var(--card) 40%, transparent) left / 32px 100% no-repeat local,
      linear-gradient(to left, var(--card) 40%, transparent) right / 32px 100% no-repeat local,
      linear-gradient(to right, var(--edge), transparent) left / 10px 100% no-repeat scroll,
      linear-gradient(to left, var(--edge), transparent) right / 10px 100% no-repeat scroll; }
    table { width: 100%; border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
    .scroll + .scroll { margin-top: 14px; }
    pre code { display: inline-block; max-width: 100%; font: inherit; }
    caption { text-align: left; color: var(--soft); font-size: 13px; font-weight: 600; padding: 6px 0; }
    th { color: var(--soft); font-weight: 500; font-size: 13px; border-bottom: 1px solid var(--line); }
    th, td { padding: 5px 10px; white-space: nowrap; text-align: left; }
    th:first-child, td:first-child { padding-left: 0; } th:last-child, td:last-child { padding-right: 0; }
    td { border-bottom: 1px solid var(--grid); }
    th.number, td.number { text-align: right; }
    .half td.words { white-space: normal; }
    .all { margin-top: 16px; } .all > summary { cursor: pointer; font-weight: 600; font-size: 14px; padding: 4px 0; }
    .all > summary:focus-visible { outline: 2px solid var(--gain); outline-offset: 2px; }
    .all > .scroll { max-height: 70vh; overflow: auto; margin-top: 8px; }
    .log { font-size: 13px; } .log th, .log td { text-align: right; padding: 3px 6px; }
    .log thead th { position: sticky; top: 0; background: var(--card); }
    .log th:nth-child(4), .log td:nth-child(4), .log th:nth-child(5), .log td:nth-child(5), .log th:last-child,
    .log td:last-child { text-align: left; }
    .log .g td:nth-child(2) { color: var(--gain); } .log .l td:nth-child(2) { color: var(--loss); }
    .mark { margin-top: 12px; }
    """

  private static let narrow = """
    @media screen and (max-width: 720px) {
      main { padding: 20px 12px 28px; gap: 12px; grid-template-columns: minmax(0, 1fr); }
      header { display: block; } h1 { font-size: 25px; }
      .hero { text-align: left; margin-top: 14px; }
      .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
      .figure { padding: 10px 12px; } .figure .value { font-size: 20px; }
      .card { padding: 14px 14px 16px; border-radius: 10px; }
      .columns { grid-template-columns: minmax(0, 1fr); }
      .readout span + span { margin-left: 0; }
      .plot { padding-left: 58px; padding-right: 4px; } .plot .chart text { font-size: 11.5px; }
      .tick.other text { display: none; }
      .readout span { display: block; }
    }
    """

  private static let print = """
    @page { size: A4; margin: 13mm 11mm 14mm; }
    @media print {
      :root { \(light) --back: #ffffff; }
      body { font-size: 11.5px; } main { padding: 0; gap: 10px; max-width: none; }
      h1 { font-size: 23px; } .hero .amount { font-size: 26px; } .figure .value { font-size: 18px; }
      .figure { padding: 8px 11px; } .figure dt, .figure .detail, .note { font-size: 11px; }
      .scroll { overflow: visible; background: none; } table { font-size: 10.5px; } th, td { padding: 3px 4px; } th { font-size: 10.5px; }
      .card { padding: 11px 13px 13px; } .stack { gap: 10px; }
      .card, .figure, tr, .chart { break-inside: avoid; } h2, h3, caption { break-after: avoid; }
      .readout, .cross, .switch input, .switch label { display: none; }
      .columns { gap: 8px 20px; } .columns.four { gap: 8px 14px; } .four .pairs { font-size: 9.3px; } .pairs div { gap: 6px; }
      .half { align-self: start; } .bar-table th, .bar-table td { padding: 1px 6px 1px 0; }
      .compare th[scope=row] { position: static; }
      .pairs, .definitions { font-size: 11px; } .pairs div { padding: 2px 0; }
      .chart text, .chart text.value, .chart text.strong { font-size: 10.5px; }
      .heat td small { font-size: 8.5px; } .hours { font-size: 9.5px; } .hours th { font-size: 9.5px; }
      .heat td { padding: 2px 1px; } .hours td { padding: 0; }
      .plot { padding-left: 58px; } .plot.slim { padding-left: 30px; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
