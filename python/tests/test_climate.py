"""Regimes as a strategy hears of them, and the business hours of trading centers."""

from __future__ import annotations

import json
import struct
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from program import ACCOUNT, EURUSD, Program

from slipway import Context, Instrument, Session, Suits
from slipway._climate import is_open

TRADERS = str(Path(__file__).parent / "traders.py")
START = {"currency": "USD", "money_digits": 6, "mode": "hedging", "leverage": 100, "account": ACCOUNT}
READING = {
    "symbol": 0,
    "timeframe": "M15",
    "at": 900,
    "regime": "RANGE_STABLE",
    "since": 600,
    "chaos": 0.1 + 0.2,
    "quality": 0.5,
    "direction": -1,
    "of a later version": 1,
}
BAR = struct.pack("<qqqqqqqqq", 1000, 5, 900_000_000_000, 0, 1, 4, 1, 3, 7)


@pytest.fixture(params=["json", "binary"])
def looking(request: Any) -> Any:
    with Program(TRADERS, "Looking", request.param) as program:
        assert program.hello(state=1, regimes=1)["suits"] == {
            "regimes": ["RANGE_STABLE"],
            "timeframes": ["M15"],
            "sessions": ["london"],
        }
        ready = program.prepare()
        assert ready["regimes"] == [{"timeframe": "M15", "symbol": 0}]
        yield program


def bar(program: Program, **changes: Any) -> list[dict[str, Any]]:
    if program.in_frames:
        return program.frame(3, BAR + (json.dumps(changes).encode() if changes else b""))
    fields = {"symbol": 0, "timeframe": "M15", "start": 0, "open": 1, "high": 4, "low": 1, "close": 3, "quotes": 7}
    return program.event("bar", **fields, **changes)


def asked(program: Program, **changes: Any) -> str:
    """The lots that it asks for: what it sees, in figures."""
    return str(bar(program, **changes)[0]["lots"])


def test_a_reading_stays_until_there_is_a_new_one(looking: Program) -> None:
    event = looking.frame_event if looking.in_frames else looking.event
    event("start", **START)
    assert bar(looking) == []
    assert asked(looking, climate=[READING]) == "0.30000000000000004"
    assert asked(looking) == "0.30000000000000004"
    assert asked(looking, account=ACCOUNT) == "0.30000000000000004"
    assert bar(looking, climate=[{**READING, "regime": "UNKNOWN", "unknown_reason": "stale"}]) == []


def test_a_restored_strategy_sees_what_it_saw(looking: Program) -> None:
    looking.restore(looking.save(), 3, time=1, equity=1, climate=[READING], **START)
    assert asked(looking) == "0.30000000000000004"


def test_a_strategy_may_keep_a_reading(looking: Program) -> None:
    asked(looking, climate=[READING])
    state = looking.save()
    with Program(TRADERS, "Looking", "json") as again:
        again.hello(state=1, regimes=1)
        again.prepare()
        again.restore(state, 1, time=1, equity=1, climate=[READING], **START)
        assert again.save() == state


def test_without_regimes_nothing_is_said_of_them() -> None:
    with Program(TRADERS, "Crashing", "json") as program:
        assert "suits" not in program.hello(state=1, regimes=1)
        assert "regimes" not in program.prepare()


def test_a_slipway_that_tells_of_no_regimes_is_too_old() -> None:
    with Program(TRADERS, "Looking", "json") as program:
        assert "suits" not in program.hello(state=1)
        program.input.write(b'{"type":"prepare","instruments":[' + json.dumps(EURUSD).encode())
        program.input.write(b'],"parameters":{"lots":"0.10"}}\n')
        status, errors = program.end()
        assert status == 1
        assert errors.endswith("this version of Slipway tells no strategy of regimes\n")


def test_what_is_no_timeframe_or_session_is_an_error_in_the_line_that_asks() -> None:
    context = Context([Instrument(**EURUSD)])  # type: ignore[arg-type]
    assert context.regime("M15") == "UNKNOWN" and context.climate("H4") is None
    with pytest.raises(ValueError, match="must be one of M1, M5, M15, H1, H4, was 'M30'"):
        context.regime("M30")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="must be one of asia, london, new_york, .*, was 'paris'"):
        context.is_open("paris")  # type: ignore[arg-type]


def test_what_it_suits_is_checked() -> None:
    assert Suits().message() == {}
    with pytest.raises(ValueError, match="one of regimes must be one of TREND_STABLE, .*, was 'RANGE'"):
        Suits(regimes=("RANGE",)).message()  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="timeframes must be a tuple of some of M1, .*, was 'M15'"):
        Suits(timeframes="M15").message()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "session, zone, first, end", [("london", "Europe/London", 8, 17), ("new_york", "America/New_York", 8, 17)]
)
def test_sessions_are_those_of_the_zone_database(session: Session, zone: str, first: int, end: int) -> None:
    try:
        clock = ZoneInfo(zone)
    except Exception:
        pytest.skip("no zone database here")
    hour = 3_600
    start = int(datetime(1987, 1, 1, tzinfo=timezone.utc).timestamp())
    for time in range(start, start + 45 * 8_766 * hour, hour):
        local = datetime.fromtimestamp(time, clock)
        expected = local.weekday() < 5 and first <= local.hour < end
        assert is_open(session, time * 1_000_000_000) is expected, local


def test_sessions_end_on_the_hour() -> None:
    def at(text: str) -> int:
        return int(datetime.fromisoformat(text + "+00:00").timestamp()) * 1_000_000_000

    assert not is_open("asia", at("2024-07-08T00:00") - 1) and is_open("asia", at("2024-07-08T00:00"))
    assert is_open("asia_london", at("2024-07-08T09:00") - 1) and not is_open("asia_london", at("2024-07-08T09:00"))
    assert is_open("london_new_york", at("2024-07-08T12:00")) and is_open("london_new_york", at("2024-07-08T15:59"))
    assert not is_open("london_new_york", at("2024-07-08T16:00"))
    assert not is_open("asia", at("2024-07-06T03:00")) and not is_open("asia", -1)
