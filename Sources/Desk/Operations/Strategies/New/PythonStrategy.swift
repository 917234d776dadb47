import FileSystem

/// A strategy in Python: one file, which says on top how it is tried, registered and run.
struct PythonStrategy {
  let name: StrategyName
  /// Where the file goes, as it is typed in commands.
  let path: String
  /// Slipway's checkout, which has the module; `nil` where there is none around.
  let checkout: String?

  /// Modules that a file of their name would hide from the `slipway` module or from the template.
  static let hidden: Set<String> = [
    "abc", "array", "ast", "asyncio", "base64", "bisect", "builtins", "calendar", "cmath", "code", "codecs",
    "collections", "contextlib", "copy", "csv", "ctypes", "dataclasses", "datetime", "decimal", "enum",
    "errno", "fractions", "functools", "gc", "glob", "gzip", "hashlib", "heapq", "inspect", "io", "itertools",
    "json", "keyword", "linecache", "locale", "logging", "math", "marshal", "numbers", "numpy", "operator",
    "os", "pandas", "pathlib", "pickle", "platform", "queue", "random", "re", "select", "signal", "site",
    "socket", "stat", "statistics", "string", "struct", "subprocess", "sys", "tempfile", "textwrap",
    "threading", "time", "timeit", "token", "tokenize", "traceback", "types", "typing", "unittest", "uuid",
    "warnings", "weakref", "zipfile", "zlib",
  ]

  private var install: String {
    checkout.map { "pip install '\($0)/python'      (or: export PYTHONPATH='\($0)/python/src')" }
      ?? "pip install the slipway wheel, or python/ of a checkout of Slipway"
  }

  /// The file.
  var text: String {
    #"""
    """<NAME>: a strategy for Slipway in Python.

    Goes with the close of a bar to the other side of its average, with a stop and a target in pips.

    The module that it imports:

        <INSTALL>

    Try it on ticks, from the folder of this file or with its path:

        slipway strategy show 'exec:python3 <PATH>'
        slipway backtest --strategy 'exec:python3 <PATH>' --broker reference \
            --ticks FILE.ticks --report report.html

    Change a parameter with --param length=60. Once it is what you want, register it as a bot and run it on paper, where
    your Slipway hosts programs:

        slipway bot register mine --strategy 'exec:python3 <PATH>' --symbol EURUSD --broker reference
        slipway run --replay FILE.ticks --speed max

    Two rules. It may depend on nothing but what it is told: no clock, no randomness without a seed. And raise `version`
    with every change that can change an order: results are bound to it.
    """

    from collections import deque

    from slipway import Bar, BarRequest, Context, Instrument, Parameter, Parameters, Strategy, run
    from typing import Deque, Optional, Sequence


    class <TYPE>(Strategy):
        name = "<NAME>"
        version = 1
        summary = "goes with a bar's close to the other side of its average"
        parameters = (
            Parameter.choice("timeframe", "length of a bar", ["M5", "M15", "M30", "H1", "H4"], default="M15"),
            Parameter.integer("length", "bars of the average", 2, 1_000, default=40),
            Parameter.integer("stop_pips", "distance of the stop loss in pips", 1, 10_000, default=20),
            Parameter.integer("target_pips", "distance of the take profit in pips", 1, 10_000, default=40),
        )
        wants_quotes = False  # asked once a bar, it runs at full speed

        def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
            super().__init__(parameters, instruments)
            self.bars = (BarRequest(str(parameters["timeframe"])),)
            self.length = int(parameters["length"])
            # Prices are whole points: 110025 is 1.10025 where the instrument has five digits.
            pip = instruments[0].points_per_pip
            self.stop = int(parameters["stop_pips"]) * pip
            self.target = int(parameters["target_pips"]) * pip
            self.closes: Deque[int] = deque(maxlen=self.length)
            self.was_above: Optional[bool] = None

        def on_bar(self, bar: Bar, context: Context) -> None:
            self.closes.append(bar.close)
            if len(self.closes) < self.length:
                return
            is_above = bar.close > sum(self.closes) / self.length
            was_above, self.was_above = self.was_above, is_above
            if was_above is None or was_above == is_above or context.positions:
                return
            sign = 1 if is_above else -1
            context.market(
                "buy" if is_above else "sell",
                self.lots,
                stop_loss=bar.close - sign * self.stop,
                take_profit=bar.close + sign * self.target,
            )


    if __name__ == "__main__":
        run(<TYPE>)

    """#.replacing("<TYPE>", with: name.type).replacing("<NAME>", with: name.snake)
      .replacing("<INSTALL>", with: install).replacing("<PATH>", with: path)
  }

  /// Writes the file; one that is there is left as it is.
  ///
  /// - Throws: `FileError.uncreatable`, `writeFailed` or `interrupted`.
  func write(_ cancellation: Cancellation) throws(FileError) {
    guard FileStatus.find(path, followsLinks: false) == nil else {
      throw .uncreatable(path: path, reason: "it is there already and is left as it is")
    }
    let file = try AtomicFile(path: path)
    try file.write(text)
    try cancellation.check()
    try file.commit()
  }
}
