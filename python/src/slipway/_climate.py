"""What kind of market it is: regimes as of closed bars, and the business hours of trading centers."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple, Optional, Sequence, get_args

Regime = Literal["TREND_STABLE", "RANGE_STABLE", "BREAKOUT_PRIME", "HIGH_CHAOS", "NEWS_EVENT", "UNKNOWN"]
#: The timeframes that have a regime.
RegimeTimeframe = Literal["M1", "M5", "M15", "H1", "H4"]
Session = Literal["asia", "london", "new_york", "london_new_york", "asia_london"]

_HOUR = 3_600_000_000_000
_DAY = 24 * _HOUR
_EPOCH = date(1970, 1, 1).toordinal()


class ClimateReading(NamedTuple):
    """How a symbol's market was on one timeframe, as of its last closed bar; times in nanoseconds.

    The figures are ratios from 0 to 1, the same bits as in Swift; `None` while the history is too short for one.
    docs/regime.md has formulas and rules.
    """

    symbol: int
    timeframe: RegimeTimeframe
    #: The end of the last closed bar.
    at: int
    #: After hysteresis, dwell and the veto of the higher timeframe.
    regime: Regime
    #: The end of the bar that brought the regime.
    since: int
    #: √(V · mean(1 − ER, PE, J)).
    chaos: Optional[float] = None
    #: How much history there is, and how stable the reading.
    quality: float = 0.0
    efficiency_ratio: Optional[float] = None
    permutation_entropy: Optional[float] = None
    jump_share: Optional[float] = None
    volatility_percentile: Optional[float] = None
    #: What the volatility was ranked among: hour_of_week, hour_of_day, hours_around, all_hours.
    volatility_basis: Optional[str] = None
    #: Where the market went: 1 up, -1 down, 0 nowhere.
    direction: int = 0
    #: Why the regime is UNKNOWN: short_history, stale, no_rule, higher_timeframe.
    unknown_reason: Optional[str] = None


class Suits(NamedTuple):
    """The market that a strategy is made for: `Suits(regimes=("RANGE_STABLE",), timeframes=("M15",))`.

    `slipway strategy show` shows it. What is left out is any regime in which bots may act, any timeframe, any hour.
    """

    regimes: Optional[Sequence[Regime]] = None
    timeframes: Optional[Sequence[RegimeTimeframe]] = None
    sessions: Optional[Sequence[Session]] = None

    def message(self) -> dict[str, Any]:
        """What it says, as the protocol has it; `ValueError` for a word that is none."""
        message: dict[str, Any] = {}
        for name, words, known in (
            ("regimes", self.regimes, get_args(Regime)),
            ("timeframes", self.timeframes, get_args(RegimeTimeframe)),
            ("sessions", self.sessions, get_args(Session)),
        ):
            if words is None:
                continue
            if isinstance(words, str) or not words:
                raise ValueError(f"suits: {name} must be a tuple of some of {', '.join(known)}, was {words!r}")
            message[name] = [checked(word, known, f"suits: one of {name}") for word in words]
        return message


def checked(word: str, known: Sequence[str], what: str) -> str:
    """The word, where it is one of those that are known."""
    if word not in known:
        raise ValueError(f"{what} must be one of {', '.join(known)}, was {word!r}")
    return word


def is_open(session: Session, time: int) -> bool:
    """Whether a trading center is open at a time in nanoseconds, by its business hours, daylight saving included.

    Public holidays are not known here. The rules are those of Slipway, no zone database's, so that both agree.
    """
    if session == "asia":
        return _is_business(time + 9 * _HOUR, 9, 18)
    if session == "london":
        return _is_business(time + _london_offset(time), 8, 17)
    if session == "new_york":
        return _is_business(time + _new_york_offset(time), 8, 17)
    if session == "london_new_york":
        return is_open("london", time) and is_open("new_york", time)
    if session == "asia_london":
        return is_open("asia", time) and is_open("london", time)
    raise ValueError(f"a session must be one of {', '.join(get_args(Session))}, was {session!r}")


def _is_business(local: int, first: int, end: int) -> bool:
    days, within = divmod(local, _DAY)
    return 1 <= (days + 4) % 7 <= 5 and first * _HOUR <= within < end * _HOUR


def _year(time: int) -> int:
    return date.fromordinal(time // _DAY + _EPOCH).year


def _sunday(year: int, month: int, day: int) -> int:
    """Midnight UTC of the first Sunday at or after a day."""
    days = date(year, month, day).toordinal() - _EPOCH
    return (days + (3 - days) % 7) * _DAY


@lru_cache(maxsize=None)
def _london_summer(year: int) -> tuple[int, int]:
    end = 25 if year >= 1996 else 22 if year >= 1990 else 23
    return _sunday(year, 3, 25) + _HOUR, _sunday(year, 10, end) + _HOUR


def _london_offset(time: int) -> int:
    start, end = _london_summer(_year(time))
    return _HOUR if start <= time < end else 0


@lru_cache(maxsize=None)
def _new_york_summer(year: int) -> tuple[int, int]:
    if year >= 2007:
        start, end = _sunday(year, 3, 8), _sunday(year, 11, 1)
    else:
        start = _sunday(year, 4, 1) if year >= 1987 else _sunday(year, 4, 24)
        end = _sunday(year, 10, 25)
    return start + 7 * _HOUR, end + 6 * _HOUR


def _new_york_offset(time: int) -> int:
    start, end = _new_york_summer(_year(time - 5 * _HOUR))
    return -4 * _HOUR if start <= time < end else -5 * _HOUR
