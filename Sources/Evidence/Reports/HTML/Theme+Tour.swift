/// Styles of the tour's page.
extension Theme {
  static let tour = """
    .planted { border: 1px solid var(--line); border-left: 8px solid var(--run-5); border-radius: 12px;
      padding: 16px 22px; background: var(--card); }
    .planted h2 { font-size: 18px; }
    .steps { list-style: none; margin: 0; padding: 0; display: grid; gap: 12px;
      grid-template-columns: repeat(5, minmax(0, 1fr)); }
    .steps a { display: grid; height: 100%; align-content: start; background: var(--card); border: 1px solid var(--line);
      border-radius: 12px; padding: 12px 16px; color: inherit; text-decoration: none; }
    .steps a:hover, .steps a:focus-visible { border-color: var(--gain); }
    .steps strong { font-size: 19px; font-weight: 620; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
    .steps .step-name, .steps small { color: var(--soft); font-size: 13px; }
    .step-card { padding: 22px 26px 24px; }
    .step-card > h2 { font-size: 20px; display: flex; align-items: center; gap: 12px; margin-bottom: 8px; }
    .step-number { flex: none; width: 30px; height: 30px; border-radius: 50%; display: grid; place-items: center; font-size: 15px;
      color: var(--card); background: var(--gain); }
    .prose { display: grid; gap: 6px 36px; grid-template-columns: repeat(2, minmax(0, 1fr)); margin-bottom: 16px; }
    .step-card h3 { margin-top: 4px; }
    .pair { display: grid; gap: 24px 36px; grid-template-columns: repeat(2, minmax(0, 1fr)); margin: 18px 0 4px; }
    .pair > div { min-width: 0; }
    .by-hand { margin-top: 14px; } .by-hand summary { cursor: pointer; color: var(--soft); font-size: 13.5px; }
    .by-hand pre { margin: 8px 0 0; }
    .lanes { display: grid; gap: 8px; margin: 4px 0 18px; font-size: 13px; color: var(--soft); }
    .lane { display: grid; grid-template-columns: 6em minmax(0, 1fr); align-items: center; gap: 12px; }
    .track-bar { display: flex; align-items: center; gap: 8px; height: 26px; }
    .bar { height: 14px; border-radius: 7px; background: var(--gain-fill); } .bar.whole { flex: 1; }
    .bar.before { flex: 0 0 34%; border-radius: 7px 0 0 7px; } .bar.after { flex: 1; border-radius: 0 7px 7px 0; }
    .kill { color: var(--loss); font-weight: 650; white-space: nowrap; }
    .verdicts { margin-top: 0; } .verdicts .verdict { align-items: flex-start; padding: 16px 18px; }
    .verdicts .verdict h2 { font-size: 19px; } .verdicts .verdict h3 { margin: 0 0 2px; }
    .verdicts .verdict > div { min-width: 0; }
    .verdicts .sign { width: 34px; height: 34px; font-size: 19px; margin-top: 4px; }
    .reasons { margin: 8px 0 0; padding-left: 18px; font-size: 13.5px; } .reasons li + li { margin-top: 3px; } .reasons + .note { margin-top: 8px; }
    .reasons code, .next code { font: 12.5px ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: var(--chip);
      border-radius: 5px; padding: 1px 6px; overflow-wrap: anywhere; }
    .duel { margin-top: 10px; } .duel th[scope=row] { color: var(--ink); border-bottom-color: var(--grid); font-size: 14px; }
    .duel .asked { color: var(--soft); } .duel .badge { min-width: 6.6em; font-variant-numeric: tabular-nums; }
    .next { margin: 8px 0 0; display: grid; gap: 8px; font-size: 14px; }
    .next div { display: grid; grid-template-columns: 13em minmax(0, 1fr); gap: 12px; align-items: baseline; }
    .next dt { color: var(--soft); } .next dd { margin: 0; }
    @media screen and (max-width: 720px) {
      .steps { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; } .steps a { padding: 10px 12px; }
      .step-card { padding: 16px 14px 18px; } .planted { padding: 14px 16px; }
      .prose, .pair { grid-template-columns: minmax(0, 1fr); } .lane { grid-template-columns: minmax(0, 1fr); gap: 2px; }
      .steps li:last-child { grid-column: 1 / -1; }
      .step-card table { font-size: 13px; } .step-card th, .step-card td { padding: 5px 6px; font-size: 13px; }
      .duel th, .duel td { padding: 5px 4px; } .duel th[scope=row] { white-space: normal; font-size: 13px; }
      .duel .badge { min-width: 0; padding: 1px 6px; font-size: 12px; }
      .next div { grid-template-columns: minmax(0, 1fr); gap: 2px; }
    }
    @media print {
      .steps { gap: 6px; } .steps a { padding: 6px 9px; } .steps strong { font-size: 14px; }
      .step-card { padding: 11px 13px; break-inside: auto; } .by-hand { display: none; }
    }
    """
}
