import Testing

@testable import Operations
@testable import SlipwayCommand

@Suite("The watch screen")
struct WatchLayoutTests {
  private func text(_ screen: WatchScreen, _ columns: Int, _ rows: Int) -> String {
    WatchLayout(screen).lines(columns: columns, rows: rows).map { $0.rendered(.none) }.joined(separator: "\n")
  }

  @Test("GREEN: two bots trade, far from every limit")
  func green() {
    #expect(
      text(WatchSamples.green, 80, 24) == """
         GREEN  at most 6.6 % of a loss limit is used
        session 3 is running · ticks to 2014-01-03 15:22:31 · shown 0.4 s ago
        clock 2026-05-04 09:10:11 UTC · guard as of 2014-01-03 15:22:30 · 184,223 ticks
        LOCKOUTS  none
        BOTS      ──────────────────────────────────────────────────────────────────────
        BOT    MODE         EQUITY  OPEN  ORDERS  MAY OPEN
        trend  PAPER  1,012.30 USD     1       0  yes
        gold   PAPER    998.10 USD     1       0  yes
        LIMITS    ──────────────────────────────────────────────────────────────────────
          USED  LEVEL        LEFT  LIMIT OF                    SCOPE
        60.0 %  YELLOW          4  trade_frequency_limit.hour  bot:trend
         6.6 %  GREEN   93.40 USD  daily_realized_loss.day     account:A1
        POSITIONS ──────────────────────────────────────────────────────────────────────
        BOT    SYMBOL  SIDE  LOTS    PRICE  RESULT  STOP
        trend  EURUSD  buy   0.10  1.36120   12.30     –
        gold   XAUUSD  sell  0.10  1231.40   -1.90     –
        SESSIONS  Asia opens in 56:38 · London closes in 1:38 · New York closes in 6:38
        FEES      4.31 of 20.00 USD a day, 21.6 %, green
        REGIMES   ──────────────────────────────────────────────────────────────────────
        EURUSD  M1 RANGE_STABLE 0.35  M5 TREND_STABLE 0.21  M15 TREND_STABLE 0.18
                H1 BREAKOUT_PRIME 0.40  H4 UNKNOWN –
        XAUUSD  M1 HIGH_CHAOS 0.91  M5 RANGE_STABLE 0.44
        """)
    #expect(
      text(WatchSamples.green, 120, 40) == """
         GREEN  at most 6.6 % of a loss limit is used
        session 3 is running · ticks to 2014-01-03 15:22:31 · shown 0.4 s ago
        clock 2026-05-04 09:10:11 UTC · guard as of 2014-01-03 15:22:30 · 184,223 ticks
        LOCKOUTS  none                                                          SESSIONS  ──────────────────────────────────────
        BOTS      ────────────────────────────────────────────────────────────  Asia      closed  opens   56:38  01-06 00:00
        BOT    MODE         EQUITY  OPEN  ORDERS  MAY OPEN                      London    open    closes   1:38  01-03 17:00
        trend  PAPER  1,012.30 USD     1       0  yes                           New York  open    closes   6:38  01-03 22:00
        gold   PAPER    998.10 USD     1       0  yes                           FEES      4.31 of 20.00 USD a day, 21.6 %, green
        LIMITS    ────────────────────────────────────────────────────────────  REGIMES   ──────────────────────────────────────
          USED  LEVEL        LEFT  LIMIT OF                    SCOPE            EURUSD  M1 RANGE_STABLE 0.35
        60.0 %  YELLOW          4  trade_frequency_limit.hour  bot:trend                M5 TREND_STABLE 0.21
         6.6 %  GREEN   93.40 USD  daily_realized_loss.day     account:A1               M15 TREND_STABLE 0.18
        POSITIONS ────────────────────────────────────────────────────────────          H1 BREAKOUT_PRIME 0.40  H4 UNKNOWN –
        BOT    SYMBOL  SIDE  LOTS    PRICE  RESULT  STOP                        XAUUSD  M1 HIGH_CHAOS 0.91  M5 RANGE_STABLE 0.44
        trend  EURUSD  buy   0.10  1.36120   12.30     –
        gold   XAUUSD  sell  0.10  1231.40   -1.90     –
        """)
  }

  @Test("ORANGE: much of a limit is used, a bot is in a cooldown, an order of an operator waits")
  func orange() {
    #expect(
      text(WatchSamples.orange, 80, 24) == """
         ORANGE  78.4 % of daily_realized_loss.day on account:A1 is used (and 1 more)
        session 3 is running · ticks to 2014-01-03 15:22:31 · shown 0.4 s ago
        clock 2026-05-04 09:10:11 UTC · guard as of 2014-01-03 15:22:30 · 184,223 ticks
        WAITING   for a run: lock bot:gold, bob: payrolls
        LOCKOUTS  ──────────────────────────────────────────────────────────────────────
        SCOPE      CODE                          LEFT  CLOSES  WHY
        bot:trend  trade_frequency_limit  29 min 29 s  no      10 an hour: 11 entries
        BOTS      ──────────────────────────────────────────────────────────────────────
        BOT    MODE       EQUITY  OPEN  ORDERS  MAY OPEN
        trend  PAPER  921.60 USD     0       0  no: trade_frequency_limit
        gold   PAPER  998.10 USD     1       0  yes
        LIMITS    ──────────────────────────────────────────────────────────────────────
           USED  LEVEL        LEFT  LIMIT OF                    SCOPE
        100.0 %  BLACK           0  trade_frequency_limit.hour  bot:trend
         78.4 %  ORANGE  21.60 USD  daily_realized_loss.day     account:A1
         52.0 %  YELLOW  24.00 USD  trailing_drawdown.peak      family:donchian_breakout
        POSITIONS ──────────────────────────────────────────────────────────────────────
        BOT   SYMBOL  SIDE  LOTS    PRICE  RESULT  STOP
        gold  XAUUSD  sell  0.10  1231.40   -1.90     –
        SESSIONS  Asia opens in 56:38 · London closes in 1:38 · New York closes in 6:38
        FEES      4.31 of 20.00 USD a day, 21.6 %, green
        REGIMES   2 of 3 ───────────────────────────────────────────────────────────────
        EURUSD  M1 RANGE_STABLE 0.35  M5 TREND_STABLE 0.21  M15 TREND_STABLE 0.18
                H1 BREAKOUT_PRIME 0.40  H4 UNKNOWN –
        """)
    #expect(
      text(WatchSamples.orange, 120, 40) == """
         ORANGE  78.4 % of daily_realized_loss.day on account:A1 is used (and 1 more)
        session 3 is running · ticks to 2014-01-03 15:22:31 · shown 0.4 s ago
        clock 2026-05-04 09:10:11 UTC · guard as of 2014-01-03 15:22:30 · 184,223 ticks
        WAITING   for a run: lock bot:gold, bob: payrolls                       SESSIONS  ──────────────────────────────────────
        LOCKOUTS  ────────────────────────────────────────────────────────────  Asia      closed  opens   56:38  01-06 00:00
        SCOPE      CODE                          LEFT  CLOSES  WHY              London    open    closes   1:38  01-03 17:00
        bot:trend  trade_frequency_limit  29 min 29 s  no      10 an hour: 11…  New York  open    closes   6:38  01-03 22:00
        BOTS      ────────────────────────────────────────────────────────────  FEES      4.31 of 20.00 USD a day, 21.6 %, green
        BOT    MODE       EQUITY  OPEN  ORDERS  MAY OPEN                        REGIMES   ──────────────────────────────────────
        trend  PAPER  921.60 USD     0       0  no: trade_frequency_limit       EURUSD  M1 RANGE_STABLE 0.35
        gold   PAPER  998.10 USD     1       0  yes                                     M5 TREND_STABLE 0.21
        LIMITS    ────────────────────────────────────────────────────────────          M15 TREND_STABLE 0.18
           USED  LEVEL        LEFT  LIMIT OF                    SCOPE                   H1 BREAKOUT_PRIME 0.40  H4 UNKNOWN –
        100.0 %  BLACK           0  trade_frequency_limit.hour  bot:trend       XAUUSD  M1 HIGH_CHAOS 0.91  M5 RANGE_STABLE 0.44
         78.4 %  ORANGE  21.60 USD  daily_realized_loss.day     account:A1
         52.0 %  YELLOW  24.00 USD  trailing_drawdown.peak      family:donchi…
        POSITIONS ────────────────────────────────────────────────────────────
        BOT   SYMBOL  SIDE  LOTS    PRICE  RESULT  STOP
        gold  XAUUSD  sell  0.10  1231.40   -1.90     –
        """)
  }

  @Test("BLACK: everything is killed and closed")
  func black() {
    #expect(
      text(WatchSamples.black, 80, 24) == """
         BLACK  the file STOP is there: fire drill (and 2 more)
        session 3 is running · ticks to 2014-01-03 15:22:31 · shown 0.4 s ago
        clock 2026-05-04 09:10:11 UTC · guard as of 2014-01-03 15:22:30 · 184,223 ticks
        LOCKOUTS  ──────────────────────────────────────────────────────────────────────
        SCOPE       CODE                    LEFT  CLOSES  WHY
        desk        kill_switch          by hand  yes     ann: the broker sends nonsense
        account:A1  daily_loss_limit  6 h 37 min  yes     100.00 USD a day: 98.80 USD l…
        BOTS      ──────────────────────────────────────────────────────────────────────
        BOT    MODE       EQUITY  OPEN  ORDERS  MAY OPEN
        trend  PAPER  901.20 USD     0       0  no: kill_switch, daily_loss_limit
        gold   PAPER  998.10 USD     0       0  no: kill_switch
        LIMITS    ──────────────────────────────────────────────────────────────────────
          USED  LEVEL      LEFT  LIMIT OF                 SCOPE
        98.8 %  BLACK  1.20 USD  daily_realized_loss.day  account:A1
        SESSIONS  Asia opens in 56:38 · London closes in 1:38 · New York closes in 6:38
        FEES      4.31 of 20.00 USD a day, 21.6 %, green
        REGIMES   ──────────────────────────────────────────────────────────────────────
        EURUSD  M1 RANGE_STABLE 0.35  M5 TREND_STABLE 0.21  M15 TREND_STABLE 0.18
                H1 BREAKOUT_PRIME 0.40  H4 UNKNOWN –
        XAUUSD  M1 HIGH_CHAOS 0.91  M5 RANGE_STABLE 0.44
        """)
    #expect(
      text(WatchSamples.black, 120, 40) == """
         BLACK  the file STOP is there: fire drill (and 2 more)
        session 3 is running · ticks to 2014-01-03 15:22:31 · shown 0.4 s ago
        clock 2026-05-04 09:10:11 UTC · guard as of 2014-01-03 15:22:30 · 184,223 ticks
        LOCKOUTS  ────────────────────────────────────────────────────────────  SESSIONS  ──────────────────────────────────────
        SCOPE       CODE                    LEFT  CLOSES  WHY                   Asia      closed  opens   56:38  01-06 00:00
        desk        kill_switch          by hand  yes     ann: the broker sen…  London    open    closes   1:38  01-03 17:00
        account:A1  daily_loss_limit  6 h 37 min  yes     100.00 USD a day: 9…  New York  open    closes   6:38  01-03 22:00
        BOTS      ────────────────────────────────────────────────────────────  FEES      4.31 of 20.00 USD a day, 21.6 %, green
        BOT    MODE       EQUITY  OPEN  ORDERS  MAY OPEN                        REGIMES   ──────────────────────────────────────
        trend  PAPER  901.20 USD     0       0  no: kill_switch, daily_loss_l…  EURUSD  M1 RANGE_STABLE 0.35
        gold   PAPER  998.10 USD     0       0  no: kill_switch                         M5 TREND_STABLE 0.21
        LIMITS    ────────────────────────────────────────────────────────────          M15 TREND_STABLE 0.18
          USED  LEVEL      LEFT  LIMIT OF                 SCOPE                         H1 BREAKOUT_PRIME 0.40  H4 UNKNOWN –
        98.8 %  BLACK  1.20 USD  daily_realized_loss.day  account:A1            XAUUSD  M1 HIGH_CHAOS 0.91  M5 RANGE_STABLE 0.44
        """)
  }

  @Test("in little room each part says something, and what has no room is named")
  func small() {
    #expect(
      text(WatchSamples.green, 80, 14) == """
         GREEN  at most 6.6 % of a loss limit is used
        session 3 is running · ticks to 2014-01-03 15:22:31 · shown 0.4 s ago
        clock 2026-05-04 09:10:11 UTC · guard as of 2014-01-03 15:22:30 · 184,223 ticks
        LOCKOUTS  none
        BOTS      1 of 2 ───────────────────────────────────────────────────────────────
        BOT    MODE         EQUITY  OPEN  ORDERS  MAY OPEN
        trend  PAPER  1,012.30 USD     1       0  yes
        LIMITS    1 of 2 ───────────────────────────────────────────────────────────────
          USED  LEVEL        LEFT  LIMIT OF                    SCOPE
        60.0 %  YELLOW          4  trade_frequency_limit.hour  bot:trend
        POSITIONS 1 of 2 ───────────────────────────────────────────────────────────────
        BOT    SYMBOL  SIDE  LOTS    PRICE  RESULT  STOP
        trend  EURUSD  buy   0.10  1.36120   12.30     –
        no room for SESSIONS, FEES, REGIMES
        """)
  }

  @Test(
    "no line and no screen is larger than its room",
    arguments: [(40, 8), (60, 10), (80, 24), (119, 12), (200, 60)])
  func room(columns: Int, rows: Int) {
    for screen in [WatchSamples.green, WatchSamples.orange, WatchSamples.black] {
      let lines = WatchLayout(screen).lines(columns: columns, rows: rows)
      #expect(lines.count <= rows && lines.allSatisfy { $0.count <= columns })
    }
  }

  @Test("the level is a word on its color, over the whole line, in as many colors as the terminal has")
  func colors() {
    func banner(_ screen: WatchScreen, _ depth: ColorDepth) -> String {
      WatchLayout(screen).lines(columns: 60, rows: 10)[0].rendered(depth)
    }
    #expect(
      banner(WatchSamples.orange, .full).hasPrefix("\u{1B}[1;38;2;24;24;27;48;2;249;115;22m ORANGE  78.4 %"))
    #expect(
      banner(WatchSamples.black, .full).hasPrefix("\u{1B}[1;38;2;250;250;250;48;2;24;24;27m BLACK  the file"))
    #expect(banner(WatchSamples.green, .indexed).hasPrefix("\u{1B}[1;38;5;234;48;5;36m GREEN  at most"))
    #expect(banner(WatchSamples.green, .basic).hasPrefix("\u{1B}[1;30;42m GREEN  at most"))
    let blanks = String(repeating: " ", count: 60 - " GREEN  at most 6.6 % of a loss limit is used".count)
    #expect(banner(WatchSamples.green, .basic).hasSuffix("\u{1B}[1;30;42m\(blanks)\u{1B}[0m"))
  }

  @Test("how many colors there are is what the terminal says")
  func depth() {
    func depth(_ colored: Bool, _ colorTerm: String?, _ term: String?) -> ColorDepth {
      ColorDepth(colored: colored, colorTerm: colorTerm, term: term)
    }
    #expect(depth(false, "truecolor", "xterm-256color") == .none)
    #expect(depth(true, "truecolor", "xterm") == .full && depth(true, "24bit", nil) == .full)
    #expect(depth(true, nil, "screen-256color") == .indexed && depth(true, "", "linux") == .basic)
  }

  @Test("a screen is drawn over the last one: a full line is not wiped, what was below is")
  func frame() {
    let lines = [WatchLine("12345678"), WatchLine("1234")]
    #expect(
      WatchTerminal.frame(lines, .init(columns: 8, rows: 3), .none)
        == "\u{1B}[H12345678\r\n1234\u{1B}[K\r\n\u{1B}[J")
    #expect(
      WatchTerminal.frame(lines, .init(columns: 8, rows: 2), .none) == "\u{1B}[H12345678\r\n1234\u{1B}[K")
  }

  @Test("what steers a terminal is shown as text, wherever it comes from")
  func steering() {
    var screen = WatchSamples.orange
    screen.waiting = [.init(verb: "kill", scope: "desk", by: "b\u{1B}[2Job", reason: "\u{202E}now\n")]
    screen.feed = "\u{7}tcp"
    let text = text(screen, 120, 40)
    #expect(text.contains("for a run: kill desk, b?[2Job: ?now?") && text.contains("feed ?tcp"))
  }

  @Test("how a run stands is said in words")
  func runs() {
    var screen = WatchSamples.green
    func words(_ run: WatchScreen.Run) -> String {
      screen.run = run
      return WatchLayout(screen).lines(columns: 100)[1].text
    }
    #expect(words(.silent).hasPrefix("session 3 is SILENT: it hangs or was killed · ticks to"))
    #expect(words(.ended).hasPrefix("session 3 has ended · "))
    #expect(words(.none).hasPrefix("no run is under way · "))
  }
}
