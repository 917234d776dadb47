"""The protocol from the program's side, spoken to it over real pipes."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, Iterator

import pytest
from program import ACCOUNT, Program

TRADERS = str(Path(__file__).parent / "traders.py")

FILL = {
    "number": 1,
    "order": 1,
    "position": 1,
    "symbol": 0,
    "fill_time": 900,
    "side": "buy",
    "units": 1000,
    "price": 110010,
    "reason": "entry",
    "commission": 35000,
    "spread_cost": 50000,
    "slippage_cost": 0,
}
POSITION = {
    "id": 1,
    "symbol": 0,
    "side": "buy",
    "units": 1000,
    "open_time": 900,
    "open_price": 110010,
    "stop_loss": 5,
    "break_even": {"trigger": 100, "offset": 0},
    "of a later version": 1,
}
ORDERS = [
    {"id": 4, "symbol": 0, "side": "sell", "kind": "stop", "price": 110000, "units": 1000, "expiry": 5},
    {
        "id": 8,
        "symbol": 0,
        "side": "buy",
        "kind": "stop_limit",
        "price": 110020,
        "limit_price": 110022,
        "units": 1000,
        "break_even": {"trigger": 100, "offset": -5},
    },
]
START = {"currency": "USD", "money_digits": 6, "mode": "hedging", "leverage": 100, "account": ACCOUNT}
REQUESTS = [
    {"do": "order", "id": 1, "symbol": 0, "side": "buy", "lots": "0.10", "kind": "market", "stop_loss": 109900, "trail": 50},
    {"do": "order", "id": 2, "symbol": 0, "side": "sell", "lots": "0.5", "kind": "market", "take_profit": 109900},
    {"do": "order", "id": 3, "symbol": 0, "side": "buy", "units": 1000, "kind": "limit", "price": 110000, "time_in_force": "day"},
    {"do": "order", "id": 4, "symbol": 0, "side": "sell", "lots": "0.01", "kind": "stop", "price": 110000, "expiry": 5},
    {"do": "close", "id": 5, "position": 1, "units": 500},
    {"do": "modify", "id": 6, "position": 2, "stop_loss": 7},
    {"do": "modify", "id": 7, "order": 3, "price": 8},
    {"do": "cancel", "order": 4},
    {
        "do": "order",
        "id": 8,
        "symbol": 0,
        "side": "buy",
        "lots": "0.01",
        "kind": "stop_limit",
        "price": 110020,
        "limit_price": 110022,
        "break_even": {"trigger": 100, "offset": -5},
    },
    {"do": "modify", "id": 9, "order": 8, "limit_price": 9, "break_even": {"trigger": 50, "offset": 0}},
]


@pytest.fixture(params=["json", "binary"])
def everything(request: Any) -> Iterator[tuple[Program, bool]]:
    """A program that was prepared, and whether it speaks in frames."""
    with Program(TRADERS, "Everything", request.param) as program:
        assert program.hello()["format"] == request.param
        program.prepare(count="5", band="1.5", mode="a", both="true")
        yield program, request.param == "binary"


def test_describes_itself() -> None:
    with Program(TRADERS, "Everything", "json") as program:
        assert program.hello() == {
            "type": "strategy",
            "protocol": 1,
            "format": "json",
            "name": "everything",
            "version": 4,
            "summary": "asks for one of everything",
            "needs_hedging": True,
            "parameters": [
                {"name": "count", "kind": "integer", "summary": "how many", "default": "3", "min": 1, "max": 9},
                {"name": "band", "kind": "decimal", "summary": "how wide", "default": "1.5", "min": "0.5", "max": "2"},
                {"name": "mode", "kind": "choice", "summary": "which", "default": "a", "values": ["a", "b"]},
                {"name": "both", "kind": "flag", "summary": "whether", "default": "false"},
            ],
        }
        assert program.prepare(count="5", band="1.5", mode="a", both="true") == {
            "type": "ready",
            "quotes": True,
            "bars": [{"timeframe": "M15", "symbol": 0}, {"timeframe": "H4", "symbol": 0}],
            "timers": [{"seconds": 3600}, {"hour": 8, "minute": 0, "zone": "london"}],
        }


def test_events_and_requests(everything: tuple[Program, bool]) -> None:
    program, in_frames = everything
    event = program.frame_event if in_frames else program.event
    assert event("start", **START) == []
    if in_frames:
        assert program.frame(2, struct.pack("<qqqq", 1000, 1_000_000_000, 110000, 110010)) == REQUESTS
    else:
        assert program.event("quote", symbol=0, bid=110000, ask=110010) == REQUESTS
    account = {"balance": 999_965_000, "used_margin": 11_001_000, "positions": [POSITION], "orders": []}
    assert event("fill", **FILL, account=account) == [{"do": "close", "id": 10, "position": 1}]
    account = {"balance": 1, "positions": [], "orders": ORDERS}
    assert event("reject", order=3, by="risk", code="price_too_near", account=account) == [
        {"do": "modify", "id": 11, "order": 8, "price": 110030, "break_even": {"trigger": 100, "offset": -5}},
        {"do": "cancel", "order": 4},
        {"do": "cancel", "order": 8},
    ]
    assert event("timer", timer=1, due_time=900, missed=2) == [{"do": "cancel", "order": 2}]
    assert event("margin_call") == [{"do": "cancel", "order": 3}]
    assert event("of_a_later_version") == []
    if in_frames:
        body = struct.pack("<qqqqqqqqq", 1000, 5, 4 * 3_600_000_000_000, -1, 1, 4, -1, 3, 7)
        assert program.frame(3, body) == [{"do": "cancel", "order": 1}]
        assert program.frame(3, body + b'{"balance":1,"positions":[],"orders":[]}') == [{"do": "cancel", "order": 1}]
    else:
        bar = {"symbol": 0, "timeframe": "H4", "start": -1, "open": 1, "high": 4, "low": -1, "close": 3, "quotes": 7}
        assert program.event("bar", **bar) == [{"do": "cancel", "order": 1}]
    assert event("stop") == []
    status, errors = program.end()
    assert (status, errors) == (0, "printing does no harm\n")


def test_refuses_a_parameter() -> None:
    with Program(TRADERS, "Refusing", "binary") as program:
        program.hello()
        assert program.prepare() == {"type": "refused", "parameter": "lots", "problem": "too many"}
        assert program.end() == (0, "")


def test_a_crash_ends_the_program_with_a_traceback() -> None:
    with Program(TRADERS, "Crashing", "json") as program:
        program.hello()
        program.prepare()
        program.event("start", **START)
        program.input.write(b'{"type":"quote","seq":2,"time":1,"equity":1,"symbol":0,"bid":1,"ask":2}\n')
        status, errors = program.end()
        assert status == 1
        assert errors.endswith("RuntimeError: no idea\n")


def test_ends_when_slipway_does() -> None:
    with Program(TRADERS, "Crashing", "binary") as program:
        assert program.end() == (0, "")


def test_another_protocol_is_refused() -> None:
    with Program(TRADERS, "Crashing", "binary") as program:
        program.input.write(b'{"type":"hello","protocol":2,"formats":["json"]}\n')
        status, errors = program.end()
        assert status == 1
        assert errors.endswith("Slipway speaks protocol 2, this module 1\n")
