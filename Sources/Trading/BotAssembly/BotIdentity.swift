import Crypto
package import MarketClimate
package import RiskControl
import StateCoding
package import StrategyKit
import TradingCore

/// The digest that binds evidence to a bot: change anything that can change an order and it is another bot.
///
/// SHA-256 over sorted `key=value` lines: strategy name and version, parameters (files by their content),
/// symbols, broker profile values, risk settings, seed, latency and leverage, and the files of a program that
/// decides for the strategy, the news that counts for it, and for one that looks at regimes the version of their rules.
/// Names of profiles, paths of files
/// and the start balance are left out.
@usableFromInline
package struct BotIdentity: Sendable, Hashable {
  /// The 32 bytes of the digest.
  package let bytes: [UInt8]

  /// The identity of a configured bot.
  ///
  /// `programLines`: what it covers of a program that is no part of this one; `regimeRules`: the version of the rules by
  /// which regimes are told, for a strategy that looks at them (`StrategyEntry.regimeRules`).
  package init(
    descriptor: StrategyDescriptor, configuration: BotConfiguration, programLines: [String] = [],
    regimeRules: Int? = nil
  ) {
    self.init(
      lines: Self.lines(
        descriptor: descriptor, configuration: configuration, programLines: programLines,
        regimeRules: regimeRules))
  }

  /// The identity that lines of `key=value` in any order make.
  package init(lines: [String]) { bytes = Self.sha256(lines.sorted().joined(separator: "\n")) }

  /// The lines of a configured bot. A setting that is added prints one only with another value than its default
  /// (`NewerSetting.line`), so that no bot becomes another one.
  package static func lines(
    descriptor: StrategyDescriptor, configuration: BotConfiguration, programLines: [String] = [],
    regimeRules: Int? = nil
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
    if let digest = configuration.guardDigest { lines.append("guard=sha256:\(digest)") }
    lines += NewerSetting.line("regime_rules", regimeRules ?? 1, default: 1)
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

extension RiskPolicy {
  /// What tells rules from others, whatever file they stand in: a digest of where they hold and of their settings, in
  /// hexadecimal.
  ///
  /// - Throws: what the encoder throws.
  package var digest: String {
    get throws(StateCodingError) {
      Hexadecimal.text(SHA256.hash(data: try StateEncoder.encode(self)))
    }
  }
}
