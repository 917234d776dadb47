import Operations
import Reports
import TradingCore

extension WatchParts {
  /// Sessions, news, fees, regimes.
  ///
  /// `narrow`: sessions on one line; `width`: that regimes are broken at.
  func market(narrow: Bool, width: Int) -> [WatchSection] {
    let sessions = screen.sessions.isEmpty ? nil : narrow ? sessionLine : sessionGrid
    return [sessions, news].compactMap(\.self) + [fees] + [regimes(width: width)].compactMap(\.self)
  }

  private static let names = ["asia": "Asia", "london": "London", "new_york": "New York"]

  private func name(_ session: WatchScreen.Hours) -> String { Self.names[session.name] ?? session.name }

  /// Hours and minutes from the screen's time, as in `13:38`; rounded up, so that nothing is due before it is.
  private func until(_ time: Timestamp?) -> String {
    guard let time else { return NumberText.absent }
    let gap = max(0, time.nanoseconds.subtractingReportingOverflow(screen.at.nanoseconds).partialValue)
    let minutes = (gap + Self.minute - 1) / Self.minute
    return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
  }

  private static let minute = 60 * Timestamp.second

  private var sessionLine: WatchSection {
    let spans = screen.sessions.enumerated().map { place, session in
      WatchSpan(
        (place > 0 ? " · " : "") + name(session)
          + (session.isOpen
            ? " closes in \(until(session.closesAt))" : " opens in \(until(session.opensAt))"),
        session.isOpen ? .gain : .plain)
    }
    return WatchSection("SESSIONS", [WatchLine(spans)], news: screen.sessions.map { "\($0.isOpen)" })
  }

  private var sessionGrid: WatchSection {
    var grid = WatchGrid([("", .left), ("", .left), ("", .left), ("", .right), ("", .left)])
    for session in screen.sessions {
      let change = session.isOpen ? session.closesAt : session.opensAt
      grid.add([
        WatchSpan(name(session), .strong),
        WatchSpan(session.isOpen ? "open" : "closed", session.isOpen ? .gain : .faint),
        WatchSpan(session.isOpen ? "closes" : "opens"), WatchSpan(until(change)),
        WatchSpan(change.map { String(DateText.minute($0).dropFirst(5)) } ?? "", .faint),
      ])
    }
    return WatchSection("SESSIONS", grid.lines)
  }

  private var news: WatchSection? {
    screen.isNewsOn.map { isOn in
      let change = screen.newsChangesAt.map {
        isOn ? ", until \(DateText.minute($0))" : ", next in \(until($0))"
      }
      let text = (isOn ? "a window is ON" : "no window is on") + (change ?? "")
      return WatchSection("NEWS", [WatchLine(text, isOn ? .loss : .plain)], news: ["\(isOn)"])
    }
  }

  private var fees: WatchSection {
    guard !screen.fees.isEmpty else { return WatchSection("FEES", [WatchLine("nothing was paid")]) }
    return WatchSection(
      "FEES",
      screen.fees.map { fees in
        let used = fees.used.map { NumberText.percent($0, decimals: 1) } ?? "no limit"
        return WatchLine([
          WatchSpan("\(fees.today) of \(fees.limit) \(fees.currency) a day, \(used), "),
          WatchSpan(
            fees.level,
            WatchLevel(rawValue: fees.level.uppercased()).map { .level($0) } ?? .text(.plain)),
        ])
      })
  }

  private func regimes(width: Int) -> WatchSection? {
    guard !screen.markets.isEmpty else { return nil }
    return WatchSection("REGIMES", screen.markets.flatMap { Self.flow($0, width: width) })
  }

  /// A market's timeframes one after the other, as many on a line as there is room for.
  private static func flow(_ market: WatchScreen.Market, width: Int) -> [WatchLine] {
    let label = market.symbol + "  "
    let margin = String(repeating: " ", count: label.count)
    var (lines, line, isEmpty) = ([WatchLine](), WatchLine([WatchSpan(label, .strong)]), true)
    for reading in market.readings {
      let piece =
        "\(reading.timeframe.rawValue) \(reading.regime.rawValue) \(ClimateText.ratio(reading.chaos))"
      if !isEmpty, line.count + 2 + piece.count > width {
        lines.append(line)
        (line, isEmpty) = (WatchLine(margin), true)
      }
      line =
        line
        + WatchLine([WatchSpan((isEmpty ? "" : "  ") + piece, reading.regime.authorizes ? .plain : .loss)])
      isEmpty = false
    }
    return lines + [line]
  }
}
