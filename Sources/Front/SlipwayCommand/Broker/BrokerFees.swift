import JSONText
import ArgumentParser
import YAMLConfiguration
import Reports
import TradingCore

/// `slipway broker fees`
struct BrokerFees: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fees", abstract: "What trading so often costs: commission and spread against the capital.")

  @Argument(help: "A profile's name, or the path of a YAML file.")
  var name: String

  @Option(help: ArgumentHelp("The instrument.", valueName: "s"))
  var symbol: String

  @Option(parsing: .unconditional, help: ArgumentHelp("Size of an order in lots.", valueName: "x"))
  var lots: String = "0.01"

  @Option(parsing: .unconditional, help: ArgumentHelp("Round trips a day.", valueName: "n"))
  var tradesPerDay: Int64

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The capital in the account's currency.", valueName: "x"))
  var balance: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A price of the instrument, where fees or conversion need one.", valueName: "x"))
  var price: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What one of the quote currency is worth in the account's.", valueName: "x"))
  var rate: String?

  @Option(
    help: ArgumentHelp(
      "The market's own spread, where the profile takes it as recorded.", valueName: "distance"))
  var spread: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What may be paid a day (default: 1 % of the balance).", valueName: "x"))
  var dailyLimit: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let profile = try BrokerProfiles(home: shared.homeFolder).load(name)
    let instrument = try OptionValues.tradable(symbol, of: profile)
    let question = try question(profile, instrument)
    let estimate: FeeEstimate
    do {
      estimate = try FeeEstimate(profile: profile, instrument: instrument, question: question)
    } catch {
      throw CommandError.usage(what: error.problem, option: "--\(error.field)", advice: error.remedy)
    }
    let document = FeeDocument(profile: profile, instrument: instrument, estimate: estimate)
    if document.leavesOutSpread {
      shared.note(document.missingSpreadNote)
    }
    try shared.printResult(json: document.json) { document.text(colored: $0) }
  }

  private func question(
    _ profile: BrokerProfile, _ instrument: Instrument
  ) throws(CommandError) -> FeeEstimate.Question {
    guard (1...1_000_000).contains(tradesPerDay) else {
      throw .usage(
        what: "\(tradesPerDay) trades a day", option: "--trades-per-day", advice: "give 1 to 1000000")
    }
    let currency = profile.accountCurrency
    return FeeEstimate.Question(
      units: try units(instrument), tradesPerDay: tradesPerDay,
      balance: Money(units: try positive(balance, currency.moneyDigits, "--balance")),
      price: try price.map { text throws(CommandError) in
        if instrument.allowsNegativePrices, text.hasPrefix("-") {
          return Price(points: -(try positive(String(text.dropFirst()), instrument.digits, "--price")))
        }
        return Price(points: try positive(text, instrument.digits, "--price"))
      },
      quoteRate: try rate.map { text throws(CommandError) in try positive(text, 8, "--rate") },
      recordedSpread: try spread.map { text throws(CommandError) in try distance(text) },
      dailyLimit: try dailyLimit.map { text throws(CommandError) in
        Money(units: try positive(text, currency.moneyDigits, "--daily-limit"))
      })
  }

  private func units(_ instrument: Instrument) throws(CommandError) -> Int64 {
    guard let units = try? instrument.units(lots: lots),
      (instrument.minimumUnits...instrument.maximumUnits).contains(units), units % instrument.stepUnits == 0
    else {
      throw .usage(
        what: "'\(lots)' is no order size of \(instrument.symbol)", option: "--lots",
        advice: "give \(instrument.lotsText(units: instrument.minimumUnits)) to "
          + "\(instrument.lotsText(units: instrument.maximumUnits)) lots in steps of "
          + instrument.lotsText(units: instrument.stepUnits))
    }
    return units
  }

  private func positive(_ text: String, _ digits: Int, _ option: String) throws(CommandError) -> Int64 {
    guard let value = try? DecimalText.parse(text, digits: digits), value > 0, value < 1 << 60 else {
      throw .usage(
        what: "'\(text)' is no such number", option: option,
        advice: "give a positive one of at most \(digits) decimals")
    }
    return value
  }

  private func distance(_ text: String) throws(CommandError) -> PriceDistance {
    guard let distance = PriceDistance(text), distance.tenThousandths >= 0 else {
      throw .usage(what: "'\(text)' is no distance", option: "--spread", advice: "give one as in '0.8 pip'")
    }
    return distance
  }
}

