#!/usr/bin/env python3
"""Slipway's bundled donchian_breakout in Python: on bars, with two indicators, a stop, a target and sizing by risk.

    slipway backtest --strategy "exec:python3 examples/python/donchian_breakout.py" --param risk_percent=1 \
        --ticks datasets/eurusd-30d.ticks --broker reference

makes the same trades as `--strategy donchian_breakout`, to the same fingerprint. Hosted by `slipway run`, it goes on
after a stop or a kill with all that its attributes hold, without a line for it here.
"""

from typing import Sequence

from slipway import (
    Bar,
    BarRequest,
    Context,
    Instrument,
    OrderSizing,
    Parameter,
    Parameters,
    Side,
    Strategy,
    run,
)
from slipway.indicators import AverageTrueRange, DonchianChannel


class DonchianBreakout(Strategy):
    name = "donchian_breakout"
    summary = "enters on a bar's close beyond its Donchian channel, with an ATR stop and target"
    parameters = (
        Parameter.timeframe(default="M15"),
        Parameter.integer("channel", "bars of the channel", 2, 1_000, default=20),
        Parameter.integer("atr", "bars of the average true range", 2, 1_000, default=14),
        Parameter.decimal("stop_atr", "stop distance in average true ranges", "0.1", "100", default="2"),
        Parameter.decimal("target_atr", "target distance in average true ranges", "0.1", "100", default="3"),
        Parameter.risk_percent(),
    )
    wants_quotes = False

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        super().__init__(parameters, instruments)
        self.bars = (BarRequest(str(parameters["timeframe"])),)
        self.channel = DonchianChannel(int(parameters["channel"]))
        self.range = AverageTrueRange(int(parameters["atr"]))
        self.stop_ranges = float(parameters["stop_atr"])
        self.target_ranges = float(parameters["target_atr"])
        self.sizing = OrderSizing(parameters)

    def on_bar(self, bar: Bar, context: Context) -> None:
        # Channel and range are those of the bars before this one.
        bounds, atr = self.channel.bounds, self.range.value
        self.channel.add(bar)
        self.range.add(bar)
        if context.positions or bounds is None or atr is None or atr <= 0:
            return
        if bar.close > bounds.high:
            self.enter("buy", bar.close, atr, context)
        elif bar.close < bounds.low:
            self.enter("sell", bar.close, atr, context)

    def enter(self, side: Side, price: int, atr: float, context: Context) -> None:
        stop, target = points(atr * self.stop_ranges), points(atr * self.target_ranges)
        levels = context.instruments[0].levels(side, price, stop=stop, target=target)
        context.market(side, **self.sizing.size(stop), **levels)


def points(distance: float) -> int:
    """A distance in whole points, at least one, halves up."""
    whole = int(distance)
    return max(1, whole + (distance - whole >= 0.5))


if __name__ == "__main__":
    run(DonchianBreakout)
