"""What a strategy is told: prices in points, quantities in units, money in the currency's smallest units.

All of them are whole numbers, so that nothing is rounded on the way. `Instrument` and `Account` know the scales.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, Mapping, NamedTuple, Optional, Sequence, TypedDict, Union

Side = Literal["buy", "sell"]
OrderKind = Literal["market", "limit", "stop", "stop_limit"]
TimeInForce = Literal["gtc", "gtd", "day", "ioc", "fok"]
Zone = Literal["utc", "london", "new_york"]
ParameterValue = Union[int, float, str, bool]
Parameters = Mapping[str, ParameterValue]


def _scaled(number: int, digits: int) -> Decimal:
    # From a text, as arithmetic would round to the precision of the decimal context.
    return Decimal(f"{number}E{-digits}")


class ParameterError(ValueError):
    """A parameter the strategy can't work with; raise it in `__init__`."""

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(f"{parameter}: {problem}")
        self.parameter = parameter
        self.problem = problem


@dataclass(frozen=True)
class Parameter:
    """A parameter of a strategy. Slipway checks given values before the strategy sees them."""

    name: str
    kind: str
    summary: str = ""
    default: Optional[str] = None
    minimum: Union[int, str, None] = None
    maximum: Union[int, str, None] = None
    values: Sequence[str] = ()
    #: Whether the strategy gets a decimal as it was written instead of a float.
    is_exact: bool = False

    @staticmethod
    def integer(name: str, summary: str, minimum: int, maximum: int, default: int) -> Parameter:
        """A whole number within bounds."""
        return Parameter(name, "integer", summary, str(default), minimum, maximum)

    @staticmethod
    def decimal(name: str, summary: str, minimum: str, maximum: str, default: str) -> Parameter:
        """A decimal number within bounds, all as text so that they stay exact; the strategy gets a float."""
        return Parameter(name, "decimal", summary, default, minimum, maximum)

    @staticmethod
    def exact(name: str, summary: str, minimum: str, maximum: str, default: str) -> Parameter:
        """A decimal number within bounds that the strategy gets as a text, for lots, risk and money."""
        return Parameter(name, "decimal", summary, default, minimum, maximum, is_exact=True)

    @staticmethod
    def risk_percent() -> Parameter:
        """Risk per trade, read by `OrderSizing`: above zero it takes the place of `lots`."""
        summary = "percent of equity a trade may lose at its stop; 0 trades the fixed lots"
        return Parameter.exact("risk_percent", summary, "0", "100", default="0")

    @staticmethod
    def timeframe(default: str) -> Parameter:
        """The length of the bars: M1, M5, M15, M30, H1, H4 or D1."""
        frames = ("M1", "M5", "M15", "M30", "H1", "H4", "D1")
        return Parameter.choice("timeframe", "length of a bar", frames, default)

    @staticmethod
    def lots(name: str, summary: str, default: str) -> Parameter:
        """A second size in lots, above zero; the strategy gets a text. `lots` itself every strategy has."""
        return Parameter(name, "lots", summary, default)

    @staticmethod
    def choice(name: str, summary: str, values: Sequence[str], default: str) -> Parameter:
        """One of these words."""
        return Parameter(name, "choice", summary, default, values=tuple(values))

    @staticmethod
    def flag(name: str, summary: str, default: bool) -> Parameter:
        """True or false."""
        return Parameter(name, "flag", summary, "true" if default else "false")

    @staticmethod
    def file(name: str, summary: str) -> Parameter:
        """The path of a file; the bot's identity covers its content."""
        return Parameter(name, "file", summary)

    def message(self) -> dict[str, Any]:
        """The parameter as the protocol has it."""
        fields: dict[str, Any] = {"name": self.name, "kind": self.kind, "summary": self.summary}
        if self.default is not None:
            fields["default"] = self.default
        if self.minimum is not None:
            fields["min"] = self.minimum
        if self.maximum is not None:
            fields["max"] = self.maximum
        if self.values:
            fields["values"] = list(self.values)
        return fields

    def value(self, text: str) -> ParameterValue:
        """The value of a checked text: int, float, bool or str."""
        if self.kind == "integer":
            return int(text)
        if self.kind == "decimal" and not self.is_exact:
            return float(text)
        if self.kind == "flag":
            return text == "true"
        return text


class BarRequest(NamedTuple):
    """Bars a strategy wants: `BarRequest("M15")`."""

    timeframe: str
    symbol: int = 0


class TimerRequest(NamedTuple):
    """Times a strategy wants to be called at: `TimerRequest.every(3600)`, `TimerRequest.daily(8, zone="london")`.

    Time is that of the quotes: a timer goes off at the first quote at or after it is due.
    """

    seconds: Optional[int] = None
    hour: Optional[int] = None
    minute: Optional[int] = None
    zone: Optional[Zone] = None

    @staticmethod
    def every(seconds: int) -> TimerRequest:
        """At multiples of so many seconds since 1970, UTC: 3600 is each full hour."""
        return TimerRequest(seconds=seconds)

    @staticmethod
    def daily(hour: int, minute: int = 0, zone: Zone = "utc") -> TimerRequest:
        """Every day when a clock shows that time, daylight saving included."""
        return TimerRequest(hour=hour, minute=minute, zone=zone)


