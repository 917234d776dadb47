"""How large orders are."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Optional, TypedDict, Union

from ._values import ParameterError, Parameters

#: A number as a text or `Decimal`: floats are not exact.
Exact = Union[str, Decimal]
RiskBasis = Literal["equity", "balance"]


class Size(TypedDict, total=False):
    """The part of an order that says how large it is: one of `lots`, `units` and `risk`.

    `risk`: percent of the account that the order may lose over the way to its stop loss, above 0 and at most 100.
    Slipway takes the most steps of the instrument's lot that lose no more; where that is none, the order is refused
    and the strategy hears of it in `on_reject`. `stop_distance`: that way in points; without it it is the one to
    `stop_loss`, from the ask for buying at market, the bid for selling, the order's price otherwise. It sizes the
    order and sets no stop. `risk_of`: what the percentage is of, "equity" (the default) or "balance".
    """

    lots: Exact
    units: int
    risk: Exact
    stop_distance: int
    risk_of: RiskBasis


def exact_text(name: str, value: Exact) -> str:
    """A number as the protocol has it."""
    if isinstance(value, float):
        raise TypeError(f"give {name} as a text or a Decimal: a float is not exact")
    return format(Decimal(value), "f")


def size_fields(
    lots: Optional[Exact],
    units: Optional[int],
    risk: Optional[Exact],
    stop_distance: Optional[int],
    risk_of: Optional[RiskBasis],
    stop_loss: Optional[int],
) -> dict[str, Union[str, int]]:
    """The members of an order that say how large it is, checked."""
    if [lots, units, risk].count(None) != 2:
        raise ValueError("give one of lots, units and risk")
    if risk is None:
        if stop_distance is not None or risk_of is not None:
            raise ValueError("stop_distance and risk_of go with risk")
        if units is not None:
            return {"units": units}
        assert lots is not None
        return {"lots": exact_text("lots", lots)}
    text = exact_text("risk", risk)
    if not 0 < Decimal(text) <= 100:
        raise ValueError(f"risk is per cent, above 0 and at most 100, was {text}")
    if stop_distance is None and stop_loss is None:
        raise ValueError("an order sized by risk needs stop_loss or stop_distance")
    fields: dict[str, Union[str, int]] = {"risk": text}
    if stop_distance is not None:
        fields["stop_distance"] = stop_distance
    if risk_of is not None:
        fields["risk_of"] = risk_of
    return fields


class OrderSizing:
    """How large a strategy's orders are: the fixed `lots`, or by `risk_percent` of equity where that is above zero.

    ```python
    parameters = (Parameter.risk_percent(),)
    self.sizing = OrderSizing(parameters)        # in __init__
    context.buy(stop_loss=price - 200, **self.sizing.size(200))
    ```
    """

    def __init__(self, parameters: Parameters) -> None:
        """The sizing of the parameters `lots` and `risk_percent`, which `Parameter.risk_percent()` describes."""
        risk = parameters.get("risk_percent")
        if not isinstance(risk, str):
            raise ParameterError("risk_percent", "the strategy reads it without describing it by risk_percent()")
        #: The fixed size.
        self.lots = str(parameters["lots"])
        #: Percent of equity at risk; 0 for the fixed size.
        self.risk = Decimal(risk)

    def size(self, stop_distance: int) -> Size:
        """The size of an order with a stop at that distance in points."""
        if self.risk > 0:
            return {"risk": self.risk, "stop_distance": stop_distance}
        return {"lots": self.lots}
