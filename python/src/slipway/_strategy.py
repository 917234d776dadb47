"""The strategy a user writes, and what it asks for orders with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Optional, Sequence, Union

from ._values import (
    Account,
    Bar,
    BarRequest,
    Fill,
    Instrument,
    Parameter,
    Parameters,
    Position,
    Quote,
    Reject,
    Side,
)

Lots = Union[str, Decimal]


class Context:
    """What a strategy sees besides the event at hand, and how it asks for orders.

    Every request but a cancel has a number, 1 for the first; an open position carries that of the order that
    opened it. Requests of one event are acted on in order, right after the strategy has returned.
    """

    def __init__(self, instruments: Sequence[Instrument]) -> None:
        self.instruments = tuple(instruments)
        self.account = Account()
        #: Open positions, in order of opening.
        self.positions: tuple[Position, ...] = ()
        #: Numbers of the orders that are working.
        self.orders: tuple[int, ...] = ()
        #: The time of the event at hand, in nanoseconds since 1970, UTC.
        self.now = 0
        #: Last quotes by symbol, for strategies that hear of quotes.
        self.quotes: list[Optional[Quote]] = [None] * len(self.instruments)
        self._last = 0
        self._requests: list[dict[str, Any]] = []

    def buy(self, lots: Lots, **levels: Any) -> int:
        """Buys at market; takes what `order` takes. Returns the order's number."""
        return self.order("buy", lots, **levels)

    def sell(self, lots: Lots, **levels: Any) -> int:
        """Sells at market; takes what `order` takes. Returns the order's number."""
        return self.order("sell", lots, **levels)

    def order(
        self,
        side: Side,
        lots: Optional[Lots] = None,
        *,
        units: Optional[int] = None,
        kind: str = "market",
        price: Optional[int] = None,
        symbol: int = 0,
        stop_loss: Optional[int] = None,
        take_profit: Optional[int] = None,
        trail: Optional[int] = None,
        time_in_force: Optional[str] = None,
        expiry: Optional[int] = None,
    ) -> int:
        """Asks for an order of so many lots (a text or `Decimal`) or units, prices in points.

        `kind`: market, limit, stop. `time_in_force`: gtc, gtd (with `expiry`, in ns), day, ioc, fok. Returns the
        order's number.
        """
        if (lots is None) == (units is None):
            raise ValueError("give either lots or units")
        if isinstance(lots, float):
            raise TypeError("give lots as a text or a Decimal: a float is not exact")
        return self._request(
            do="order",
            symbol=symbol,
            side=side,
            lots=None if lots is None else format(Decimal(lots), "f"),
            units=units,
            kind=kind,
            price=price,
            stop_loss=stop_loss,
            take_profit=take_profit,
            trail=trail,
            time_in_force=time_in_force,
            expiry=expiry,
        )

    def close(self, position: int, units: Optional[int] = None) -> int:
        """Closes a position at market, whole unless units are given. Returns the closing order's number."""
        return self._request(do="close", position=position, units=units)

    def close_all(self) -> None:
        """Closes every open position, in order of opening."""
        for position in self.positions:
            self.close(position.id)

    def protect(
        self,
        position: int,
        *,
        stop_loss: Optional[int] = None,
        take_profit: Optional[int] = None,
        trail: Optional[int] = None,
    ) -> int:
        """Replaces all levels of a position. Returns the modification's number."""
        return self._request(
            do="modify", position=position, stop_loss=stop_loss, take_profit=take_profit, trail=trail
        )

    def modify(
        self,
        order: int,
        *,
        price: Optional[int] = None,
        stop_loss: Optional[int] = None,
        take_profit: Optional[int] = None,
        trail: Optional[int] = None,
    ) -> int:
        """Changes a working order's price and replaces its levels. Returns the modification's number."""
        return self._request(
            do="modify",
            order=order,
            price=price,
            stop_loss=stop_loss,
            take_profit=take_profit,
            trail=trail,
        )

    def cancel(self, order: int) -> None:
        """Cancels an order that is working or in flight."""
        self._requests.append({"do": "cancel", "order": order})

    def _request(self, **fields: Any) -> int:
        self._last += 1
        request = {name: value for name, value in fields.items() if value is not None}
        request["id"] = self._last
        self._requests.append(request)
        return self._last

    def _take(self) -> list[dict[str, Any]]:
        requests, self._requests = self._requests, []
        return requests


class Strategy:
    """A strategy: derive from it, describe it, override what you want to hear of, hand the class to `run`.

    Slipway calls one method at a time and waits for it to return. Print to standard error, never to standard
    output, which belongs to the protocol (`run` sees to that for `print`).
    """

    #: Lower-case letters, digits, underscores; results show it after `exec:`.
    name: ClassVar[str] = ""
    #: Raise it with every change that can change an order; evidence is bound to it.
    version: ClassVar[int] = 1
    #: One sentence.
    summary: ClassVar[str] = ""
    #: Parameters besides `lots`, which every strategy has.
    parameters: ClassVar[Sequence[Parameter]] = ()
    #: Whether it needs several positions of one symbol at a time.
    needs_hedging: ClassVar[bool] = False
    #: Whether to hear of every quote. A strategy on bars that says no runs much faster.
    wants_quotes: bool = True
    #: Bars to hear of; may be set in `__init__`.
    bars: Sequence[BarRequest] = ()

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        """Takes checked parameter values by name; `lots` is a text. Raise `ParameterError` for bad ones."""
        self.lots = str(parameters["lots"])

    def on_start(self, context: Context) -> None:
        """Before the first quote."""

    def on_quote(self, quote: Quote, context: Context) -> None:
        """Every quote, after what it triggered has been filled."""

    def on_bar(self, bar: Bar, context: Context) -> None:
        """A bar that the quote at hand has closed, before `on_quote`."""

    def on_fill(self, fill: Fill, context: Context) -> None:
        """A fill of the strategy's own."""

    def on_reject(self, reject: Reject, context: Context) -> None:
        """Something asked for was denied by risk or rejected by the venue."""

    def on_stop(self, context: Context) -> None:
        """After the last quote; orders asked for here are not placed."""
