import Crypto
package import MarketClimate
import RiskControl
package import StrategyKit
import TradingCore

/// The digest that binds evidence to a bot: change anything that can change an order and it is another bot.
///
/// SHA-256 over sorted `key=value` lines: strategy name and version, parameters (files by their content),
/// symbols, broker profile values, risk settings, seed, latency and leverage, and the files of a program that
/// decides for the strategy, and the news that counts for it. Names of profiles, paths of files
/// and the start balance are left out.
@usableFromInline
package struct BotIdentity: Sendable, Hashable {
  /// The 32 bytes of the digest.
  package let bytes: [UInt8]

  /// The identity of a configured bot.
  ///
  /// `programLines`: what it covers of a program that is no part of this one.
  package init(
    descriptor: StrategyDescriptor, configuration: BotConfiguration, programLines: [String] = []
  ) {
    self.init(
      lines: Self.lines(descriptor: descriptor, configuration: configuration, programLines: programLines))
  }

  /// The identity that lines of `key=value` in any order make.
  package init(lines: [String]) { bytes = Self.sha256(lines.sorted().joined(separator: "\n")) }

  /// The lines of a configured bot. A setting that is added prints one only with another value than its default
  /// (`NewerSetting.line`), so that no bot becomes another one.
  package static func lines(
    descriptor: StrategyDescriptor, configuration: BotConfiguration, programLines: [String] = []
  ) -> [String] {
    var lines = [
      "format=1", "strategy=\(descriptor.name)", "version=\(descriptor.version)",
      "symbols=\(configuration.symbols.map(\.name).joined(separator: ","))", "seed=\(configuration.seed)",
      "latency_ns=\(configuration.latencyNanoseconds)", "leverage=\(configuration.leverage)",
    ]
    for (name, text) in configuration.parameters.identifying {
      let value =
        configuration.parameters.fileText(name).map { "sha256:" + Hexadecimal.text(sha256($0)) } ?? text
      lines.append("param.\(name)=\(value)")
    }
    if !configuration.conversionSymbols.isEmpty {
      let names = configuration.conversionSymbols.map(\.name).joined(separator: ",")
      lines.append("conversion_symbols=\(names)")
    }
    if let news = configuration.countingNews { lines.append("news=sha256:\(Self.digest(of: news))") }
    lines += configuration.profile.canonicalLines(trading: configuration.streamSymbols)
    lines += configuration.risk.canonicalLines
    return lines + programLines
  }

  /// What the identity covers of news, 64 lower-case hex digits.
  package static func digest(of news: NewsCalendar) -> String { Hexadecimal.text(sha256(news.canonicalText)) }

  private static func sha256(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

  /// 64 lower-case hex digits.
  package var text: String { Hexadecimal.text(bytes) }

  /// The first eight bytes as a number: the stream of the bot's random draws.
  package var stream: UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
