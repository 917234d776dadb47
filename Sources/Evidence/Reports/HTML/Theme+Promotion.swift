/// Styles of the promotion review.
extension Theme {
  static let promotion = """
    .way { flex: none; display: flex; align-items: center; gap: 10px; font-weight: 650; }
    .way .mode { border: 1px solid var(--line); border-radius: 99px; padding: 4px 16px; color: var(--soft);
      background: var(--card); letter-spacing: 0.04em; }
    .way .target { color: var(--ink); border-color: var(--soft); } .way .arrow { color: var(--soft); font-size: 20px; }
    .verdict { display: flex; gap: 18px; align-items: center; border-radius: 12px; padding: 18px 22px; color: var(--ink);
      border: 1px solid; border-left-width: 8px; background: var(--card); }
    .verdict.gain { border-color: var(--gain); background: linear-gradient(rgb(var(--gain-tint) / 0.12), rgb(var(--gain-tint) / 0.12)), var(--card); }
    .verdict.loss { border-color: var(--loss); background: linear-gradient(rgb(var(--loss-tint) / 0.12), rgb(var(--loss-tint) / 0.12)), var(--card); }
    .verdict h2 { font-size: 22px; letter-spacing: -0.01em; margin: 0 0 2px; }
    .verdict .sign { flex: none; width: 44px; height: 44px; border-radius: 50%; display: grid; place-items: center;
      font-size: 24px; font-weight: 700; color: var(--card); background: currentColor; }
    .verdict.gain .sign { background: var(--gain); } .verdict.loss .sign { background: var(--loss); }
    .gate td, .gate th { vertical-align: top; padding-top: 7px; padding-bottom: 7px; }
    .gate th[scope=row] { color: var(--ink); font-size: 14px; font-weight: 600; border-bottom-color: var(--grid); }
    .gate small { display: block; font-weight: 400; font-size: 12px; color: var(--soft); }
    .gate td.detail { white-space: normal; min-width: 17em; overflow-wrap: anywhere; }
    .gate td.amount { font-weight: 600; } .gate td.amount + td.amount { font-weight: 400; color: var(--soft); }
    .gate .beside th[scope=row], .gate .beside td.amount { font-weight: 400; }
    .gate tr.needed + tr.beside > *, .gate tr.beside + tr.needed > * { border-top: 1px solid var(--soft); }
    .badge { display: inline-block; min-width: 8.2em; border-radius: 99px; padding: 1px 11px; font-size: 12.5px;
      font-weight: 650; border: 1px solid; }
    .badge.pass { color: var(--gain); background: rgb(var(--gain-tint) / 0.12); }
    .badge.fail { color: var(--loss); background: rgb(var(--loss-tint) / 0.14); }
    .badge.inconclusive { color: var(--soft); border-style: dashed; }
    .intervals { padding: 10px 4px 0; } .track { stroke: var(--line); stroke-width: 2; }
    .interval.gain { fill: var(--gain-fill); fill-opacity: 0.45; } .interval.loss { fill: var(--loss-fill); fill-opacity: 0.5; }
    .dot.gain { fill: var(--gain); } .dot.loss { fill: var(--loss); }
    .dot { stroke: var(--card); stroke-width: 2; }
    .dot-reached { fill: var(--card); stroke: var(--gain); stroke-width: 2; }
    .limit { stroke: var(--ink); stroke-width: 1.4; stroke-dasharray: 6 3; }
    .bound { stroke: var(--soft); stroke-width: 1.4; stroke-dasharray: 2 3; }
    .chart text.limit-name { fill: var(--ink); }
    .ladder { padding: 8px 0 10px; }
    .step.present { fill: var(--gain-fill); } .step.behind { fill: rgb(var(--gain-tint) / 0.4); }
    .step.ahead { fill: var(--chip); stroke: var(--line); stroke-width: 1; }
    .chart text.on-step { fill: #ffffff; stroke: none; font-weight: 650; }
    .chain { list-style: none; margin: 8px 0 0; padding: 0; display: grid; gap: 12px 28px;
      grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); }
    .chain li { position: relative; border: 1px solid var(--line); border-radius: 10px; padding: 10px 14px; min-width: 0;
      display: grid; gap: 1px; font-size: 13.5px; color: var(--soft); overflow-wrap: anywhere; align-content: start; }
    .chain li + li::before { content: "→"; position: absolute; left: -22px; top: calc(50% - 0.75em); color: var(--soft); }
    .chain strong { font-size: 16px; color: var(--ink); } .chain .role { font-size: 12.5px; font-weight: 650; }
    .chain code { font: 12.5px ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
    .chain .holds { border-left: 5px solid var(--gain); } .chain .holds .role { color: var(--gain); }
    .chain .broken { border-left: 5px solid var(--loss); } .chain .broken .role { color: var(--loss); }
    .chain .missing { border-style: dashed; border-color: var(--soft); } .chain .missing strong { font-size: 14px; }
    .half .scroll td { white-space: normal; overflow-wrap: anywhere; }
    .half .plot { padding-left: 48px; }
    .digests + pre { margin: 14px 0 0; }
    .card table:not(.gate) caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    @media screen and (max-width: 720px) {
      .way { margin-top: 12px; } .verdict { padding: 14px; gap: 12px; } .chain li + li::before { content: none; }
      .gate, .gate tbody, .gate caption { display: block; } .gate thead { display: none; }
      .gate tr { display: grid; grid-template-columns: 1fr auto auto; gap: 3px 14px; padding: 9px 0;
        border-bottom: 1px solid var(--grid); }
      .gate td, .gate th[scope=row] { border: 0; padding: 0; white-space: normal; }
      .gate tr.needed + tr.beside > *, .gate tr.beside + tr.needed > * { border: 0; }
      .gate th[scope=row], .gate td.detail { grid-column: 1 / -1; min-width: 0; } .gate th[scope=row] { order: -1; }
    }
    @media print {
      main { zoom: 0.9; } .legend, .axis-name, caption { font-size: 10.5px; } header .subtitle { font-size: 11.5px; }
      .verdict { padding: 10px 14px; } .verdict h2 { font-size: 17px; } .verdict .sign { width: 32px; height: 32px; font-size: 18px; }
      .gate td, .gate th { padding-top: 3px; padding-bottom: 3px; } .gate th[scope=row] { font-size: 10.5px; }
      .gate th small { display: inline; margin-left: 5px; } .gate small { font-size: 9.5px; }
      .gate td.detail { min-width: 0; } .badge { font-size: 9.5px; min-width: 8.4em; padding: 0 7px; white-space: nowrap; }
      .chain { gap: 8px 22px; grid-template-columns: repeat(4, minmax(0, 1fr)); } .chain li { font-size: 10px; padding: 6px 8px; }
      .chain strong { font-size: 12px; } .chain .missing strong { font-size: 10.5px; } .chain .role, .chain code { font-size: 9.5px; }
      .chain li + li::before { left: -17px; } .chain li, .verdict { break-inside: avoid; }
    }
    """
}
