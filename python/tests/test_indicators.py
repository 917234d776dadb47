"""Indicators by hand, with the known answers of Slipway's own tests, and on real bars."""

from __future__ import annotations

import io
import math
import os
import re
import zipfile
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Optional

import pytest
from test_state import again, text

from slipway import Bar
from slipway.indicators import (
    AverageDirectionalIndex,
    AverageTrueRange,
    Band,
    BarWindow,
    BollingerBands,
    Bounds,
    DonchianChannel,
    EfficiencyRatio,
    ExponentialMovingAverage,
    KeltnerChannel,
    MovingAverageConvergence,
    RealizedVolatility,
    RelativeStrengthIndex,
    SimpleMovingAverage,
    StochasticOscillator,
    WeightedMovingAverage,
    WilderAverage,
    Window,
    ZScore,
    log,
)


def bar(high: int, low: int, close: int) -> Bar:
    return Bar(0, "M1", 0, close, high, low, close, 1)


def feed(indicator: Any, values: Iterable[Any], read: Callable[[Any], Any] = lambda it: it.value) -> list[Any]:
    """What an indicator shows after each value."""
    shown: list[Any] = []
    for value in values:
        indicator.add(value)
        shown.append(read(indicator))
    return shown


def test_an_exponential_average_starts_at_the_first_value() -> None:
    average = ExponentialMovingAverage(3)
    assert average.value is None
    assert feed(average, [10, 20, 5]) == [10, 15, 10]
    assert feed(ExponentialMovingAverage(7), [8.0, 16, 2])[-1] == 8
    assert feed(ExponentialMovingAverage(1), [8.0, 16, 2])[-1] == 2


def test_a_simple_average_forgets_the_oldest() -> None:
    assert feed(SimpleMovingAverage(3), [1, 2, 6, 10, 14]) == [None, None, 3, 6, 10]


def test_a_weighted_average_weighs_the_latest_most() -> None:
    assert feed(WeightedMovingAverage(3), [1, 2, 6, 4]) == [None, None, 23.0 / 6, 26.0 / 6]


def test_wilders_average_starts_with_a_mean() -> None:
    assert feed(WilderAverage(2), [1, 2, 4]) == [None, 1.5, 2.75]


def test_rsi() -> None:
    assert feed(RelativeStrengthIndex(2), [10, 12, 11, 14]) == [None, None, 100 / 1.5, 200 / 2.25]
    assert feed(RelativeStrengthIndex(2), [5, 5, 5])[-1] == 50


def test_macd() -> None:
    macd = MovingAverageConvergence(fast=1, slow=3, signal=2)
    rows = feed(macd, [8, 16, 8, 16], lambda it: (it.line, it.signal))
    assert rows[:3] == [(None, None), (None, None), (-2, None)]
    assert rows[3][0] == 3
    assert macd.signal is not None and abs(macd.signal * 3 - 4) < 1e-14
    assert macd.histogram is not None and abs(macd.histogram * 3 - 5) < 1e-14


def test_average_true_range_counts_gaps() -> None:
    assert feed(AverageTrueRange(2), [bar(110, 100, 104), bar(118, 110, 115), bar(101, 95, 96)]) == [None, 12, 16]


def test_adx() -> None:
    index = AverageDirectionalIndex(2)
    bars = [bar(10, 5, 8), bar(14, 8, 12), bar(13, 6, 9), bar(16, 3, 10), bar(15, 1, 5)]
    rows = feed(index, bars, lambda it: (it.plus, it.minus, it.value))
    assert rows[1] == (None, None, None)
    assert rows[2] == (200 / 6.5, 100 / 6.5, None)
    assert rows[3][:2] == (100 / 9.75, 50 / 9.75) and abs(rows[3][2] * 3 - 100) < 1e-12
    assert abs(rows[4][2] - (100.0 / 3 + 300.0 / 7) / 2) < 1e-13


def test_bollinger_and_z_score() -> None:
    deviation = math.sqrt(5.0)
    assert feed(BollingerBands(4, 2), [100, 2, 4, 6, 8])[-1] == Band(5 - 2 * deviation, 5, 5 + 2 * deviation)
    assert feed(ZScore(4), [100, 2, 4, 6, 8])[-1] == 3 / deviation
    assert feed(ZScore(2), [7, 7]) == [None, 0]


