import BotAssembly
import BrokerProfiles
package import JSONText
import Journal
import ModeManager
package import Reports
import TradingCore

/// A question about what trading so often costs, as it was typed: amounts are decimals.
package struct TypedFees: Sendable, Hashable {
  /// How many round trips a day may be asked about.
  package static let tradeCounts: ClosedRange<Int64> = 1...1_000_000

  /// A profile's name, or the path of a YAML file.
  package var broker: String
  /// The instrument.
  package var symbol: String
  /// Size of an order in lots.
  package var lots = "0.01"
  /// Round trips a day.
  package var tradesPerDay: Int64
  /// The capital in the account's currency.
  package var balance: String
  /// A price of the instrument, where fees or conversion need one.
  package var price: String?
  /// What one of the quote currency is worth in the account's.
  package var rate: String?
  /// The market's own spread, where the profile takes it as recorded.
  package var spread: String?
  /// What may be paid a day; `nil` for 1 % of the balance.
  package var dailyLimit: String?

  /// A question with the usual size of an order.
  package init(broker: String, symbol: String, tradesPerDay: Int64, balance: String) {
    (self.broker, self.symbol) = (broker, symbol)
    (self.tradesPerDay, self.balance) = (tradesPerDay, balance)
  }
}

extension BrokerOperations {
  /// What trading so often costs: commission and spread against the capital.
  ///
  /// - Throws: `OperationError.usage`, `ConfigurationError`, `AssemblyError`.
  package func fees(_ typed: TypedFees) throws -> FeeDocument {
    let profile = try BrokerProfiles(home: home.folder).load(typed.broker)
    let instrument = try TypedValues.tradable(typed.symbol, of: profile)
    let question = try typed.question(profile, instrument)
    let estimate: FeeEstimate
    do throws(ProfileFault) {
      estimate = try FeeEstimate(profile: profile, instrument: instrument, question: question)
    } catch {
      throw OperationError.usage(what: error.problem, place: "--\(error.field)", advice: error.remedy)
    }
    var document = FeeDocument(profile: profile, instrument: instrument, estimate: estimate)
    do {
      document.traded = try home.fees.row(ofBroker: document.broker, in: profile.accountCurrency)
    } catch let error as JournalError {
      document.fault = "\(error)"
    } catch let error as DeskError {
      document.fault = "\(error)"
    }
    return document
  }
}

extension TypedFees {
  fileprivate func question(
    _ profile: BrokerProfile, _ instrument: Instrument
  ) throws(OperationError) -> FeeEstimate.Question {
    guard Self.tradeCounts.contains(tradesPerDay) else {
      throw .usage(
        what: "\(Counted.text(tradesPerDay, "trade")) a day", place: "--trades-per-day",
        advice: "give 1 to 1000000")
    }
    let currency = profile.accountCurrency
    return FeeEstimate.Question(
      units: try units(instrument), tradesPerDay: tradesPerDay,
      balance: Money(units: try positive(balance, currency.moneyDigits, "--balance")),
      price: try price.map { text throws(OperationError) in
        if instrument.allowsNegativePrices, text.hasPrefix("-") {
          return Price(points: -(try positive(String(text.dropFirst()), instrument.digits, "--price")))
        }
        return Price(points: try positive(text, instrument.digits, "--price"))
      },
      quoteRate: try rate.map { text throws(OperationError) in try positive(text, 8, "--rate") },
      recordedSpread: try spread.map { text throws(OperationError) in try distance(text) },
      dailyLimit: try dailyLimit.map { text throws(OperationError) in
        Money(units: try positive(text, currency.moneyDigits, "--daily-limit"))
      })
  }

  private func units(_ instrument: Instrument) throws(OperationError) -> Int64 {
    guard let units = try? instrument.units(lots: lots),
      (instrument.minimumUnits...instrument.maximumUnits).contains(units), units % instrument.stepUnits == 0
    else {
      throw .usage(
        what: "'\(lots)' is no order size of \(instrument.symbol)", place: "--lots",
        advice: "give \(instrument.lotsText(units: instrument.minimumUnits)) to "
          + "\(instrument.lotsText(units: instrument.maximumUnits)) lots in steps of "
          + instrument.lotsText(units: instrument.stepUnits))
    }
    return units
  }

