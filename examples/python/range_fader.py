#!/usr/bin/env python3
"""examples/range_fader in Python: it trades in one regime and one session only, and goes back to an average.

    slipway backtest --strategy "exec:python3 examples/python/range_fader.py" \
        --ticks datasets/eurusd-30d.ticks --broker reference

makes the same trades as the one in Swift, to the same fingerprint: the regimes that it looks at are the same, to the
last bit.
"""

from math import floor
from typing import Sequence

from slipway import Bar, BarRequest, Context, Instrument, Parameter, Parameters, Strategy, Suits, run
from slipway.indicators import SimpleMovingAverage


class RangeFader(Strategy):
    name = "range_fader"
    summary = "fades to the average in a stable range in London's hours"
    parameters = (
        Parameter.integer("length", "bars of the average", 2, 1_000, default=20),
        Parameter.integer("distance_pips", "distance from the average at which it enters", 1, 10_000, default=5),
    )
    bars = (BarRequest("M15"),)
    regimes = (BarRequest("M15"),)
    suits = Suits(regimes=("RANGE_STABLE",), timeframes=("M15",), sessions=("london",))
    wants_quotes = False

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        super().__init__(parameters, instruments)
        self.distance = int(parameters["distance_pips"]) * instruments[0].points_per_pip
        self.average = SimpleMovingAverage(int(parameters["length"]))

    def on_bar(self, bar: Bar, context: Context) -> None:
        self.average.add(bar.close)
        if context.regime("M15") != "RANGE_STABLE" or not context.is_open("london"):
            context.close_all()
            return
        mean = self.average.value
        if context.positions or mean is None:
            return
        target = floor(mean + 0.5)
        distance = bar.close - target
        if abs(distance) < self.distance:
            return
        side = context.sell if distance > 0 else context.buy
        side(self.lots, stop_loss=bar.close + distance, take_profit=target)


if __name__ == "__main__":
    run(RangeFader)
