import BotAssembly
import JSONText
import MarketClimate
import StrategyKit
import Testing
import TradingCore

@Suite("News as a bot keeps it")
struct StoredNewsTests {
  private static let event = NewsEvent(
    startsAt: Timestamp(nanoseconds: 1_767_614_400_000_000_000), currency: .usd, impact: .high,
    title: "Payrolls, \"final\"")

  private static let news = BotNews(
    calendar: NewsCalendar([event], policy: NewsPolicy()),
    sources: [.init(path: "/a/news.csv", digest: "0a", events: 7)], knownUntil: event.startsAt)

  private func spec(_ news: BotNews?) throws -> BotSpec {
    var spec = BotSpec(
      id: "one", strategy: "ema_cross", symbols: [try #require(Symbol("EURUSD"))], broker: "reference",
      family: "crosses")
    spec.news = news
    return spec
  }

  @Test("It is read as it was written, and a bot without any is stored as ever")
  func json() throws {
    let spec = try spec(Self.news)
    #expect(try BotSpec(json: JSONValue(json: Array(spec.json.compactText.utf8))) == spec)
    #expect(try self.spec(nil).json["news"] == nil)
  }

  @Test(
    "What can't be read says where",
    arguments: [
      (#""impact":"high""#, #""impact":"huge""#, "news.impact"),
      (#""currency":"USD""#, #""currency":"u""#, "news.currency"),
      ("2026-01-05T12:00:00", "2026-13-05T12:00:00", "news.starts_at"),
      (#""before_ns""#, #""before""#, "news.windows.high"), (#""sha256""#, #""sha""#, "news.sha256"),
    ])
  func malformed(old: String, new: String, field: String) throws {
    let text = try spec(Self.news).json.compactText
    let changed = text.replacing(old, with: new)
    let error = #expect(throws: BotSettingError.self) {
      try BotSpec(json: JSONValue(json: Array(changed.utf8)))
    }
    guard case .malformed("one", let named, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(named == field)
  }

  @Test("Its identity is of what counts: by instrument, impact and window, whatever else the calendar says")
  func identity() throws {
    func identity(_ events: [NewsEvent], _ policy: NewsPolicy = NewsPolicy()) throws -> String {
      var configuration = BotConfiguration(
        parameters: try ParameterValues(for: EMACross.descriptor, given: [:]),
        symbols: [try #require(Symbol("EURUSD"))], profile: BrokerProfile(name: "a"),
        startBalance: Money(units: 1_000_000_000))
      configuration.news = NewsCalendar(events, policy: policy)
      return BotIdentity(descriptor: EMACross.descriptor, configuration: configuration).text
    }
    func event(_ currency: Currency, _ impact: NewsImpact = .high) -> NewsEvent {
      NewsEvent(startsAt: Self.event.startsAt, currency: currency, impact: impact, title: "a")
    }
    let jpy = try #require(Currency(code: "JPY"))
    let told = try identity([event(.usd)])
    #expect(try told == identity([event(jpy), event(.usd), event(.usd, .low)]))
    #expect(try identity([event(jpy)]) == identity([]))
    #expect(try told != identity([]))
    var wider = NewsPolicy()
    wider.margins[.low] = wider.margins[.high]
    #expect(try told == identity([event(.usd)], wider))
    #expect(try told != identity([event(.usd), event(.usd, .low)], wider))
    wider.margins[.high] = NewsPolicy.Margin(before: 0, after: Timestamp.hour)
    #expect(try told != identity([event(.usd)], wider))
  }
}
