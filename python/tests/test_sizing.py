"""How large orders are, what points and money are worth, and kinds of parameters."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any

import pytest
from program import EURUSD

from slipway import Account, Context, Instrument, OrderSizing, Parameter, ParameterError, Size

INSTRUMENT = Instrument(**EURUSD)  # type: ignore[arg-type]


@pytest.fixture
def context() -> Context:
    return Context([INSTRUMENT])


def fields(context: Context) -> dict[str, Any]:
    """What the one order asks for besides its number, symbol and side."""
    (request,) = context._take()
    return {name: value for name, value in request.items() if name not in ("do", "id", "symbol", "side")}


def test_risk_goes_through_every_call(context: Context) -> None:
    context.market("buy", risk="1.50", stop_loss=109_900)
    assert fields(context) == {"risk": "1.50", "kind": "market", "stop_loss": 109_900}
    context.buy(risk=Decimal("1E+1"), stop_distance=200, risk_of="balance")
    assert fields(context) == {"risk": "10", "stop_distance": 200, "risk_of": "balance", "kind": "market"}
    context.sell(risk="1", stop_distance=200, stop_loss=110_300)
    assert fields(context) == {"risk": "1", "stop_distance": 200, "kind": "market", "stop_loss": 110_300}
    context.limit("buy", price=109_000, risk="1", stop_loss=108_000)
    assert fields(context) == {"risk": "1", "kind": "limit", "price": 109_000, "stop_loss": 108_000}
    context.stop("buy", price=111_000, risk="1", stop_distance=5)
    assert fields(context) == {"risk": "1", "stop_distance": 5, "kind": "stop", "price": 111_000}
    context.stop_limit("buy", stop=111_000, limit=111_010, risk="1", stop_distance=5)
    assert fields(context) == {
        "risk": "1", "stop_distance": 5, "kind": "stop_limit", "price": 111_000, "limit_price": 111_010
    }  # fmt: skip


def test_units_go_through_every_call(context: Context) -> None:
    context.buy(units=2_000)
    assert fields(context) == {"units": 2_000, "kind": "market"}
    context.limit("sell", price=5, units=2_000)
    assert fields(context) == {"units": 2_000, "kind": "limit", "price": 5}


@pytest.mark.parametrize(
    "sizes", [{}, {"lots": "1", "units": 1}, {"lots": "1", "risk": "1"}, {"units": 1, "risk": "1"}]
)
def test_an_order_has_one_size(context: Context, sizes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="give one of lots, units and risk"):
        context.buy(stop_loss=5, **sizes)
    assert context._take() == []


def test_risk_is_exact_and_in_bounds(context: Context) -> None:
    with pytest.raises(TypeError, match="give risk as a text or a Decimal: a float is not exact"):
        context.buy(risk=1.5, stop_loss=5)  # type: ignore[arg-type]
    for risk in ("0", "-1", "100.01"):
        with pytest.raises(ValueError, match="above 0 and at most 100, was"):
            context.buy(risk=risk, stop_loss=5)


def test_risk_needs_a_way_to_the_stop(context: Context) -> None:
    with pytest.raises(ValueError, match="needs stop_loss or stop_distance"):
        context.buy(risk="1")
    with pytest.raises(ValueError, match="stop_distance and risk_of go with risk"):
        context.buy("1", stop_distance=5)


def test_a_waiting_order_needs_its_price(context: Context) -> None:
    with pytest.raises(ValueError, match="a limit order needs price"):
        context.limit("buy", "1")


def test_sizing_by_parameters(context: Context) -> None:
    fixed = OrderSizing({"lots": "0.10", "risk_percent": "0"})
    assert fixed.size(200) == {"lots": "0.10"}
    by_risk = OrderSizing({"lots": "0.10", "risk_percent": "0.5"})
    size: Size = by_risk.size(200)
    context.buy(stop_loss=5, **size)
    assert fields(context) == {"risk": "0.5", "stop_distance": 200, "kind": "market", "stop_loss": 5}
    with pytest.raises(ParameterError, match="without describing it by risk_percent"):
        OrderSizing({"lots": "0.10"})


def test_kinds_of_parameters() -> None:
    assert Parameter.risk_percent().message() == {
        "name": "risk_percent",
        "kind": "decimal",
        "summary": "percent of equity a trade may lose at its stop; 0 trades the fixed lots",
        "default": "0",
        "min": "0",
        "max": "100",
    }
    assert Parameter.timeframe("M15").message()["values"] == ["M1", "M5", "M15", "M30", "H1", "H4", "D1"]
    values = [
        (Parameter.integer("a", "", 1, 5, default=3), "4", 4),
        (Parameter.decimal("a", "", "0", "5", default="3"), "4.5", 4.5),
        (Parameter.exact("a", "", "0", "5", default="3"), "4.5", "4.5"),
        (Parameter.risk_percent(), "1.5", "1.5"),
        (Parameter.choice("a", "", ("x", "y"), default="x"), "y", "y"),
        (Parameter.flag("a", "", default=False), "true", True),
        (Parameter.file("a", ""), "/tmp/x", "/tmp/x"),
        (Parameter.lots("second_lots", "", default="0.02"), "0.05", "0.05"),
    ]
    for parameter, text, value in values:
        assert parameter.value(text) == value and type(parameter.value(text)) is type(value)


def test_pips_and_values() -> None:
    assert INSTRUMENT.pip == Decimal("0.00010") and str(INSTRUMENT.pip) == "0.00010"
    assert INSTRUMENT.pips(15) == Decimal("1.5")
    assert INSTRUMENT.value(150, 100_000) == Decimal("150.00000")
    assert INSTRUMENT.value(-1, 1_000) == Decimal("-0.01")
    coin = Instrument(**{**EURUSD, "digits": 2, "quantity_digits": 8, "points_per_pip": 1})  # type: ignore[arg-type]
    assert coin.value(1, 1) == Decimal("1E-10")
    # Beyond the digits that decimal arithmetic keeps.
    assert str(coin.value(2**62, 2**62)) == f"{2**124 // 10**10}.{2**124 % 10**10:010}"


def test_amounts_are_exact_whatever_the_decimal_context() -> None:
    with decimal.localcontext() as context:
        context.prec = 2
        assert str(Account(money_digits=6).money(123_456_789)) == "123.456789"
        assert str(INSTRUMENT.price(112_345)) == "1.12345"


def test_free_margin_is_what_equity_leaves() -> None:
    account = Account(equity=10, used_margin=3)
    assert account.free_margin == 7


def test_levels_are_on_the_price_step_and_away_from_the_price() -> None:
    index = Instrument(**{**EURUSD, "tick_points": 25})  # type: ignore[arg-type]
    assert index.levels("buy", 1_010, stop=30, target=30) == {"stop_loss": 975, "take_profit": 1_050}
    assert index.levels("sell", 1_010, stop=30, target=30) == {"stop_loss": 1_050, "take_profit": 975}
    assert index.levels("buy", 1_000, stop=25) == {"stop_loss": 975}
    assert INSTRUMENT.levels("sell", 5, target=7) == {"take_profit": -2}
