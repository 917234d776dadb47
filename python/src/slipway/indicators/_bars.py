"""Indicators of one bar after the other."""

from __future__ import annotations

from typing import NamedTuple, Optional

from .._values import Bar
from ._values import Band, ExponentialMovingAverage, WilderAverage
from ._window import Indicator, Window, mean_of


class AverageTrueRange(Indicator):
    """Wilder's average of the true range, in points. Warm-up: `length` bars.

    True range: the largest of high − low, |high − previous close| and |low − previous close|; high − low for the
    first bar.
    """

    __slots__ = ("_average", "_previous_close")

    def __init__(self, length: int) -> None:
        self._previous_close: Optional[int] = None
        self._average = WilderAverage(length)

    @property
    def value(self) -> Optional[float]:
        """The average in points."""
        return self._average.value

    def add(self, bar: Bar) -> None:
        """Takes the next bar."""
        width, close = bar.high - bar.low, self._previous_close
        if close is not None:
            width = max(width, abs(bar.high - close), abs(bar.low - close))
        self._previous_close = bar.close
        self._average.add(float(width))


class AverageDirectionalIndex(Indicator):
    """Wilder's directional movement: `plus` and `minus` DI, and their average difference ADX, each 0 to 100.

    Warm-up: `length` + 1 bars for the DI, 2 × `length` for ADX.
    """

    __slots__ = ("_down", "_index", "_previous", "_range", "_up")

    def __init__(self, length: int) -> None:
        self._previous: Optional[Bar] = None
        self._up = WilderAverage(length)
        self._down = WilderAverage(length)
        self._range = WilderAverage(length)
        self._index = WilderAverage(length)

    def _share(self, movement: Optional[float]) -> Optional[float]:
        width = self._range.value
        if movement is None or width is None:
            return None
        return 100 * movement / width if width > 0 else 0.0

    @property
    def plus(self) -> Optional[float]:
        """+DI."""
        return self._share(self._up.value)

    @property
    def minus(self) -> Optional[float]:
        """−DI."""
        return self._share(self._down.value)

    @property
    def value(self) -> Optional[float]:
        """ADX."""
        return self._index.value

    def add(self, bar: Bar) -> None:
        """Takes the next bar."""
        previous, self._previous = self._previous, bar
        if previous is None:
            return
        rise, fall = bar.high - previous.high, previous.low - bar.low
        self._up.add(float(rise) if rise > fall and rise > 0 else 0.0)
        self._down.add(float(fall) if fall > rise and fall > 0 else 0.0)
        self._range.add(float(max(bar.high, previous.close) - min(bar.low, previous.close)))
        plus, minus = self.plus, self.minus
        if plus is not None and minus is not None:
            self._index.add(100 * abs(plus - minus) / (plus + minus) if plus + minus > 0 else 0.0)


class Bounds(NamedTuple):
    """A low and a high, in points."""

    low: int
    high: int


class DonchianChannel(Indicator):
    """The highest high and the lowest low of the last `length` bars. Warm-up: `length` bars."""

    __slots__ = ("_highs", "_lows")

    def __init__(self, length: int) -> None:
        self._highs: Window[int] = Window(length)
        self._lows: Window[int] = Window(length)

    @property
    def bounds(self) -> Optional[Bounds]:
        """The two bounds."""
        return Bounds(min(self._lows), max(self._highs)) if self._highs.is_full else None

    @property
    def value(self) -> Optional[Bounds]:
        """The two bounds."""
        return self.bounds

    def add(self, bar: Bar) -> None:
        """Takes the next bar."""
        self._highs.add(bar.high)
        self._lows.add(bar.low)


class KeltnerChannel(Indicator):
    """An exponential average of closes, and so many average true ranges on either side, in points.

    Warm-up: the larger of the two lengths in bars.
    """

    __slots__ = ("_average", "_count", "_length", "_range", "_ranges")

    def __init__(self, length: int = 20, range_length: int = 10, ranges: float = 2) -> None:
        self._length = max(length, 1)
        self._ranges = float(ranges)
        self._count = 0
        self._average = ExponentialMovingAverage(length)
        self._range = AverageTrueRange(range_length)

    @property
    def value(self) -> Optional[Band]:
        """The channel."""
        middle, width = self._average.value, self._range.value
        if self._count < self._length or middle is None or width is None:
            return None
        return Band(middle - self._ranges * width, middle, middle + self._ranges * width)

    def add(self, bar: Bar) -> None:
        """Takes the next bar."""
        if self._count < self._length:
            self._count += 1
        self._average.add(bar.close)
        self._range.add(bar)


class StochasticOscillator(Indicator):
    """Slow stochastic: where the close lies in the range of the last `length` bars, smoothed, 0 to 100.

    Warm-up: `length + smoothing − 1` bars for `k`, `signal − 1` more for `d`.
    """

    __slots__ = ("_fast", "_highs", "_lows", "_slow")

    def __init__(self, length: int = 14, smoothing: int = 3, signal: int = 3) -> None:
        self._highs: Window[int] = Window(length)
        self._lows: Window[int] = Window(length)
        self._fast: Window[float] = Window(smoothing)
        self._slow: Window[float] = Window(signal)

    @property
    def k(self) -> Optional[float]:
        """Slow %K: the mean of the last `smoothing` fast ones."""
        return self._slow[-1] if len(self._slow) > 0 else None

    @property
    def d(self) -> Optional[float]:
        """%D: the mean of the last `signal` slow %K."""
        return mean_of(self._slow) if self._slow.is_full else None

    @property
    def value(self) -> Optional[float]:
        """Slow %K."""
        return self.k

    def add(self, bar: Bar) -> None:
        """Takes the next bar."""
        self._highs.add(bar.high)
        self._lows.add(bar.low)
        if not self._highs.is_full:
            return
        high, low = max(self._highs), min(self._lows)
        self._fast.add(100 * float(bar.close - low) / float(high - low) if high > low else 50.0)
        if self._fast.is_full:
            self._slow.add(mean_of(self._fast))
