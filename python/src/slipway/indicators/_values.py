"""Indicators of one value after the other."""

from __future__ import annotations

import math
from typing import NamedTuple, Optional

from ._logarithm import log
from ._window import Indicator, Window, mean_of, plain_sum, variance_of


class SimpleMovingAverage(Indicator):
    """The mean of the last `length` values. Warm-up: `length` values."""

    __slots__ = ("_length", "_next", "_values")

    def __init__(self, length: int) -> None:
        self._length = max(length, 1)
        self._values: list[float] = []
        self._next = 0

    @property
    def value(self) -> Optional[float]:
        """The mean."""
        values, following = self._values, self._next
        if len(values) < self._length:
            return None
        return (plain_sum(values[following:]) + plain_sum(values[:following])) / float(self._length)

    def add(self, value: float) -> None:
        """Takes the next value; the oldest of more than `length` is forgotten."""
        if len(self._values) < self._length:
            self._values.append(float(value))
        else:
            self._values[self._next] = float(value)
            self._next = (self._next + 1) % self._length


class ExponentialMovingAverage(Indicator):
    """`ema = a × value + (1 − a) × ema` with a = 2 / (length + 1), starting at the first value. No warm-up."""

    __slots__ = ("_average", "_remainder", "_weight")

    def __init__(self, length: int) -> None:
        self._weight = 2 / (float(max(length, 1)) + 1)
        self._remainder = 1 - self._weight
        self._average: Optional[float] = None

    @property
    def value(self) -> Optional[float]:
        """The average so far; `None` before the first value."""
        return self._average

    def add(self, value: float) -> None:
        """Takes the next value."""
        average = self._average
        if average is None or average != average:
            self._average = float(value)
        else:
            self._average = self._weight * float(value) + self._remainder * average


class WeightedMovingAverage(Indicator):
    """The mean of the last `length` values with weights 1, 2, …, the latest having most. Warm-up: `length` values."""

    __slots__ = ("_window",)

    def __init__(self, length: int) -> None:
        self._window: Window[float] = Window(length)

    @property
    def value(self) -> Optional[float]:
        """The mean."""
        window = self._window
        if not window.is_full:
            return None
        total = 0.0
        for index, value in enumerate(window):
            total += float(index + 1) * value
        return total / (float(window.length) * float(window.length + 1) / 2)

    def add(self, value: float) -> None:
        """Takes the next value."""
        self._window.add(float(value))


class WilderAverage(Indicator):
    """The mean of the first `length` values, then `(average × (length − 1) + value) / length`.

    Warm-up: `length` values.
    """

    __slots__ = ("_average", "_count", "_length", "_total")

    def __init__(self, length: int) -> None:
        self._length = max(length, 1)
        self._count = 0
        self._total = 0.0
        self._average = 0.0

    @property
    def value(self) -> Optional[float]:
        """The average."""
        return self._average if self._count >= self._length else None

    def add(self, value: float) -> None:
        """Takes the next value."""
        if self._count < self._length:
            self._count += 1
            self._total += float(value)
            self._average = self._total / float(self._count)
        else:
            self._average = (self._average * float(self._length - 1) + float(value)) / float(self._length)


class RelativeStrengthIndex(Indicator):
    """Wilder's `100 × gain / (gain + loss)` of rises and falls, 0 to 100; 50 while nothing has moved.

    Warm-up: `length` + 1 values.
    """

    __slots__ = ("_gain", "_loss", "_previous")

    def __init__(self, length: int) -> None:
        self._previous: Optional[float] = None
        self._gain = WilderAverage(length)
        self._loss = WilderAverage(length)

    @property
    def value(self) -> Optional[float]:
        """The index."""
        gain, loss = self._gain.value, self._loss.value
        if gain is None or loss is None:
            return None
        return 100 * gain / (gain + loss) if gain + loss > 0 else 50.0

    def add(self, value: float) -> None:
        """Takes the next value."""
        previous, self._previous = self._previous, float(value)
        if previous is not None:
            self._gain.add(max(self._previous - previous, 0.0))
            self._loss.add(max(previous - self._previous, 0.0))


