"""The strategy a user writes, and what it asks for orders with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Optional, Sequence, get_args

from ._climate import ClimateReading, Regime, RegimeTimeframe, Session, Suits, checked, is_open
from ._naming import attributes, set_attributes
from ._sizing import Exact, RiskBasis, size_fields
from ._values import (
    Account,
    Bar,
    BarRequest,
    BreakEven,
    Fill,
    Instrument,
    Levels,
    Order,
    OrderKind,
    Parameter,
    Parameters,
    Position,
    Quote,
    Reject,
    Side,
    TimeInForce,
    Timer,
    TimerRequest,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

Lots = Exact


class _LevelsAndTime(Levels, total=False):
    time_in_force: Optional[TimeInForce]
    #: The last instant at which the order can be filled, in nanoseconds; makes it good till then (gtd).
    expiry: Optional[int]


class OrderOptions(_LevelsAndTime, total=False):
    """What any order may have besides side, lots and price; `units` and `risk` are there in place of lots."""

    symbol: int
    #: Quantity units.
    units: int
    #: Percent of the account that the order may lose over the way to its stop loss; see `Size`.
    risk: Lots
    #: That way in points, where it is not the one to `stop_loss`.
    stop_distance: int
    #: What the percentage is of: "equity" or "balance".
    risk_of: RiskBasis


class Context:
    """What a strategy sees besides the event at hand, and how it asks for orders.

    Every request but a cancel has a number, 1 for the first; an open position carries that of the order that
    opened it. Requests of one event are acted on in order, right after the strategy has returned. Prices are
    points. An order has one size: `lots`, `units` or `risk` (with `stop_distance`, `risk_of`, as in `Size`); what
    else it may have is in `OrderOptions`: `symbol`, `stop_loss`, `take_profit`, `trail`, `break_even`,
    `time_in_force` (gtc, gtd, day, ioc, fok), `expiry`.
    """

    def __init__(self, instruments: Sequence[Instrument]) -> None:
        self.instruments = tuple(instruments)
        self.account = Account()
        #: Open positions, in order of opening.
        self.positions: tuple[Position, ...] = ()
        #: Limit, stop and stop-limit orders that are working, in order of placement.
        self.orders: tuple[Order, ...] = ()
        #: The time of the event at hand, in nanoseconds since 1970, UTC.
        self.now = 0
        #: Last quotes by symbol, for strategies that hear of quotes.
        self.quotes: list[Optional[Quote]] = [None] * len(self.instruments)
        self._last = 0
        self._requests: list[dict[str, Any]] = []
        self._climate: dict[tuple[int, str], ClimateReading] = {}

    def position(self, id: int) -> Optional[Position]:
        """The open position of that number."""
        return next((position for position in self.positions if position.id == id), None)

    def order(self, id: int) -> Optional[Order]:
        """The working order of that number."""
        return next((order for order in self.orders if order.id == id), None)

    def climate(self, timeframe: RegimeTimeframe, symbol: int = 0) -> Optional[ClimateReading]:
        """How a symbol's market was on a timeframe, as of its last closed bar.

        `None` before the first, and for what the strategy's `regimes` do not name.
        """
        reading = self._climate.get((symbol, timeframe))
        if reading is None:
            checked(timeframe, get_args(RegimeTimeframe), "a timeframe that has a regime")
        return reading

    def regime(self, timeframe: RegimeTimeframe, symbol: int = 0) -> Regime:
        """The regime of a symbol on a timeframe; "UNKNOWN" where there is no reading."""
        reading = self.climate(timeframe, symbol)
        return reading.regime if reading else "UNKNOWN"

    def is_open(self, session: Session) -> bool:
        """Whether a trading center is open now: asia, london, new_york, or two of them at a time."""
        return is_open(session, self.now)

    def market(self, side: Side, lots: Optional[Lots] = None, **options: Unpack[OrderOptions]) -> int:
        """Buys or sells at market. Returns the order's number."""
        return self.submit(side, lots, **options)

    def buy(self, lots: Optional[Lots] = None, **options: Unpack[OrderOptions]) -> int:
        """Buys at market. Returns the order's number."""
        return self.submit("buy", lots, **options)

    def sell(self, lots: Optional[Lots] = None, **options: Unpack[OrderOptions]) -> int:
        """Sells at market. Returns the order's number."""
        return self.submit("sell", lots, **options)

    def limit(
        self, side: Side, lots: Optional[Lots] = None, price: Optional[int] = None, **options: Unpack[OrderOptions]
    ) -> int:
        """Asks to buy or sell at a price or better. Returns the order's number."""
        return self.submit(side, lots, kind="limit", price=price, **options)

    def stop(
        self, side: Side, lots: Optional[Lots] = None, price: Optional[int] = None, **options: Unpack[OrderOptions]
    ) -> int:
        """Asks to buy or sell at market once it has come to a price. Returns the order's number."""
        return self.submit(side, lots, kind="stop", price=price, **options)

    def stop_limit(
        self,
        side: Side,
        lots: Optional[Lots] = None,
        stop: Optional[int] = None,
        limit: Optional[int] = None,
        **options: Unpack[OrderOptions],
    ) -> int:
        """Asks for a limit order at `limit` once the market has come to `stop`. Returns the order's number."""
        return self.submit(side, lots, kind="stop_limit", price=stop, limit_price=limit, **options)

    def submit(
        self,
        side: Side,
        lots: Optional[Lots] = None,
        *,
        units: Optional[int] = None,
        risk: Optional[Lots] = None,
        stop_distance: Optional[int] = None,
        risk_of: Optional[RiskBasis] = None,
        kind: OrderKind = "market",
        price: Optional[int] = None,
        limit_price: Optional[int] = None,
        symbol: int = 0,
        **options: Unpack[_LevelsAndTime],
    ) -> int:
        """Asks for any order of so many lots (a text or `Decimal`) or units, or one sized by risk: see `Size`.

        `price`: of all kinds but market, of a stop-limit the stop; `limit_price`: of a stop-limit alone. Returns the
        order's number.
        """
        size = size_fields(lots, units, risk, stop_distance, risk_of, options.get("stop_loss"))
        if (price is None) != (kind == "market") or (limit_price is None) != (kind != "stop_limit"):
            needs = {"market": "no price", "stop_limit": "price (the stop) and limit_price"}
            raise ValueError(f"a {kind} order needs {needs.get(kind, 'price and no limit_price')}")
        return self._request(
            do="order",
            symbol=symbol,
            side=side,
            **size,
            kind=kind,
            price=price,
            limit_price=limit_price,
            **options,
        )

    def close(self, position: int, units: Optional[int] = None) -> int:
        """Closes a position at market, whole unless units are given. Returns the closing order's number."""
        return self._request(do="close", position=position, units=units)

    def close_all(self) -> None:
        """Closes every open position, in order of opening."""
        for position in self.positions:
            self.close(position.id)

    def protect(self, position: int, **levels: Unpack[Levels]) -> int:
        """Replaces all levels of a position. Returns the modification's number."""
        return self._request(do="modify", position=position, **levels)

    def modify(
        self,
        order: int,
        *,
        price: Optional[int] = None,
        limit_price: Optional[int] = None,
        **levels: Unpack[Levels],
    ) -> int:
        """Changes a working order's prices, where given, and replaces its levels. Returns the modification's number."""
        return self._request(do="modify", order=order, price=price, limit_price=limit_price, **levels)

    def move(self, order: int, price: Optional[int] = None, limit_price: Optional[int] = None) -> int:
        """Changes a working order's prices and leaves its levels. Returns the modification's number."""
        present = self.order(order)
        if present is None:
            return self.modify(order, price=price, limit_price=limit_price)
        return self.modify(
            order,
            price=price,
            limit_price=limit_price,
            stop_loss=present.stop_loss,
            take_profit=present.take_profit,
            trail=present.trail,
            break_even=present.break_even,
        )

    def cancel(self, order: int) -> None:
        """Cancels an order that is working or in flight."""
        self._requests.append({"do": "cancel", "order": order})

    def cancel_all(self) -> None:
        """Cancels every working order, in order of placement."""
        for order in self.orders:
            self.cancel(order.id)

    def _request(self, **fields: Any) -> int:
        self._last += 1
        request = {name: value for name, value in fields.items() if value is not None}
        if "break_even" in request:
            request["break_even"] = BreakEven(*request["break_even"])._asdict()
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
    #: Whether Slipway may ask for its state. One that says no is told all its events again at a start.
    saves: ClassVar[bool] = True
    #: Whether to hear of every quote. A strategy on bars that says no runs much faster.
    wants_quotes: bool = True
    #: Bars to hear of; may be set in `__init__`.
    bars: Sequence[BarRequest] = ()
    #: Times to be called at; may be set in `__init__`.
    timers: Sequence[TimerRequest] = ()
    #: Timeframes (M1, M5, M15, H1, H4) and symbols whose regime it looks at: `(BarRequest("M15"),)`; may be set in
    #: `__init__`.
    regimes: Sequence[BarRequest] = ()
    #: The market it is made for, for whoever picks bots. It holds nothing back.
    suits: ClassVar[Optional[Suits]] = None

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        """Takes checked parameter values by name; `lots` is a text. Raise `ParameterError` for bad ones."""
        self.lots = str(parameters["lots"])

    def save(self) -> object:
        """What a bot goes on with in another process: by default all attributes of the strategy.

        Override it together with `restore` where that is too much or can't be saved; any value that can be saved
        will do. It is asked for between events and changes nothing.
        """
        return attributes(self)

    def restore(self, value: Any) -> None:
        """Takes what `save` returned, in place of `on_start`: the strategy has just been made by `__init__`.

        Whatever `save` then returns has to be the same again.
        """
        set_attributes(self, value)

    def on_start(self, context: Context) -> None:
        """Before the first quote; a strategy that is restored does not hear of it again."""

    def on_quote(self, quote: Quote, context: Context) -> None:
        """Every quote, after what it triggered has been filled."""

    def on_bar(self, bar: Bar, context: Context) -> None:
        """A bar that the quote at hand has closed, before `on_quote`."""

    def on_timer(self, timer: Timer, context: Context) -> None:
        """A timer that the quote at hand has reached, after `on_bar` and before `on_quote`."""

    def on_fill(self, fill: Fill, context: Context) -> None:
        """A fill of the strategy's own."""

    def on_reject(self, reject: Reject, context: Context) -> None:
        """Something asked for was denied by risk or rejected by the venue."""

    def on_margin_call(self, context: Context) -> None:
        """Equity has come down to the margin-call level; nothing has been closed for it."""

    def on_stop(self, context: Context) -> None:
        """After the last quote; orders asked for here are not placed."""
