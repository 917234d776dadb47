/// Styles of heat maps, bar tables, scatters and comparisons.
extension Theme {
  static let heat = """
    .columns.four { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 20px 28px; }
    .columns.two { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 20px 48px; }
    .two .pairs div:last-child { font-weight: 600; border-bottom: 0; } .two .pairs div:last-child dt { color: inherit; }
    .four .pairs dt { flex: 0 1 auto; } .four .pairs dd { white-space: nowrap; flex: none; }
    .stack { display: grid; gap: 20px; align-content: start; grid-template-columns: minmax(0, 1fr); }
    .heat { border-collapse: separate; border-spacing: 2px; }
    .heat td, .heat th { border: 0; padding: 4px 3px; text-align: center; }
    .heat td { border-radius: 4px; background: var(--empty); line-height: 1.25; color: var(--ink); }
    .heat th[scope=row], .heat th:first-child { text-align: left; padding-left: 0; font-variant-numeric: tabular-nums; }
    .heat td.void { background: none; } .heat td.total { background: none; font-weight: 600; }
    .heat td small { display: block; font-size: 11px; font-weight: 400; color: var(--soft); }
    .heat [class*=gain-] small, .heat [class*=loss-] small { color: inherit; opacity: 0.85; }
    \(tints("gain")) \(tints("loss"))
    .hours { table-layout: fixed; font-size: 13px; } .hours td { padding: 3px 1px; } .hours th { font-size: 12px; }
    .switch { position: relative; }
    .switch input { position: absolute; opacity: 0; }
    .switch label { display: inline-block; padding: 2px 12px; margin: 0 6px 8px 0; border: 1px solid var(--line);
      border-radius: 99px; font-size: 13px; color: var(--soft); cursor: pointer; }
    .switch input:checked + label { background: var(--chip); color: var(--ink); border-color: var(--soft); font-weight: 600; }
    .switch input:focus-visible + label { outline: 2px solid var(--gain); outline-offset: 2px; }
    #clock-0:checked ~ .pane-1, #clock-1:checked ~ .pane-0 { display: none; }
    """

  /// Five steps of a tint, weak enough for the text on them to stay readable.
  private static func tints(_ name: String) -> String {
    [0.10, 0.20, 0.31, 0.43, 0.56].enumerated().map { step, strength in
      ".heat td.\(name)-\(step + 1) { background: rgb(var(--\(name)-tint) / \(strength)); }"
    }.joined(separator: "\n")
  }

  static let analysis = """
    .bar-table th, .bar-table td { padding: 3px 10px 3px 0; }
    .bar-table th[scope=row] { width: 30%; border-bottom: 1px solid var(--grid); }
    .bar-table td span { display: inline-block; min-width: 3.2em; text-align: right; margin-right: 8px; }
    .bar-table td { position: relative; }
    .bar-table .bar { width: calc(100% - 3.2em - 12px); vertical-align: -1px; }
    .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 1 4; stroke-linecap: round; }
    .mark-won { fill: var(--gain); fill-opacity: 0.75; stroke: var(--card); stroke-width: 0.6; }
    .mark-lost { fill: var(--card); fill-opacity: 0.5; stroke: var(--loss); stroke-width: 1.4; }
    .sample { flex: none; margin-right: 6px; vertical-align: middle; overflow: visible; }
    .sample-mark { fill: none; stroke: var(--soft); stroke-width: 1.4; }
    .legend .entry { white-space: nowrap; }
    .plot.labeled { padding-bottom: 44px; }
    .axis-name { position: absolute; right: 12px; bottom: 2px; font-size: 12px; color: var(--soft); }
    .axis-name.upright { position: static; padding-bottom: 8px; margin-left: -60px; }
    .line-second { fill: none; stroke: var(--soft); stroke-width: 1.2; stroke-dasharray: 3 2; }
    .definitions { margin: 6px 0 0; columns: 2; column-gap: 36px; font-size: 13.5px; }
    .definitions div { break-inside: avoid; padding: 0 0 8px; }
    .definitions dt { font-weight: 600; } .definitions dd { margin: 0; color: var(--soft); }
    """