  private func positive(_ text: String, _ digits: Int, _ place: String) throws(OperationError) -> Int64 {
    guard let value = try? DecimalText.parse(text, digits: digits), value > 0, value < 1 << 60 else {
      throw .usage(
        what: "expected a number above 0 of at most \(digits) decimals, was '\(text)'", place: place,
        advice: "correct it")
    }
    return value
  }

  private func distance(_ text: String) throws(OperationError) -> PriceDistance {
    guard let distance = PriceDistance(text), distance.tenThousandths >= 0 else {
      throw .usage(what: "'\(text)' is no distance", place: "--spread", advice: "give one as in '0.8 pip'")
    }
    return distance
  }
}

/// What trading so often costs.
package struct FeeDocument: Document {
  let profile: BrokerProfile
  let instrument: Instrument
  let estimate: FeeEstimate
  /// What the home's bots have traded there in the month; `nil` where none has.
  var traded: FeeReport.Row?
  /// Why that is not known; nothing of the estimate rests on it.
  var fault: String?

  /// The profile's name for readers.
  var broker: String { ProfileIdentity(profile, trading: [instrument.symbol]).name }

  private var currency: Currency { profile.accountCurrency }

  /// What to know besides.
  package var notes: [String] {
    (leavesOutSpread ? [missingSpreadNote] : [])
      + (fault.map { ["What bots have traded there is not known: \($0)"] } ?? [])
  }

  /// Whether a spread that only ticks know is missing.
  private var leavesOutSpread: Bool {
    if case .fixed = profile.terms(for: instrument).spread { return false }
    return estimate.question.recordedSpread == nil
  }

  /// What to do where it is.
  private var missingSpreadNote: String {
    let advice = "give --spread, as in --spread '0.8 pip'"
    guard case .floor(let distance) = profile.terms(for: instrument).spread else {
      return "the recorded spread is not in it: \(advice)"
    }
    return "with the least spread there is, \(distance); for the market's own \(advice)"
  }

  /// The estimate, for programs.
  package var json: JSONValue {
    func money(_ amount: Money) -> JSONValue { .money(amount, in: currency) }
    let question = estimate.question
    return [
      "broker": .string(broker),
      "symbol": .string(instrument.symbol.name),
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
      "monthly_lots": traded.map { .string($0.lotsText) } ?? .null,
      "month_to_date": traded.map { .money($0.reading.month.fees, in: $0.currency) } ?? .null,
      "tiers": .array(traded?.tiers.map(\.json) ?? []),
    ]
  }

  /// Labels and values for people.
  package var rows: [(String, TextCell)] {
    func money(_ amount: Money) -> String { "\(amount.shownText(in: currency)) \(currency)" }
    let question = estimate.question
    let isFine = estimate.level == .green
    let lots = instrument.lotsText(units: question.units)
    let month = estimate.isWithinMonthlyLimit ? "below" : "NOT below"
    return [
      (
        "trades",
        TextCell(
          "\(question.tradesPerDay) a day of \(lots) \(lots == "1" ? "lot" : "lots") \(instrument.symbol)")
      ),
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
    ] + tradedRows
  }

  /// What bots have traded at the broker, where any has.
  private var tradedRows: [(String, TextCell)] {
    guard let traded else { return [] }
    let (bots, day) = (NumberText.counted(traded.bots, "bot"), traded.reading.clock.day)
    return [
      (
        "this month",
        TextCell(
          "\(bots) traded \(traded.lotsText) lots by \(DateText.day(day)) and paid "
            + "\(traded.reading.month.fees.text(in: traded.currency)) \(traded.currency)")
      )
    ] + traded.tiers.map { ("tier", TextCell($0.text)) }
  }

  private func ratio(_ amount: Money) -> JSONValue {
    .ratio(Double(amount.units) / Double(estimate.question.balance.units))
  }
}
