"""What can't be asked for is an error at once, in the line that asks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from program import EURUSD

from slipway import Context, Instrument

INSTRUMENT = Instrument(**EURUSD)  # type: ignore[arg-type]


def test_lots_are_exact() -> None:
    context = Context([INSTRUMENT])
    with pytest.raises(TypeError, match="a float is not exact"):
        context.buy(0.1)  # type: ignore[arg-type]
    context.buy("0.1")
    context.buy(Decimal("1E-2"))
    assert [request["lots"] for request in context._take()] == ["0.1", "0.01"]


def test_a_size_is_given_once() -> None:
    context = Context([INSTRUMENT])
    with pytest.raises(ValueError, match="one of lots, units and risk"):
        context.submit("buy")
    with pytest.raises(ValueError, match="one of lots, units and risk"):
        context.submit("buy", "0.1", units=1000)


def test_a_kind_of_order_has_its_prices() -> None:
    context = Context([INSTRUMENT])
    with pytest.raises(ValueError, match="a market order needs no price"):
        context.submit("buy", "0.1", price=110_000)
    with pytest.raises(ValueError, match="a limit order needs price and no limit_price"):
        context.submit("buy", "0.1", kind="limit")
    with pytest.raises(ValueError, match="a stop_limit order needs price .the stop. and limit_price"):
        context.submit("buy", "0.1", kind="stop_limit", price=110_000)


def test_a_price_between_two_points_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 5 decimals"):
        INSTRUMENT.points("1.123456")