class MovingAverageConvergence(Indicator):
    """MACD: a fast exponential average less a slow one, and an exponential average of that, the signal.

    Warm-up: `slow` values for the line, `slow + signal − 1` for the signal.
    """

    __slots__ = ("_average", "_count", "_fast", "_signal_length", "_slow", "_slow_length")

    def __init__(self, fast: int = 12, slow: int = 26, signal: int = 9) -> None:
        self._slow_length = max(slow, 1)
        self._signal_length = max(signal, 1)
        self._count = 0
        self._fast = ExponentialMovingAverage(fast)
        self._slow = ExponentialMovingAverage(slow)
        self._average = ExponentialMovingAverage(signal)

    @property
    def line(self) -> Optional[float]:
        """The fast average less the slow one."""
        fast, slow = self._fast.value, self._slow.value
        if self._count < self._slow_length or fast is None or slow is None:
            return None
        return fast - slow

    @property
    def signal(self) -> Optional[float]:
        """The average of the line."""
        return self._average.value if self._count >= self._slow_length + self._signal_length - 1 else None

    @property
    def histogram(self) -> Optional[float]:
        """The line less the signal."""
        line, signal = self.line, self.signal
        return None if line is None or signal is None else line - signal

    @property
    def value(self) -> Optional[float]:
        """The line."""
        return self.line

    def add(self, value: float) -> None:
        """Takes the next value."""
        if self._count < self._slow_length + self._signal_length:
            self._count += 1
        self._fast.add(value)
        self._slow.add(value)
        line = self.line
        if line is not None:
            self._average.add(line)


class Band(NamedTuple):
    """Three lines around a price."""

    lower: float
    middle: float
    upper: float


class BollingerBands(Indicator):
    """The mean of the last `length` values, and so many population standard deviations on either side.

    Warm-up: `length` values.
    """

    __slots__ = ("_deviations", "_window")

    def __init__(self, length: int = 20, deviations: float = 2) -> None:
        self._window: Window[float] = Window(length)
        self._deviations = float(deviations)

    @property
    def value(self) -> Optional[Band]:
        """The bands."""
        if not self._window.is_full:
            return None
        mean = mean_of(self._window)
        distance = self._deviations * math.sqrt(variance_of(self._window, mean))
        return Band(mean - distance, mean, mean + distance)

    def add(self, value: float) -> None:
        """Takes the next value."""
        self._window.add(float(value))


class ZScore(Indicator):
    """How many population standard deviations the last value lies above the mean of the last `length`.

    0 while all are equal. Warm-up: `length` values.
    """

    __slots__ = ("_window",)

    def __init__(self, length: int) -> None:
        self._window: Window[float] = Window(length)

    @property
    def value(self) -> Optional[float]:
        """The score."""
        if not self._window.is_full:
            return None
        mean = mean_of(self._window)
        deviation = math.sqrt(variance_of(self._window, mean))
        return (self._window[-1] - mean) / deviation if deviation > 0 else 0.0

    def add(self, value: float) -> None:
        """Takes the next value."""
        self._window.add(float(value))


class EfficiencyRatio(Indicator):
    """Kaufman's ratio: the net change over `length` values ÷ the sum of the single changes, 0 to 1.

    0 while nothing has moved. Warm-up: `length` + 1 values.
    """

    __slots__ = ("_window",)

    def __init__(self, length: int = 10) -> None:
        self._window: Window[float] = Window(max(length, 1) + 1)

    @property
    def value(self) -> Optional[float]:
        """The ratio."""
        if not self._window.is_full:
            return None
        values = list(self._window)
        way = 0.0
        for before, after in zip(values, values[1:]):
            way += abs(after - before)
        return abs(values[-1] - values[0]) / way if way > 0 else 0.0

    def add(self, value: float) -> None:
        """Takes the next value."""
        self._window.add(float(value))


class RealizedVolatility(Indicator):
    """The root of the sum of the last `length` squared log returns, not annualized: 0.01 for 1 %.

    Warm-up: `length` + 1 values; a value of zero or less, which has no logarithm, starts it anew.
    """

    __slots__ = ("_previous", "_squares")

    def __init__(self, length: int) -> None:
        self._previous: Optional[float] = None
        self._squares: Window[float] = Window(length)

    @property
    def value(self) -> Optional[float]:
        """Over the returns together."""
        return math.sqrt(plain_sum(self._squares)) if self._squares.is_full else None

    def annualized(self, values_per_year: float) -> Optional[float]:
        """Scaled to a year with so many values, by the root of time."""
        return math.sqrt(mean_of(self._squares) * float(values_per_year)) if self._squares.is_full else None

    def add(self, value: float) -> None:
        """Takes the next value."""
        value = float(value)
        if not value > 0:
            self._previous = None
            self._squares.clear()
            return
        previous, self._previous = self._previous, value
        if previous is not None:
            result = log(value / previous)
            self._squares.add(result * result)