def test_donchian() -> None:
    bars = [bar(110, 90, 0), bar(105, 95, 0), bar(107, 99, 0), bar(100, 98, 0)]
    assert feed(DonchianChannel(2), bars) == [None, Bounds(90, 110), Bounds(95, 107), Bounds(98, 107)]


def test_keltner() -> None:
    rows = feed(KeltnerChannel(3, 2, 2), [bar(12, 8, 10), bar(16, 12, 14), bar(20, 16, 18)])
    assert rows == [None, None, Band(4, 15, 26)]


def test_stochastic() -> None:
    bars = [bar(15, 5, 9), bar(12, 8, 10), bar(14, 6, 13), bar(16, 4, 4)]
    rows = feed(StochasticOscillator(2, 2, 2), bars, lambda it: (it.k, it.d))
    assert rows == [(None, None), (None, None), (68.75, None), (43.75, 56.25)]


def test_efficiency_ratio() -> None:
    assert feed(EfficiencyRatio(3), [10, 14, 12, 13, 13]) == [None, None, None, 3.0 / 7, 1.0 / 3]


def test_realized_volatility() -> None:
    volatility = RealizedVolatility(2)
    assert feed(volatility, [1, 2]) == [None, None]
    volatility.add(4)
    assert volatility.value is not None and abs(volatility.value - 0.980258143468547) < 1e-15
    yearly = volatility.annualized(100)
    assert yearly is not None and abs(yearly - 6.931471805599453) < 1e-14
    assert feed(volatility, [0, 3, 3, 3]) == [None, None, None, 0]


def test_a_window_shows_the_oldest_first() -> None:
    window: Window[int] = Window(3)
    for value in range(1, 6):
        window.add(value)
    assert list(window) == [3, 4, 5] and list(reversed(window)) == [5, 4, 3]
    assert (window.ago(0), window.ago(2), window[0], window[-1], window[1:]) == (5, 3, 3, 5, [4, 5])
    assert window.is_full and len(window) == 3
    with pytest.raises(IndexError):
        window.ago(3)
    bars = BarWindow(2)
    bars.add(bar(1, 1, 1))
    assert not bars.is_full and bars.ago(0).close == 1


def test_means_do_not_drift() -> None:
    average, bands = SimpleMovingAverage(3), BollingerBands(3)
    for index in range(20_000):
        average.add(1e9 / (index + 3))
        bands.add(1e9 / (index + 3))
    feed(average, [0.1] * 3)
    feed(bands, [0.1] * 3)
    assert average.value == (0.1 + 0.1 + 0.1) / 3
    assert bands.value is not None and abs(bands.value.upper - 0.1) < 1e-15


def test_sums_are_plain_ones() -> None:
    # `sum` of Python 3.12 and later makes 0.6 of it.
    assert feed(WilderAverage(6), [0.1] * 6)[-1] == (0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1) / 6
    assert feed(BollingerBands(6, 0), [0.1] * 6)[-1].middle == (0.1 + 0.1 + 0.1 + 0.1 + 0.1 + 0.1) / 6 != 0.1


def test_the_logarithm_is_one_of_a_kind() -> None:
    for x in (5e-324, 1e-300, 0.5, 1.0, 1.4142135623730951, 1.5, 2.0, 10.0, 1e300):
        assert abs(log(x) - math.log(x)) <= 2 * math.ulp(math.log(x))
    assert log(1.0) == 0 and log(0.0) == -math.inf and math.isnan(log(-1.0)) and log(math.inf) == math.inf


ALL: list[Callable[[], Any]] = [
    lambda: SimpleMovingAverage(3),
    lambda: ExponentialMovingAverage(3),
    lambda: WeightedMovingAverage(3),
    lambda: WilderAverage(3),
    lambda: RelativeStrengthIndex(3),
    lambda: MovingAverageConvergence(2, 4, 3),
    lambda: BollingerBands(3),
    lambda: ZScore(3),
    lambda: EfficiencyRatio(3),
    lambda: RealizedVolatility(3),
    lambda: AverageTrueRange(3),
    lambda: AverageDirectionalIndex(3),
    lambda: DonchianChannel(3),
    lambda: KeltnerChannel(3, 2),
    lambda: StochasticOscillator(3, 2, 2),
]


