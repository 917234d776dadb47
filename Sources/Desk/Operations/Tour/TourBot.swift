import Reports

/// A bot of the tour, and the backtest that is made before it is registered.
struct TourBot {
  /// Its name.
  let id: String
  /// The strategy's name; its trials count under it, too.
  let strategy: String
  /// Parameters that are not the strategy's own.
  let params: [String]

  /// What trades at the profile, one after the other: the one that the gate refuses, and the one that may go on.
  static let all = [
    TourBot(id: "trend", strategy: "donchian_breakout", params: ["timeframe=M15"]),
    TourBot(id: "revert", strategy: "bollinger_reversion", params: []),
  ]

  /// Where they trade.
  static let broker = "exness_raw"
  static let symbol = "EURUSD"

  /// What is typed of it, for a backtest as for the bot.
  var typed: TypedBot {
    var typed = TypedBot()
    (typed.strategy, typed.params, typed.symbols, typed.broker) = (
      strategy, params, [Self.symbol], Self.broker
    )
    return typed
  }

  /// Options that say what it is.
  private var options: String {
    (["--strategy", strategy] + params.flatMap { ["--param", $0] } + ["--symbol", Self.symbol])
      .joined(separator: " ") + " --broker " + Self.broker
  }

  /// Its backtest over a file, as a command.
  func backtestCommand(_ ticks: String) -> String { "slipway backtest \(options) --ticks \(ticks)" }

  /// Its registration, as a command.
  var registerCommand: String { "slipway bot register \(id) \(options)" }
}

/// A market that the tour makes ticks of.
struct TourMarket {
  /// What it is called.
  let name: String
  /// What is planted in it.
  let plant: String?

  static let random = TourMarket(name: "random", plant: nil)
  static let planted = TourMarket(name: "planted", plant: "reversion")
  static let all = [random, planted]

  static let days = 30
  /// One in which luck, too, leaves nothing over where nothing is planted.
  static let seed: UInt64 = 16

  /// Its file's name.
  var file: String { "\(name).ticks" }

  /// What makes its ticks, as a command.
  var command: String {
    "slipway data generate --symbol \(TourBot.symbol) --days \(Self.days) --seed \(Self.seed)"
      + (plant.map { " --plant \($0)" } ?? "") + " -o \(file)"
  }
}