/// A fee estimate as JSON and as a table.
struct FeeDocument {
  let profile: BrokerProfile
  let instrument: Instrument
  let estimate: FeeEstimate

  private var currency: Currency { profile.accountCurrency }

  /// Whether a spread that only ticks know is missing.
  var leavesOutSpread: Bool {
    if case .fixed = profile.terms(for: instrument).spread { return false }
    return estimate.question.recordedSpread == nil
  }

  /// What to do where it is.
  var missingSpreadNote: String {
    let advice = "give --spread, as in --spread '0.8 pip'"
    guard case .floor(let distance) = profile.terms(for: instrument).spread else {
      return "the recorded spread is not in it: \(advice)"
    }
    return "with the least spread there is, \(distance); for the market's own \(advice)"
  }

  var json: JSONValue {
    func money(_ amount: Money) -> JSONValue { .money(amount, in: currency) }
    let question = estimate.question
    return [
      "broker": .string(profile.name), "symbol": .string(instrument.symbol.name),
      "lots": .string(instrument.lotsText(units: question.units)),
      "trades_per_day": .integer(question.tradesPerDay), "balance": money(question.balance),
      "currency": .string(currency.code), "commission_per_trade": money(estimate.commissionPerTrade),
      "spread_per_trade": money(estimate.spreadPerTrade), "per_trade": money(estimate.perTrade),
      "per_day": money(estimate.perDay), "days_per_month": .integer(FeeEstimate.daysPerMonth),
      "per_month": money(estimate.perMonth), "share_of_balance_per_day": ratio(estimate.perDay),
      "share_of_balance_per_month": ratio(estimate.perMonth),
      "break_even_return_per_day": ratio(estimate.perDay), "daily_limit": money(estimate.dailyLimit),
      "limit_used": .ratio(Double(estimate.perDay.units) / Double(estimate.dailyLimit.units)),
      "level": .string(estimate.level.rawValue),
      "within_monthly_limit": .boolean(estimate.isWithinMonthlyLimit),
      "recorded_spread_missing": .boolean(leavesOutSpread),
    ]
  }

  func text(colored: Bool) -> String {
    func money(_ amount: Money) -> String { "\(amount.text(in: currency)) \(currency)" }
    let question = estimate.question
    let isFine = estimate.level == .green
    let lots = instrument.lotsText(units: question.units)
    let month = estimate.isWithinMonthlyLimit ? "below" : "NOT below"
    return TextTable.keyValue([
      ("trades", TextCell("\(question.tradesPerDay) a day of \(lots) lots \(instrument.symbol)")),
      ("commission", TextCell("\(money(estimate.commissionPerTrade)) a round trip")),
      ("spread", TextCell("\(money(estimate.spreadPerTrade)) a round trip")),
      ("per day", TextCell(money(estimate.perDay), .strong)),
      (
        "per month",
        TextCell(
          "\(money(estimate.perMonth)) of \(FeeEstimate.daysPerMonth) days, \(estimate.monthlyShare) of the "
            + "balance, \(month) \(FeeEstimate.monthlyShareLimit)")
      ),
      ("break-even", TextCell("\(estimate.breakEvenPerDay) of \(money(question.balance)) a day")),
      (
        "level",
        TextCell(
          "\(estimate.level.rawValue): \(money(estimate.perDay)) against \(money(estimate.dailyLimit)) a day",
          isFine ? .gain : .loss)
      ),
    ]).text(colored: colored)
  }

  private func ratio(_ amount: Money) -> JSONValue {
    .ratio(Double(amount.units) / Double(estimate.question.balance.units))
  }
}
