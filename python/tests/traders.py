"""Strategies for the tests: `python3 traders.py CLASS FORMAT`."""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import Sequence

import slipway
from slipway import (
    Bar,
    BarRequest,
    BreakEven,
    Context,
    Fill,
    Instrument,
    Order,
    Parameter,
    Parameters,
    Quote,
    Reject,
    Timer,
    TimerRequest,
)


class Looking(slipway.Strategy):
    """Asks for as many lots as there is chaos, in a range."""

    name = "looking"
    bars = (BarRequest("M15"),)
    regimes = (BarRequest("M15"),)
    suits = slipway.Suits(regimes=("RANGE_STABLE",), timeframes=("M15",), sessions=("london",))
    wants_quotes = False

    def on_bar(self, bar: Bar, context: Context) -> None:
        reading = context.climate("M15")
        if context.regime("M15") == "RANGE_STABLE" and reading is not None:
            assert (reading.at, reading.since, reading.quality, reading.direction) == (900, 600, 0.5, -1)
            assert reading.jump_share is None
            context.buy(repr(reading.chaos))
            self.last = reading


class Everything(slipway.Strategy):
    """Asks for one of everything."""

    name = "everything"
    version = 4
    summary = "asks for one of everything"
    needs_hedging = True
    parameters = (
        Parameter.integer("count", "how many", 1, 9, default=3),
        Parameter.decimal("band", "how wide", "0.5", "2", default="1.5"),
        Parameter.choice("mode", "which", ("a", "b"), default="a"),
        Parameter.flag("both", "whether", default=False),
    )
    bars = (BarRequest("M15"), BarRequest("H4"))
    timers = (TimerRequest.every(3_600), TimerRequest.daily(8, zone="london"))

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        super().__init__(parameters, instruments)
        assert parameters["count"] == 5 and parameters["band"] == 1.5
        assert parameters["mode"] == "a" and parameters["both"] is True
        assert instruments[0].price(110_001) == Decimal("1.10001")
        assert instruments[0].points("1.1") == 110_000
        assert instruments[0].lots(1_000) == Decimal("0.01")

    def on_start(self, context: Context) -> None:
        account = context.account
        assert account.money(account.balance) == Decimal("1000.000000")
        assert (account.currency, account.mode, account.leverage) == ("USD", "hedging", 100)
        print("printing does no harm")

    def on_quote(self, quote: Quote, context: Context) -> None:
        assert context.now == quote.time and context.quotes[0] == quote
        assert context.buy(self.lots, stop_loss=quote.bid - 100, trail=50) == 1
        assert context.sell(Decimal("0.5"), take_profit=quote.bid - 100) == 2
        context.submit("buy", units=1_000, kind="limit", price=quote.bid, time_in_force="day")
        context.stop("sell", "0.01", quote.bid, expiry=5)
        assert context.close(1, units=500) == 5
        context.protect(2, stop_loss=7)
        context.modify(3, price=8)
        context.cancel(4)
        context.stop_limit("buy", "0.01", quote.ask + 10, quote.ask + 12, break_even=BreakEven(100, offset=-5))
        context.modify(8, limit_price=9, break_even=BreakEven(50))

    def on_bar(self, bar: Bar, context: Context) -> None:
        assert bar == Bar(0, "H4", -1, 1, 4, -1, 3, 7), bar
        context.cancel(1)

    def on_fill(self, fill: Fill, context: Context) -> None:
        assert fill.time == 900 and fill.reason == "entry"
        position = context.position(1)
        assert position is not None and position == context.positions[0]
        assert context.account.used_margin == 11_001_000 and context.account.free_margin == 988_999_000
        assert position.stop_loss == 5 and position.trail is None and position.break_even == BreakEven(100)
        context.close_all()

    def on_reject(self, reject: Reject, context: Context) -> None:
        assert reject == Reject(3, "risk", "price_too_near")
        assert context.orders == (
            Order(4, 0, "sell", "stop", 1000, 110000, expiry=5),
            Order(8, 0, "buy", "stop_limit", 1000, 110020, 110022, break_even=BreakEven(100, -5)),
        )
        context.move(8, 110030)
        context.cancel_all()

    def on_timer(self, timer: Timer, context: Context) -> None:
        assert timer == Timer(1, 900, 2)
        context.cancel(2)

    def on_margin_call(self, context: Context) -> None:
        context.cancel(3)


class Refusing(slipway.Strategy):
    name = "refusing"

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        raise slipway.ParameterError("lots", "too many")


class Crashing(slipway.Strategy):
    name = "crashing"

    def on_quote(self, quote: Quote, context: Context) -> None:
        raise RuntimeError("no idea")


if __name__ == "__main__":
    slipway.run(globals()[sys.argv[1]], format=sys.argv[2])