  static let runs = """
    \(runStyles)
    .compare th[scope=row] { font-weight: 500; position: sticky; left: 0; background: var(--card); white-space: normal; }
    .compare td, .compare th { vertical-align: top; }
    .compare thead th { color: var(--ink); font-weight: 600; } .compare td { white-space: nowrap; text-align: right; }
    .compare .best { font-weight: 650; } .compare .best::before { content: "★ "; color: var(--gain); }
    .settings th.number { text-align: left; }
    .settings td { text-align: left; white-space: normal; overflow-wrap: anywhere; min-width: 9em; }
    .runs { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); margin: 0; padding: 0;
      list-style: none; }
    .runs li { border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; min-width: 0; }
    .runs strong { font-size: 16px; overflow-wrap: anywhere; } .runs .note { overflow-wrap: anywhere; }
    """

  private static var runStyles: String {
    let dashes = ["none", "7 3", "2 3", "9 3 2 3", "none", "7 3", "2 3", "9 3 2 3"]
    return dashes.enumerated().map { index, dash in
      let width = index < 4 ? "1.9" : "1.2"
      return ".run-\(index) { fill: none; stroke: var(--run-\(index)); stroke-width: \(width); "
        + "stroke-dasharray: \(dash); stroke-linejoin: round; }"
    }.joined(separator: "\n")
  }

  static let bot = """
    .group-bar { width: 26%; min-width: 70px; } .group-bar svg { display: block; }
    .group-bar line { stroke: var(--soft); stroke-width: 1; }
    .groups th[scope=row] { font-size: 14px; border-bottom-color: var(--grid); }
    .groups th, .groups td { padding-left: 7px; padding-right: 7px; } .groups .group-bar { padding-right: 0; }
    .groups th:first-child { padding-left: 0; }
    .earlier { margin: 12px 0 0; color: var(--soft); font-size: 13px; font-weight: 600; }
    .older > summary { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 12px 20px;
      cursor: pointer; }
    .older > summary:focus-visible { outline: 2px solid var(--gain); outline-offset: 2px; }
    .older > summary strong { font-weight: 600; margin-right: 12px; }
    .older > summary .note { margin-right: 12px; }
    .older > .sheet { margin-top: 20px; }
    .sheet { display: grid; gap: 20px; grid-template-columns: repeat(2, minmax(0, 1fr)); }
    .sheet > * { grid-column: 1 / -1; min-width: 0; } .sheet > .half { grid-column: auto; }
    """

  static let narrowAnalysis = """
    @media screen and (max-width: 900px) { .columns.four { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
    @media screen and (max-width: 720px) {
      .columns.four, .columns.two, .stack { grid-template-columns: minmax(0, 1fr); } .stack { gap: 12px; }
      .sheet { grid-template-columns: minmax(0, 1fr); gap: 12px; } .older > .sheet { margin-top: 12px; }
      .group-bar { display: none; }
      .scroll > table:not(.heat) th, .scroll > table:not(.heat) td { padding: 5px 6px; }
      .scroll td.words { white-space: normal; min-width: 7em; }
      .definitions { columns: 1; }
      .compare { font-size: 13px; } .compare th, .compare td { padding: 5px 6px; } .settings td { min-width: 7em; }
      .hours { font-size: 11.5px; } .hours td { padding: 1px 0; } .hours td small { font-size: 10px; }
      .months, .months tbody { display: block; } .months thead { display: none; }
      .months caption { display: block; }
      .months tr { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 4px; margin-bottom: 12px; }
      .months th[scope=row] { order: -2; grid-column: span 2; font-size: 16px; font-weight: 650; color: var(--ink); }
      .months td.total { order: -1; grid-column: span 2; text-align: right; }
      .months td::before { content: attr(data-label); display: block; font-size: 11px; font-weight: 400; color: var(--soft); }
      .months td.void::after { content: "–"; color: var(--soft); }
    }
    """
}
