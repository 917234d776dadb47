import BotAssembly
import BrokerProfiles
import Feeds
import Notifications
import Operations
import Promotion
import StrategyKit
import TradingCore

@testable import YAMLText

extension FuzzTarget {
  /// YAML: broker profiles, run files, criteria, notifications, feeds; and the tree under them.
  ///
  /// A profile that is accepted can be traded at; criteria and trees are written and read again.
  static let yaml = FuzzTarget(name: "yaml") { input in
    var input = input
    let kind = input.choice(6)
    let text = input.text()
    switch kind {
    case 0: try readBroker(text)
    case 1: _ = try RunConfiguration.parse(text: text, path: "run.yaml")
    case 2:
      let criteria = try GateCriteria.parse(text: text, path: "criteria.yaml")
      let again = try GateCriteria.parse(text: criteria.yaml, path: "criteria.yaml")
      try expect(again.canonicalText == criteria.canonicalText, "criteria read back as others")
    case 3:
      let events = ["feed_lost", "bot_failed", "promoted"]
      _ = try NotificationConfiguration.parse(text: text, path: "notify.yaml", events: events)
    case 4: _ = try FeedConfiguration.parse(text: text, path: "feed.yaml")
    default:
      let node = try YAMLParser.parse(text, path: "a.yaml")
      let written = YAMLWriter.text(node)
      guard case .map(let entries) = node.content, !entries.isEmpty else { return }
      let again = try accepted { try YAMLParser.parse(written, path: "b.yaml") }
      try expect(again?.says(node) == true, "values read back as others: \(written.debugDescription)")
    }
  }

  private static func readBroker(_ text: String) throws {
    let profile = try BrokerProfileLoader.parse(text: text, path: "fuzz.yaml")
    _ = try FillFiles.relative(in: text, path: "fuzz.yaml")
    try expect(!profile.canonicalLines.isEmpty, "a profile without lines")
    for name in ["EURUSD", "XAUUSD", "BTCUSD"] {
      guard let symbol = Symbol(name), let instrument = profile.instrument(symbol) else { continue }
      let question = FeeEstimate.Question(
        units: instrument.unitsPerLot, tradesPerDay: 5, balance: Money(units: 1_000_000_000),
        price: Price(points: 110_000))
      _ = try accepted { try FeeEstimate(profile: profile, instrument: instrument, question: question) }
    }
    let start = "2024-01-10T12:00:0"
    let orders = """
      \(start)0Z,a,EURUSD,buy,0.10,,1.00000,1.20000,,
      \(start)1Z,b,EURUSD,sell_limit,1.00,1.10010,,,,
      \(start)2Z,c,EURUSD,sell,0.50,,,,20,
      \(start)3Z,a,EURUSD,close,,,,,,
      """
    let entry = StrategyEntry(Scripted.self)
    let values = try ParameterValues(
      for: entry.descriptor, given: ["orders": "o.csv"], files: ["orders": orders])
    var quotes = FuzzInput((0..<120).map { UInt8(truncatingIfNeeded: [7, $0, 3][$0 % 3]) })
    let configuration = BotConfiguration(
      parameters: values, symbols: [FuzzMarket.instrument.symbol], profile: profile,
      startBalance: Money(units: 10_000_000_000))
    let market = FuzzMarket(&quotes)
    _ = try accepted { try market.run(entry, configuration, stretch: 8) }
  }

  /// Changes of single values: a line with the key, one with the value (none takes the key away), then the file.
  static let yamlEdit = FuzzTarget(name: "yaml-edit") { input in
    var input = input
    let key = input.line()
    let value = input.line()
    let text = input.text()
    var editor = YAMLEditor(text: text, path: "a.yaml")
    if value.isEmpty { try editor.unset(key) } else { try editor.set(key, to: value) }
    let node = try accepted { try YAMLParser.parse(editor.text, path: "b.yaml") }
    try expect(node != nil, "an edited file can't be read: \(editor.text.debugDescription)")
    // The same change again changes nothing more.
    guard !value.isEmpty else { return }
    var again = YAMLEditor(text: editor.text, path: "c.yaml")
    try again.set(key, to: value)
    let other = try YAMLParser.parse(again.text, path: "d.yaml")
    try expect(node?.says(other) == true, "a change made twice is another one")
  }
}
