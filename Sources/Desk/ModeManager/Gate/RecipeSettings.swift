import BotAssembly
import Crypto
import MarketClimate
import RiskControl
import TradingCore

/// One setting that two recipes differ in.
package struct RecipeChange: Sendable, Hashable {
  /// What it is: `parameter fast`, `broker commission`.
  package let name: String
  /// What it was; `nil` where there was none.
  package let before: String?
  /// What it is now; `nil` where there is none.
  package let after: String?
}

extension EvidenceRecipe {
  /// Every setting by its name, as text; files by a digest of their content.
  package var settings: [(name: String, value: String)] {
    let currency = profile.accountCurrency
    let broker = ProfileIdentity(profile, trading: symbols + conversionSymbols)
    var settings = [
      ("strategy", strategy), ("strategy version", "\(version)"),
      ("symbols", symbols.map(\.name).joined(separator: ", ")),
      ("converted by", conversionSymbols.map(\.name).joined(separator: ", ")), ("broker", broker.name),
      ("start balance", "\(startBalance.text(in: currency)) \(currency)"), ("leverage", "1:\(leverage)"),
      ("seed", "\(seed)"), ("latency", "\(latencyNanoseconds / Timestamp.millisecond) ms"),
    ]
    for (name, text) in parameters.sorted(by: { $0.key < $1.key }) {
      settings.append(("parameter \(name)", text))
      guard let content = files[name] else { continue }
      let digest = Hexadecimal.text(SHA256.hash(data: Array(content.utf8)))
      settings.append(("parameter \(name), content", String(digest.prefix(16))))
    }
    if let news {
      settings.append(
        (
          "news",
          "\(Counted.text(news.events.count, "event")), \(BotIdentity.digest(of: news).prefix(16))"
        ))
    }
    let terms = profile.canonicalLines(trading: symbols + conversionSymbols).map { Self.pair($0, "broker ") }
    return settings + terms + risk.canonicalLines.map { Self.pair($0, "") }
  }

  private static func pair(_ line: String, _ prefix: String) -> (String, String) {
    guard let sign = line.firstIndex(of: "=") else { return (prefix + line, "") }
    return (prefix + line[..<sign], String(line[line.index(after: sign)...]))
  }

  /// What is not as it was in an earlier recipe, in the order of `settings`.
  package func changes(since earlier: EvidenceRecipe) -> [RecipeChange] {
    let (now, then) = (settings, earlier.settings)
    let before = Dictionary(then, uniquingKeysWith: { first, _ in first })
    let after = Dictionary(now, uniquingKeysWith: { first, _ in first })
    let gone = then.map(\.name).filter { after[$0] == nil }
    return (now.map(\.name) + gone).compactMap { name in
      before[name] == after[name]
        ? nil : RecipeChange(name: name, before: before[name], after: after[name])
    }
  }
}
