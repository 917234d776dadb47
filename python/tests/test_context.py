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
    with pytest.raises(ValueError, match="either lots or units"):
        context.order("buy")
    with pytest.raises(ValueError, match="either lots or units"):
        context.order("buy", "0.1", units=1000)


def test_a_price_between_two_points_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 5 decimals"):
        INSTRUMENT.points("1.123456")
