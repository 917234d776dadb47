import ArgumentParser
import Operations
import Reports

/// `slipway broker fees`
struct BrokerFees: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fees", abstract: "What trading so often costs: commission and spread against the capital.",
    discussion: """
      Example:
        slipway broker fees exness_raw --symbol EURUSD --trades-per-day 12 \\
          --balance 1000 --price 1.10
      """)

  @Argument(
    help: ArgumentHelp("A profile's name, or the path of a YAML file.", valueName: "profile"),
    completion: .names(.brokers))
  var name: String

  @Option(
    help: ArgumentHelp("The instrument, as in EURUSD.", valueName: "symbol"), completion: .names(.symbols))
  var symbol: String

  @Option(parsing: .unconditional, help: ArgumentHelp("Size of an order in lots.", valueName: "x"))
  var lots: String = "0.01"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Round trips a day, \(TypedFees.tradeCounts.words).", valueName: "n"))
  var tradesPerDay: TypedNumber

  @Option(
    parsing: .unconditional, help: ArgumentHelp("The capital in the account's currency.", valueName: "amount")
  )
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
    parsing: .unconditional,
    help: ArgumentHelp(
      "The market's own spread, as in '0.8 pip', where the profile takes it as recorded.",
      valueName: "distance"))
  var spread: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What may be paid a day, in the account's currency (default: 1 % of the balance).", valueName: "amount")
  )
  var dailyLimit: String?

  @OptionGroup var shared: SharedOptions

  func run() throws {
    var question = TypedFees(
      broker: name, symbol: symbol,
      tradesPerDay: try tradesPerDay.whole(TypedFees.tradeCounts, "--trades-per-day"), balance: balance)
    (question.lots, question.price, question.rate) = (lots, price, rate)
    (question.spread, question.dailyLimit) = (spread, dailyLimit)
    let fees = try shared.operations.brokers.fees(question)
    fees.notes.forEach(shared.note)
    try shared.print(fees) { TextTable.keyValue(fees.rows).text(colored: $0) }
  }
}
