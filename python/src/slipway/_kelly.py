"""Sizes by a volatility target and by Kelly's criterion, with the same numbers as in Swift, to the last bit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Iterable, Optional

from ._sizing import Exact, Size, exact_text
from .indicators._bars import AverageTrueRange
from .indicators._values import RealizedVolatility
from .indicators._window import Window, plain_sum

# √(8/π): how many standard deviations a price without drift ranges over, on average.
_RANGE_PER_DEVIATION = 1.5957691216057308
_MOST_POINTS = 1 << 40
_WHOLE = 100_000_000
_FEWEST_TRADES, _FEWEST_OF_EACH = 30, 5


@dataclass(frozen=True)
class PriceVolatility:
    """How far a price is expected to go within a bar: one standard deviation of its change, in points, above zero."""

    points_per_bar: float

    @staticmethod
    def of(points_per_bar: Optional[float]) -> Optional[PriceVolatility]:
        """`None` unless it is above zero and finite."""
        if points_per_bar is None or not 0 < points_per_bar < math.inf:
            return None
        return PriceVolatility(float(points_per_bar))

    @staticmethod
    def of_range(average: AverageTrueRange) -> Optional[PriceVolatility]:
        """From an average true range, over √(8/π); `None` before its warm-up."""
        value = average.value
        return None if value is None else PriceVolatility.of(value / _RANGE_PER_DEVIATION)

    @staticmethod
    def of_realized(volatility: RealizedVolatility, price: int) -> Optional[PriceVolatility]:
        """From the realized volatility of the bars' closes, at a price in points."""
        per_bar = volatility.annualized(1)
        return PriceVolatility.of(per_bar * float(price)) if per_bar is not None and price > 0 else None

    def points(self, bars: int = 1) -> int:
        """Over so many bars, by the root of time, in whole points rounded up; at most 2^40."""
        points = self.points_per_bar * math.sqrt(float(max(bars, 1)))
        return math.ceil(points) if points < _MOST_POINTS else _MOST_POINTS

    def size(self, percent: Exact, bars: int = 1) -> Size:
        """The size of an order whose result deviates by that share of equity over so many bars.

        Slipway works it out as it does a risk: exactly.
        """
        return {"risk": exact_text("percent", percent), "stop_distance": self.points(bars)}


@dataclass(frozen=True)
class KellyEdge:
    """What a trade wins, loses and costs for each unit at stake, and how often it wins: 0.02 for 2 %."""

    win_probability: float
    average_win: float
    #: A positive number.
    average_loss: float
    cost: float = 0.0

    @property
    def leverage(self) -> float:
        """The stake, as a multiple of the capital, at which it grows fastest: `p/(l + c) − (1 − p)/(w − c)`.

        Zero without an edge after cost, and for numbers that are none to bet on.
        """
        p, w, l, c = map(float, (self.win_probability, self.average_win, self.average_loss, self.cost))
        if not (0 <= p <= 1 and w >= 0 and l >= 0 and c >= 0):
            return 0.0
        win, loss = w - c, l + c
        if not (0 < win < math.inf and 0 < loss < math.inf):
            return 0.0
        leverage = p / loss - (1 - p) / win
        return leverage if 0 < leverage < math.inf else 0.0


