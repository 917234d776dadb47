import RiskControl
import StateCoding
import TestSupport
import Testing
import TradingCore

/// The files of rules that are older than files.
@Suite struct LimitFileTests {
  @Test("entries in a minute, an hour and a session, each with its cooldown, as the seed has them")
  func frequency() throws {
    let policy = try RiskBench.policy(
      "trade_frequency_limit",
      """
      {enabled: true, limits: {per_minute: 3, per_hour: 10, per_session: 50}, cooldown_on_breach: {enabled: true, \
      per_minute_breach: 60, per_hour_breach: 1800, per_session_breach: 3600}}
      """)
    let expected = RiskPolicy.of(
      try TradeFrequency(
        .init(
          minute: .init(3, coolDownSeconds: 60), hour: .init(10, coolDownSeconds: 1_800),
          session: .init(50, coolDownSeconds: 3_600))))
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(expected))
  }

  @Test(
    "what is not said of frequency: the seed's seconds, and the reset of New York",
    arguments: [
      ("{limits: {per_hour: 2}}", 1_800, DailyReset.newYorkClose),
      ("{limits: {per_hour: 2}, cooldown_on_breach: {enabled: false}}", 0, .newYorkClose),
      ("{limits: {per_hour: 2}, cooldown_on_breach: {per_hour_breach: 7}}", 7, .newYorkClose),
      (
        "{limits: {per_hour: 2}, reset_time: \"08:30\", timezone: Asia/Tokyo}", 1_800,
        DailyReset(zone: .tokyo, secondsInDay: 30_600)
      ),
    ] as [(String, Int64, DailyReset)])
  func frequencyDefaults(_ text: String, _ seconds: Int64, _ reset: DailyReset) throws {
    let policy = try RiskBench.policy("trade_frequency_limit", text)
    let rule = try TradeFrequency(.init(hour: .init(2, coolDownSeconds: seconds), reset: reset))
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(RiskPolicy.of(rule)))
  }

  @Test(
    "a day's loss, with what it counts from and what happens",
    arguments: [
      ("{limit: -100}", .equity, .flatten), ("{limit: 100, basis: balance}", .balance, .flatten),
      ("{limit: 100, basis: higher, enforcement: block}", .higher, .block),
    ] as [(String, DailyLoss.Basis, DailyLoss.Enforcement)])
  func loss(_ text: String, _ basis: DailyLoss.Basis, _ enforcement: DailyLoss.Enforcement) throws {
    let policy = try RiskBench.policy("daily_loss", text)
    let rule = try DailyLoss(.init(limit: RiskBench.usd(100), basis: basis, enforcement: enforcement))
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(RiskPolicy.of(rule)))
  }

  @Test("amounts are in the file's currency")
  func currency() throws {
    let text = "version: 1\ncurrency: BTC\nrules:\n  daily_loss: {limit: 0.5}\n"
    let policy = try RiskFile.parse(text: text, path: "risk.yaml").policy
    let rule = try DailyLoss(.init(limit: Money(units: 50_000_000)))
    #expect(try StateEncoder.encode(policy) == StateEncoder.encode(RiskPolicy.of(rule)))
  }

  @Test("what is left of a day's loss has the equity that the day began with")
  func reference() throws {
    var bench = RiskBench(try DailyLoss(.init(limit: RiskBench.usd(100))), toEach: .account)
    try bench.join("a")
    #expect(bench.tree.allowances(of: "a").map(\.reference) == [1_000_000_000])
  }

  @Test(
    "what makes no sense is named with its line",
    arguments: [
      (
        "trade_frequency_limit", "{limits: {}}",
        "bad value of 'rules.trade_frequency_limit' (risk.yaml:3): trade_frequency: a limit of minute, hour or session is missing; change it, or set enabled: false"
      ),
      (
        "trade_frequency_limit", "{limits: {per_minute: 0}}",
        "bad value of 'rules.trade_frequency_limit.limits.per_minute' (risk.yaml:3): expected a whole number from 1 to 1000000, was '0'"
      ),
      (
        "trade_frequency_limit", "{limits: {per_day: 5}}",
        "unknown key 'per_day' (risk.yaml:3): known here: per_minute, per_hour, per_session"
      ),
      (
        "trade_frequency_limit", "{limits: {per_hour: 2}, cooldown_on_breach: {per_minute_breach: 60}}",
        "bad value of 'rules.trade_frequency_limit.cooldown_on_breach.per_minute_breach' (risk.yaml:3): limits.per_minute is missing; add that limit, or leave this cooldown out"
      ),
      (
        "daily_loss", "{limit: 0}",
        "bad value of 'rules.daily_loss.limit' (risk.yaml:3): expected an amount of USD other than 0, was '0'"
      ),
      (
        "daily_loss", "{limit: 5, basis: peak}",
        "bad value of 'rules.daily_loss.basis' (risk.yaml:3): expected one of balance, equity, higher, was 'peak'"
      ),
    ])
  func faults(_ rule: String, _ text: String, _ message: String) {
    #expect(RiskBench.fault(rule, text) == message)
  }
}
