/// How badly a scripted broker and the way to it behave: chances in thousandths, delays in steps.
package struct BrokerScript: Sendable, Hashable {
  /// Longest delay of a report, and of an intent on its way to the broker.
  package var reportDelay: Int64 = 0
  package var intentDelay: Int64 = 0
  /// A report is never delivered.
  package var losesReport: Int64 = 0
  /// A report comes twice, the second time later.
  package var duplicates: Int64 = 0
  /// An intent never leaves the house, and the host knows.
  package var notSent: Int64 = 0
  /// An intent is lost or delivered, and nobody knows which; half of the time nobody even says that.
  package var losesIntent: Int64 = 0
  /// An intent that is "lost" was delivered nevertheless.
  package var deliversLost: Int64 = 500
  /// An order is filled in parts.
  package var splits: Int64 = 0
  /// An order or a request is refused.
  package var refuses: Int64 = 0
  /// The broker does not answer a request.
  package var ignores: Int64 = 0
  /// A change is carried out as cancel and new order.
  package var renames: Int64 = 0
  /// On a quote: the broker closes something by itself.
  package var liquidates: Int64 = 0
  /// On a quote: a night is charged.
  package var charges: Int64 = 0
  /// On a quote: a report that is not true comes.
  package var contradicts: Int64 = 0
  /// On a quote: the connection is lost for some steps.
  package var disconnects: Int64 = 0
  /// Whether executions tell how much of the order was executed.
  package var tellsCumulative = true
  /// Whether a restored connection brings all that was missed.
  package var resumes = false
  /// Whether a hedging broker's positions tell which order opened them.
  package var labels = true
  /// Whether a snapshot comes with what the broker did by itself before it. Without that a netting account can't know.
  package var hasHistory = true
  /// Whether a broker tells its balance.
  package var tellsBalance = true
  /// Whether answers to changes tell which change they answer.
  package var numbersAnswers = false

  /// A broker that answers at once and truly.
  package static let prompt = BrokerScript()

  private init() {}

  /// What can go wrong for a seed: of most kinds nothing, of some a lot.
  package init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed ^ 0x5C21_97ED)
    func chance(_ most: Int64) -> Int64 {
      generator.next() % 2 == 0 ? 0 : Int64(generator.next() % UInt64(most + 1))
    }
    reportDelay = chance(12)
    intentDelay = chance(6)
    losesReport = chance(150)
    duplicates = chance(200)
    notSent = chance(60)
    losesIntent = chance(100)
    splits = chance(600)
    refuses = chance(100)
    ignores = chance(80)
    renames = chance(500)
    liquidates = chance(8)
    charges = chance(8)
    contradicts = chance(30)
    disconnects = chance(10)
    tellsCumulative = generator.next() % 4 != 0
    resumes = generator.next() % 2 == 0
    labels = generator.next() % 4 != 0
    hasHistory = generator.next() % 2 == 0
    tellsBalance = generator.next() % 8 != 0
    numbersAnswers = generator.next() % 2 == 0
  }
}