@dataclass(frozen=True)
class KellyEstimate:
    """What a record of trades says of the edge behind it, and how sure that is."""

    edge: KellyEdge
    #: Of the edge's leverage; infinite with fewer than five wins.
    standard_error: float

    @staticmethod
    def of(results: Iterable[float]) -> Optional[KellyEstimate]:
        """From results after cost, as shares of the stake; `None` for fewer than 30 trades or 5 losses."""
        results = [float(result) for result in results]
        wins = [result for result in results if result > 0]
        losses = [-result for result in results if result <= 0]
        if len(results) < _FEWEST_TRADES or len(losses) < _FEWEST_OF_EACH:
            return None
        count = float(len(results))
        p = (float(len(wins)) + 1) / (count + 2)
        win, loss = _mean(wins), _mean(losses)
        edge = KellyEdge(p, win, loss)
        if len(wins) < _FEWEST_OF_EACH or not win > 0 or not loss > 0:
            return KellyEstimate(edge, math.inf)
        by_probability = 1 / loss + 1 / win
        by_loss, by_win = _over(p, loss * loss), _over(1 - p, win * win)
        spread = p * (1 - p) / (count + 3)
        variance = (
            by_probability * by_probability * spread
            + by_loss * by_loss * _variance_of_mean(losses, loss)
            + by_win * by_win * _variance_of_mean(wins, win)
        )
        return KellyEstimate(edge, math.sqrt(variance) if variance < math.inf else math.inf)

    @property
    def shrinkage(self) -> float:
        """What is left of the edge's leverage for its uncertainty: `1 − (error/leverage)²`, 0 to 1."""
        leverage = self.edge.leverage
        if not leverage > 0:
            return 0.0
        ratio = self.standard_error / leverage
        return 1 - ratio * ratio if ratio < 1 else 0.0

    @property
    def leverage(self) -> float:
        """The leverage to bet, shrunk."""
        return self.edge.leverage * self.shrinkage


class TradeRecord:
    """The results of a bot's last trades after cost, as shares of what was at stake: 30 to 10,000 of them."""

    __slots__ = ("_results",)

    def __init__(self, length: int = 200) -> None:
        self._results: Window[float] = Window(min(max(length, _FEWEST_TRADES), 10_000))

    @property
    def results(self) -> tuple[float, ...]:
        """Oldest first."""
        return tuple(self._results)

    def add(self, result: float) -> None:
        """Takes the result of a trade; ignores what is no number."""
        if math.isfinite(result):
            self._results.add(float(result))

    @property
    def estimate(self) -> Optional[KellyEstimate]:
        """What it says of the edge; `None` for fewer than 30 trades or 5 losses."""
        return KellyEstimate.of(self._results)

    def __repr__(self) -> str:
        return f"TradeRecord({self.results!r})"


class KellyStake:
    """How much of Kelly's stake is taken: so many percent of it, at most 100, up to a cap in percent of equity."""

    __slots__ = ("_cap", "_fraction")

    def __init__(self, fraction: Exact = "50", cap: Exact = "200") -> None:
        self._fraction = min(_hundred_millionths("fraction", fraction), _WHOLE)
        self._cap = _hundred_millionths("cap", cap)

    def share(self, leverage: float) -> Decimal:
        """The stake in percent of equity, rounded down to six decimals."""
        return Decimal(f"{self._share(leverage)}E-6")

    def size(self, leverage: float, price: int) -> Optional[Size]:
        """The size of an order that is worth the stake at a price in points, the ask; `None`: do not trade.

        Slipway works it out exactly, as an order that loses its whole worth. Above 100 % of equity the price is divided
        instead, and rounded up to a point: the order is then worth at most the stake, and may be a step less.
        """
        share = self._share(leverage)
        if share <= 0 or price <= 0:
            return None
        distance = price if share <= _WHOLE else -(-price * _WHOLE // share)
        return {"risk": Decimal(f"{min(share, _WHOLE)}E-6"), "stop_distance": distance}

    def _share(self, leverage: float) -> int:
        if not leverage > 0 or self._fraction <= 0 or self._cap <= 0:
            return 0
        share = leverage * float(self._fraction)
        return min(int(share), self._cap) if share < float(self._cap) else self._cap


def _hundred_millionths(name: str, percent: Exact) -> int:
    value = Decimal(exact_text(name, percent))
    if not value.is_finite() or value != round(value, 6):
        raise ValueError(f"{name} is a percentage of at most six decimals, was {percent}")
    return int(value.scaleb(6))


def _mean(values: list[float]) -> float:
    return plain_sum(values) / float(len(values)) if values else 0.0


def _variance_of_mean(values: list[float], mean: float) -> float:
    count = float(len(values))
    return plain_sum((value - mean) * (value - mean) for value in values) / (count - 1) / count


def _over(value: float, divisor: float) -> float:
    # A square may be too small to be told from zero, by which Python does not divide.
    return value / divisor if divisor else math.inf
