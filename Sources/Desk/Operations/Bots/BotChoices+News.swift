import BotAssembly
import MarketClimate
import TradingCore

extension BotChoices {
  /// The files of news that were named on the command line, or else in the file.
  var newsFiles: [String] { said.news }

  /// What of the news counts for these instruments: that of the files, by the home's windows; where none was named, that
  /// of the bot that is copied.
  ///
  /// - Throws: `CalendarError`, or `OperationError.usage` where the copied bot's news is not that of these instruments.
  func news(_ home: Home, trading instruments: [Instrument]) throws -> BotNews? {
    guard newsFiles.isEmpty else {
      let policy = try Calendars.policy(home: home.folder)
      return try BotNews.load(paths: newsFiles, policy: policy).counting(for: instruments)
    }
    guard let base, let news = base.news else { return nil }
    // What bears on other symbols it has not kept.
    guard instruments.allSatisfy({ base.symbols.contains($0.symbol) }) else {
      throw OperationError.usage(
        what: "the news of '\(base.id)' is what bears on its own symbols", place: "--symbol",
        advice: "name the files of news for the new ones with --news")
    }
    return news.counting(for: instruments)
  }
}
