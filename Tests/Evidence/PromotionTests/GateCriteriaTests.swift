import FileSystem
import Promotion
import Testing
import YAMLText

@Suite struct GateCriteriaTests {
  private func read(_ text: String) throws(ConfigurationError) -> GateCriteria {
    try GateCriteria.parse(text: text, path: "promotion.yaml")
  }

  private func message(_ text: String) -> String? {
    do {
      _ = try read(text)
      return nil
    } catch { return "\(error)" }
  }

  @Test func standardAsksForStatisticsBeforeMoneyOnly() {
    let criteria = GateCriteria()
    #expect(criteria.demo.required == GateCheckName.checklist)
    #expect(criteria.live.required == GateCheckName.nameable)
    #expect(criteria.demo.minimumTrades == 50)
    #expect(criteria.demo.minimumWinRate.value == 0.55)
    #expect(criteria.demo.minimumProfitFactor.value == 1.5)
    #expect(criteria.demo.maximumDrawdown.value == 0.15)
    #expect(criteria.demo.minimumDays == 14)
    #expect(criteria.ladder.stepsUSD == [50, 100, 200, 400])
  }

  @Test func plainNeverAsksForStatisticsAndStrictAlways() {
    #expect(GateCriteria(.plain).live.required == GateCheckName.checklist)
    #expect(GateCriteria(.strict).demo.required == GateCheckName.nameable)
  }

  @Test(arguments: GateCriteria.Preset.allCases)
  func aPresetWrittenAsAFileReadsAsItself(preset: GateCriteria.Preset) throws {
    let criteria = GateCriteria(preset)
    #expect(try read(criteria.yaml) == criteria)
  }

  @Test func whatIsLeftOutIsThePresets() throws {
    let criteria = try read("preset: strict\nto_live:\n  min_trades: 200\n  max_drawdown: 0.1\n")
    var expected = GateCriteria(.strict)
    expected.live.minimumTrades = 200
    expected.live.maximumDrawdown = GateDecimal(millionths: 100_000)
    #expect(criteria == expected)
  }

  @Test func whatCameLaterHasNoLineAtItsDefault() throws {
    let later = ["catastrophe_sigmas", "least_stake_sigmas", "false_discoveries"]
    #expect(!GateCriteria().canonicalText.contains("sigmas"))
    #expect(!GateCriteria().canonicalText.contains("false_discoveries"))
    let criteria = try read(
      "statistics:\n  catastrophe_sigmas: 20\n  least_stake_sigmas: 2.5\n  false_discoveries: 0.05\n")
    #expect(criteria.statistics.stakes == StakeRules(catastrophe: 20, least: 2.5))
    #expect(
      criteria.canonicalLines.filter { line in later.contains { line.contains($0) } } == [
        "statistics.catastrophe_sigmas 20", "statistics.least_stake_sigmas 2.5",
        "statistics.false_discoveries 0.05",
      ])
    #expect(try read(criteria.yaml) == criteria)
  }

  @Test func requiredChecksAreKeptInTheirOrder() throws {
    let criteria = try read("to_live:\n  required: [always_valid, trades, win_rate]\n")
    #expect(criteria.live.required == [.trades, .winRate, .alwaysValid])
  }

  @Test func theCanonicalTextSaysEveryValue() throws {
    let lines = GateCriteria().canonicalLines
    #expect(lines.first == "slipway.gate.v1")
    #expect(lines.contains("to_demo.min_win_rate 0.55"))
    #expect(lines.contains("ladder.steps_usd [50, 100, 200, 400]"))
    #expect(lines.contains("demotion.positions close"))
    let other = try read("approvals:\n  request_days: 6\n")
    #expect(other.canonicalText != GateCriteria().canonicalText)
    #expect(try read("approvals: {request_days: 7}\n").canonicalText == GateCriteria().canonicalText)
  }

  @Test(arguments: [
    (
      "to_demo:\n  min_trade: 5\n",
      "unknown key 'min_trade' (promotion.yaml:2): did you mean 'min_trades'?"
    ),
    (
      "to_demo:\n  min_win_rate: 1\n",
      "bad value of 'to_demo.min_win_rate' (promotion.yaml:2): expected a ratio from 0 to below 1 such as 0.55, "
        + "was '1'"
    ),
    (
      "to_demo:\n  max_drawdown: 0\n",
      "bad value of 'to_demo.max_drawdown' (promotion.yaml:2): expected a ratio above 0 and at most 1 such as "
        + "0.15, was '0'"
    ),
    (
      "to_live:\n  required: []\n",
      "bad value of 'to_live.required' (promotion.yaml:2): expected at least 'trades', as nothing else counts "
        + "without them, was a list"
    ),
    (
      "to_live:\n  min_days: 90\n",
      "bad value of 'to_live.min_days' (promotion.yaml:2): 90 days on demo can't be met: its approval ends "
        + "after 90; lower it or raise approvals.demo_days"
    ),
    (
      "approvals:\n  demo_days: 10\n",
      "bad value of 'to_live.min_days' (promotion.yaml:1): 14 days on demo can't be met: its approval ends "
        + "after 10; lower it or raise approvals.demo_days"
    ),
    (
      "ladder:\n  days_per_step: 30\n",
      "bad value of 'ladder.days_per_step' (promotion.yaml:2): 30 days at a step can't be met: the approval "
        + "ends after 30; lower it or raise approvals.live_days"
    ),
    (
      "ladder:\n  steps_usd: [100, 50]\n",
      "bad value of 'ladder.steps_usd[2]' (promotion.yaml:2): expected more than the step before, 100, was '50'"
    ),
    (
      "ladder:\n  steps_usd: [500]\n",
      "bad value of 'ladder.steps_usd' (promotion.yaml:2): expected 1 to 20 steps in whole US dollars, the "
        + "first at most 100, was a list"
    ),
    (
      "statistics:\n  confidence: 0.99\n  bootstrap_resamples: 100\n",
      "bad value of 'statistics.bootstrap_resamples' (promotion.yaml:3): expected bootstrap_resamples of at "
        + "least 2 / (1 - confidence), was '100'"
    ),
    (
      "demotion:\n  demote_value: 10\n",
      "bad value of 'demotion.demote_value' (promotion.yaml:2): expected step_down_value (20) to be at most "
        + "demote_value (10), was '10'"
    ),
    (
      "demotion:\n  positions: keep\n",
      "bad value of 'demotion.positions' (promotion.yaml:2): expected one of close, manage, was 'keep'"
    ),
    (
      "statistics:\n  min_always_valid: .nan\n",
      "bad value of 'statistics.min_always_valid' (promotion.yaml:2): expected a number above 1 such as 100, at "
        + "most a thousand million, was '.nan'"
    ),
  ])
  func mistakesAreNamedByLine(text: String, expected: String) {
    #expect(message(text) == expected)
  }

  @Test func aMisspelledCheckIsNamedWithTheNearest() {
    #expect(
      message("to_live:\n  required: [trades, win_rat]\n")?.hasSuffix(
        "(did you mean 'win_rate'?), was 'win_rat'") == true)
  }
}
