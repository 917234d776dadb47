#!/usr/bin/env python3
"""Slipway's bundled ema_cross in Python: two exponential averages of the mid on every tick.

    slipway backtest --strategy "exec:python3 examples/python/ema_cross.py" --ticks FILE --broker reference

makes the same trades as `--strategy ema_cross`, to the same fingerprint.
"""

from typing import Optional, Sequence

from slipway import Context, Instrument, Parameter, ParameterError, Parameters, Quote, Strategy, run


class EMACross(Strategy):
    name = "ema_cross"
    summary = "reverses when a fast EMA of the mid crosses a slow one, on every tick"
    parameters = (
        Parameter.integer("fast", "ticks of the fast average", 1, 1_000_000, default=50),
        Parameter.integer("slow", "ticks of the slow average", 2, 1_000_000, default=200),
    )

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        super().__init__(parameters, instruments)
        fast, slow = int(parameters["fast"]), int(parameters["slow"])
        if fast >= slow:
            raise ParameterError("fast", f"expected less than slow ({slow}), was {fast}")
        self.fast_weight, self.slow_weight = 2 / (fast + 1), 2 / (slow + 1)
        self.fast: Optional[float] = None
        self.slow: Optional[float] = None
        self.ticks_to_warm_up = slow
        self.state = 0

    def on_quote(self, quote: Quote, context: Context) -> None:
        mid = (quote.bid + quote.ask) / 2
        if self.fast is None or self.slow is None:
            self.fast = self.slow = mid
        else:
            self.fast = self.fast_weight * mid + (1 - self.fast_weight) * self.fast
            self.slow = self.slow_weight * mid + (1 - self.slow_weight) * self.slow
        if self.ticks_to_warm_up > 1:
            self.ticks_to_warm_up -= 1
            return
        state = 1 if self.fast > self.slow else -1 if self.fast < self.slow else self.state
        if state == self.state:
            return
        is_arming = self.state == 0
        self.state = state
        if is_arming:
            return
        context.close_all()
        context.market("buy" if state > 0 else "sell", self.lots)


if __name__ == "__main__":
    run(EMACross)
