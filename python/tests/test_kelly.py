"""Sizes by a volatility target and by Kelly's criterion: the numbers of the Swift ones, to the last bit."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from typing import Any

import pytest
from program import EURUSD
from test_state import again

from slipway import Bar, Context, Instrument, KellyEdge, KellyEstimate, KellyStake, PriceVolatility, TradeRecord
from slipway.indicators import AverageTrueRange, RealizedVolatility

INF, NAN = math.inf, math.nan


def test_known_answers() -> None:
    assert KellyEdge(0.6, 0.02, 0.01).leverage == pytest.approx(40, abs=1e-9)
    assert KellyEdge(0.6, 0.02, 0.01, cost=0.002).leverage == float.fromhex("0x1.bc71c71c71c72p+4")
    assert KellyEdge(0.55, 0.01, 0.01, cost=0.002).leverage == 0
    assert KellyEdge(0.6, 1, 1).leverage == pytest.approx(0.2, abs=1e-12)


@pytest.mark.parametrize(
    "edge",
    [
        (NAN, 0.02, 0.01, 0), (-0.1, 0.02, 0.01, 0), (1.1, 0.02, 0.01, 0), (0.6, NAN, 0.01, 0), (0.6, INF, 0.01, 0),
        (0.6, -0.02, 0.01, 0), (0.6, 0, 0.01, 0), (0.6, 0.02, NAN, 0), (0.6, 0.02, -0.01, 0), (0.6, 0.02, 0, 0),
        (0.6, 0.02, 0.01, NAN), (0.6, 0.02, 0.01, -0.001), (0.6, 0.02, 0.01, 0.03), (0.6, 0.02, 5e-324, 0),
    ],
)  # fmt: skip
def test_numbers_that_are_none_to_bet_on(edge: tuple[float, float, float, float]) -> None:
    assert KellyEdge(*edge).leverage == 0


def test_the_same_bits_as_in_swift() -> None:
    estimate = KellyEstimate.of(((index * 37) % 101 - 45) / 5_000 for index in range(60))
    assert estimate is not None
    assert estimate.standard_error == float.fromhex("0x1.d74763831e8a6p+4")
    assert estimate.leverage == float.fromhex("0x1.46a937e07eb9fp+3")


def test_a_record_is_shrunk_for_what_it_leaves_uncertain() -> None:
    record = TradeRecord()
    for index in range(29):
        record.add(0.02 if index % 5 < 3 else -0.01)
    assert record.estimate is None
    record.add(-0.01)
    estimate = record.estimate
    assert estimate is not None and 0 < estimate.leverage < estimate.edge.leverage
    coin = KellyEstimate.of([0.01] * 16 + [-0.01] * 14)
    assert coin is not None and coin.edge.leverage > 0 and coin.leverage == 0
    assert KellyEstimate.of([0.02] * 100 + [-0.01] * 4) is None
    lucky = KellyEstimate.of([9.0] * 4 + [-0.01] * 26)
    assert lucky is not None and lucky.leverage == 0


def test_a_record_is_bounded_and_takes_numbers_only() -> None:
    record = TradeRecord(30)
    for index in range(100):
        record.add(index)
    for none in (NAN, INF, -INF):
        record.add(none)
    assert record.results == tuple(map(float, range(70, 100)))


def test_any_record_gives_a_leverage() -> None:
    random.seed(1)
    odd = (0.0, 5e-324, 1e-200, 1e200, 1.7e308)
    for _ in range(300):
        results = [random.choice((-1, 1)) * random.choice((*odd, random.random())) for _ in range(60)]
        estimate = KellyEstimate.of(results)
        if estimate is not None:
            assert 0 <= estimate.leverage <= estimate.edge.leverage < INF


def test_the_stake_is_a_fraction_up_to_the_cap() -> None:
    half = KellyStake()
    assert half.share(1) == 50 and half.share(40) == 200 and half.share(INF) == 200
    assert half.share(1 / 3) == Decimal("16.666666")
    assert half.share(0) == half.share(-1) == half.share(NAN) == 0
    assert KellyStake(fraction="300").share(1) == 100
    with pytest.raises(TypeError, match="a float is not exact"):
        KellyStake(fraction=0.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at most six decimals"):
        KellyStake(cap="0.0000001")


def sized(size: Any) -> dict[str, Any]:
    context = Context([Instrument(**EURUSD)])  # type: ignore[arg-type]
    context.buy(**size)
    (request,) = context._take()
    return {name: request[name] for name in ("risk", "stop_distance")}


def test_sizes_go_to_slipway_as_risk() -> None:
    assert sized(KellyStake().size(1, 110_010)) == {"risk": "50.000000", "stop_distance": 110_010}
    # Twice the capital: what loses its half.
    assert sized(KellyStake().size(40, 110_011)) == {"risk": "100.000000", "stop_distance": 55_006}
    assert KellyStake().size(0, 110_010) is None and KellyStake().size(1, 0) is None
    volatility = PriceVolatility.of(160 / 1.5957691216057308)
    assert volatility is not None
    assert sized(volatility.size("1", bars=16)) == {"risk": "1", "stop_distance": 402}


def test_volatility_of_ranges_and_returns() -> None:
    average = AverageTrueRange(1)
    assert PriceVolatility.of_range(average) is None
    average.add(Bar(0, "H1", 0, 110_000, 110_160, 110_000, 110_000, 1))
    volatility = PriceVolatility.of_range(average)
    assert volatility is not None
    assert [volatility.points(bars) for bars in (-3, 1, 4, 9)] == [101, 101, 201, 301]
    realized = RealizedVolatility(2)
    for value in (1, 1.01, 1):
        realized.add(value)
    of_returns = PriceVolatility.of_realized(realized, 110_000)
    assert of_returns is not None and of_returns.points() == 1_095
    assert PriceVolatility.of_realized(realized, 0) is None
    for none in (None, 0, -1, NAN, INF):
        assert PriceVolatility.of(none) is None
    assert PriceVolatility(1.7e308).points(10) == 1 << 40


def test_a_record_is_saved_and_restored() -> None:
    record = TradeRecord(30)
    record.add(0.1)
    restored = again({"record": record, "stake": KellyStake("25"), "edge": KellyEdge(0.6, 0.02, 0.01)})
    assert restored["record"].results == (0.1,)
    assert restored["stake"].share(1) == 25 and restored["edge"] == KellyEdge(0.6, 0.02, 0.01)
    for index in range(31):
        restored["record"].add(index)
    assert len(restored["record"].results) == 30