@dataclass(frozen=True)
class Instrument:
    """What is traded, and how its prices and quantities are scaled."""

    symbol: int
    name: str
    asset_class: str
    base: str
    quote: str
    digits: int
    points_per_pip: int
    quantity_digits: int
    units_per_lot: int
    minimum_units: int
    step_units: int
    maximum_units: int
    #: Prices of orders are multiples of this.
    tick_points: int = 1

    def price(self, points: int) -> Decimal:
        """A price in points as an exact decimal."""
        return _scaled(points, self.digits)

    def points(self, price: Union[Decimal, str]) -> int:
        """A decimal price as points; a price between two points is refused."""
        scaled = Decimal(price).scaleb(self.digits)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{price} has more than {self.digits} decimals")
        return int(scaled)

    def levels(
        self, side: Side, price: int, stop: Optional[int] = None, target: Optional[int] = None
    ) -> Levels:
        """`stop_loss` and `take_profit` at distances in points from a price, of which either may be missing.

        They are on the instrument's price step, away from the price: `context.buy(lots, **instrument.levels(…))`.
        """
        away = -1 if side == "buy" else 1
        levels: Levels = {}
        if stop is not None:
            levels["stop_loss"] = self._on_step(price + away * stop, away)
        if target is not None:
            levels["take_profit"] = self._on_step(price - away * target, -away)
        return levels

    def _on_step(self, points: int, direction: int) -> int:
        step = self.tick_points
        return points // step * step if direction < 0 else -(-points // step) * step

    def lots(self, units: int) -> Decimal:
        """Quantity units as lots."""
        return Decimal(units) / self.units_per_lot

    @property
    def pip(self) -> Decimal:
        """The price of one pip: 0.00010 for EURUSD."""
        return self.price(self.points_per_pip)

    def pips(self, points: int) -> Decimal:
        """A distance in points as pips."""
        return Decimal(points) / self.points_per_pip

    def value(self, points: int, units: int) -> Decimal:
        """What so many points are worth on so many units, in the quote currency, exact."""
        return _scaled(points * units, self.digits + self.quantity_digits)


class Quote(NamedTuple):
    """Best bid and ask in points; `time` in nanoseconds since 1970, UTC."""

    symbol: int
    time: int
    bid: int
    ask: int


class Bar(NamedTuple):
    """Open, high, low and close of the bid over a time, in points; times in nanoseconds."""

    symbol: int
    timeframe: str
    start: int
    open: int
    high: int
    low: int
    close: int
    quotes: int


class Timer(NamedTuple):
    """A timer that went off. `number`: its place, from 0, in the strategy's `timers`; times in nanoseconds.

    `missed`: due times before this one that had no quote of their own, as over a weekend.
    """

    number: int
    due_time: int
    missed: int


class Fill(NamedTuple):
    """One execution. Costs are in the account's money units."""

    number: int
    order: int
    position: int
    symbol: int
    time: int
    side: Side
    units: int
    price: int
    reason: str
    commission: int
    spread_cost: int
    slippage_cost: int


class Reject(NamedTuple):
    """Something asked for that did not happen. `by`: "risk" (ours) or "venue"."""

    order: int
    by: str
    code: str


class BreakEven(NamedTuple):
    """A stop loss that moves to the entry price, once: `BreakEven(100, offset=10)`. Distances in points.

    `trigger`: how far the closing side has to be on the winning side of the opening price. `offset`: how far on
    that side of the opening price the stop loss then goes; below the trigger.
    """

    trigger: int
    offset: int = 0


class Levels(TypedDict, total=False):
    """Where a position is to be closed: prices in points, and distances in points for `trail` and `break_even`."""

    stop_loss: Optional[int]
    take_profit: Optional[int]
    trail: Optional[int]
    break_even: Optional[BreakEven]


class Order(NamedTuple):
    """A limit, stop or stop-limit order that is working. Prices and levels in points, `trail` a distance.

    `price`: of a stop-limit the stop; once that is triggered, the order is a limit order. `units`: what is not
    filled. `expiry`: in nanoseconds, `None` for an order that is good till canceled.
    """

    id: int
    symbol: int
    side: Side
    kind: OrderKind
    units: int
    price: int
    limit_price: Optional[int] = None
    expiry: Optional[int] = None
    stop_loss: Optional[int] = None
    take_profit: Optional[int] = None
    trail: Optional[int] = None
    break_even: Optional[BreakEven] = None


class Position(NamedTuple):
    """An open position; `id` is the number of the order that opened it. Levels are prices in points.

    `trail` is a distance in points; `trailed_stop` is where the trailing stop stands now. `break_even` is gone
    once it has moved the stop loss.
    """

    id: int
    symbol: int
    side: Side
    units: int
    open_time: int
    open_price: int
    stop_loss: Optional[int] = None
    take_profit: Optional[int] = None
    trail: Optional[int] = None
    break_even: Optional[BreakEven] = None
    trailed_stop: Optional[int] = None


@dataclass
class Account:
    """The account as of the event at hand. Amounts are in money units: `money` turns them into decimals."""

    currency: str = ""
    money_digits: int = 6
    mode: str = ""
    leverage: int = 1
    balance: int = 0
    equity: int = 0
    #: Margin that open positions hold, as of the last change of balance, positions or orders.
    used_margin: int = 0

    @property
    def free_margin(self) -> int:
        """Equity that no position holds."""
        return self.equity - self.used_margin

    def money(self, units: int) -> Decimal:
        """Money units as an exact decimal."""
        return _scaled(units, self.money_digits)