@pytest.mark.parametrize("make", ALL, ids=lambda make: type(make()).__name__)
def test_an_indicator_is_saved_at_any_time(make: Callable[[], Any]) -> None:
    kept, restored = make(), again(make())
    takes_bars = make().add.__annotations__["bar" if "bar" in make().add.__annotations__ else "value"] == "Bar"
    for index in range(20):
        close = 100 + (index * 7) % 11
        value: Any = bar(close + index % 5, close - index % 3, close) if takes_bars else float(close)
        kept.add(value)
        restored.add(value)
        restored = again(restored)
        assert restored.value == kept.value and text(restored) == text(kept)


# Real bars

REFERENCE = Path(__file__).parents[2] / "Tests" / "SimulationTests" / "IndicatorReference.swift"
TICKS = os.environ.get("SLIPWAY_REAL_TICKS")


def minutes() -> Iterator[Bar]:
    """One-minute bars of the bid over two days of recorded ticks."""
    found: dict[int, list[int]] = {}
    for day, name in enumerate(["20140505", "20140506"]):
        path = f"{TICKS}/lean/Data/forex/oanda/tick/eurusd/{name}_quote.zip"
        with zipfile.ZipFile(path) as archive:
            rows = archive.read(archive.namelist()[0]).decode()
        for row in io.StringIO(rows):
            milliseconds, bid, _ = row.split(",")
            points = round(float(bid) * 100_000)
            prices = found.setdefault(day * 1440 + int(float(milliseconds) // 60_000), [points, points, points])
            prices[:] = [max(prices[0], points), min(prices[1], points), points]
    for minute in sorted(found):
        yield bar(*found[minute])


@pytest.mark.skipif(TICKS is None or not REFERENCE.exists(), reason="needs SLIPWAY_REAL_TICKS and the checkout")
def test_every_indicator_equals_talib_talipp_or_numpy() -> None:
    source = REFERENCE.read_text()
    numbers = r"((?:[^\]])*)\]"
    places = [int(number) for number in re.findall(r"\d+", re.search(r"bars = \[" + numbers, source)[1])]  # type: ignore[index]
    expected = {
        name: [float(number) for number in re.findall(r"[-\d.e]+", row)]
        for name, row in re.findall(r'"(\w+)": \[' + numbers, source)
    }
    by_value: dict[str, Any] = {
        "sma": SimpleMovingAverage(20),
        "ema": ExponentialMovingAverage(20),
        "wma": WeightedMovingAverage(20),
        "rsi": RelativeStrengthIndex(14),
        "macd": MovingAverageConvergence(),
        "bollinger": BollingerBands(),
        "zScore": ZScore(50),
        "efficiencyRatio": EfficiencyRatio(),
        "realizedVolatility": RealizedVolatility(60),
    }
    by_bar: dict[str, Any] = {
        "atr": AverageTrueRange(14),
        "adx": AverageDirectionalIndex(14),
        "donchian": DonchianChannel(20),
        "keltner": KeltnerChannel(),
        "stochastic": StochasticOscillator(),
    }
    shown: dict[str, list[Optional[float]]] = {name: [] for name in expected}
    for index, minute in enumerate(minutes()):
        for indicator in by_value.values():
            indicator.add(minute.close)
        for indicator in by_bar.values():
            indicator.add(minute)
        if index not in places:
            continue
        every = {**by_value, **by_bar}
        single = ("sma", "ema", "wma", "rsi", "zScore", "efficiencyRatio", "realizedVolatility", "atr", "adx")
        values = {name: every[name].value for name in single}
        band, channel, bounds = every["bollinger"].value, every["keltner"].value, every["donchian"].value
        values |= {"macdLine": every["macd"].line, "macdSignal": every["macd"].signal}
        values |= {"plusDI": every["adx"].plus, "minusDI": every["adx"].minus}
        values |= {"bollingerLower": band.lower, "bollingerMiddle": band.middle, "bollingerUpper": band.upper}
        values |= {"keltnerLower": channel.lower, "keltnerUpper": channel.upper}
        values |= {"donchianLow": bounds.low, "donchianHigh": bounds.high}
        values |= {"stochasticK": every["stochastic"].k, "stochasticD": every["stochastic"].d}
        for name in expected:
            shown[name].append(values[name])
    for name, row in expected.items():
        scale = max(map(abs, row))
        worst = max(abs((value or math.nan) - known) for value, known in zip(shown[name], row))
        assert len(shown[name]) == len(row) == len(places)
        assert worst <= (1e-8 if name == "efficiencyRatio" else 1e-11) * scale, f"{name}: {worst} of {scale}"
