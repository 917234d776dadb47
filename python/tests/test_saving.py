"""Strategies killed and restored, over real pipes."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from program import ACCOUNT, Program
from test_program import FILL, ORDERS, POSITION, START

KEEPERS = str(Path(__file__).parent / "keepers.py")
ACCOUNT_2 = {"balance": 999_965_000, "used_margin": 5_000, "positions": [POSITION], "orders": ORDERS}
FORMATS = ["json", "binary"]


def script() -> list[dict[str, Any]]:
    """A conversation with every kind of event."""
    events: list[dict[str, Any]] = [{"type": "start", **START}]
    bid = 110_000
    for number in range(12):
        bid += (number * 37) % 23 - 11
        quote: dict[str, Any] = {"type": "quote", "symbol": 0, "bid": bid, "ask": bid + 5}
        if number == 3:
            quote["account"] = ACCOUNT_2
        events.append(quote)
        if number % 2 == 1:
            events.append(
                {"type": "bar", "symbol": 0, "timeframe": "M1", "start": number, "open": bid, "high": bid + number,
                 "low": bid - 7, "close": bid - 2, "quotes": 2}
            )  # fmt: skip
        if number % 4 == 2:
            events.append({"type": "timer", "timer": 0, "due_time": 60 * number, "missed": number})
    events.insert(6, {"type": "fill", **FILL, "account": ACCOUNT_2})
    events.insert(11, {"type": "reject", "order": 2, "by": "risk", "code": "price_too_near", "account": ACCOUNT})
    events.insert(14, {"type": "margin_call"})
    events.append({"type": "stop"})
    return events


class Host:
    """Tells a program its events as Slipway does, and can start it anew."""

    def __init__(self, strategy: str, format: str, hash_seed: int = 0) -> None:
        self.command = (KEEPERS, strategy, format)
        self.told: dict[str, Any] = {"time": 0, "equity": 0, "account": {**ACCOUNT, "balance": 0}}
        self.terms: dict[str, Any] = {"currency": "", "money_digits": 0, "mode": "", "leverage": 1}
        self.program = self.start(hash_seed)

    def start(self, hash_seed: int = 0) -> Program:
        program = Program(*self.command, hash_seed=hash_seed)
        assert program.hello(state=1)["saves"] is True
        program.prepare(count="5")
        return program

    def tell(self, event: dict[str, Any]) -> list[dict[str, Any]]:
        program = self.program
        self.told["time"], self.told["equity"] = 1000 + program.sequence, 1_000_000_000 + program.sequence % 3
        self.told["account"] = event.get("account", self.told["account"])
        if event["type"] == "start":
            self.terms = {name: event[name] for name in self.terms}
        times = {"time": self.told["time"], "equity": self.told["equity"]}
        if not program.in_frames:
            return program.event(**{"kind": event["type"], **event, **times, "type": event["type"]})
        account = json.dumps(event["account"]).encode() if "account" in event else b""
        if event["type"] == "quote":
            body = struct.pack("<qqqq", *times.values(), event["bid"], event["ask"])
            return program.frame(2, body + account, event["symbol"])
        if event["type"] == "bar":
            names = ("start", "open", "high", "low", "close", "quotes")
            body = struct.pack("<9q", *times.values(), 60_000_000_000, *(event[name] for name in names))
            return program.frame(3, body + account, event["symbol"])
        return program.frame_event(**{"kind": event["type"], **event, **times})

    def kill_and_restore(self, hash_seed: int = 0) -> None:
        sequence, state = self.program.sequence, self.program.save()
        self.program.__exit__()
        self.program = self.start(hash_seed)
        self.program.restore(state, sequence, **self.terms, **self.told)
        assert self.program.save() == state

    def end(self) -> tuple[int, str]:
        return self.program.end()


def answers(format: str, *, saved: bool = False, killed_at: range = range(0), hash_seed: int = 0) -> list[Any]:
    host = Host("Remembering", format, hash_seed)
    found: list[Any] = []
    for number, event in enumerate(script()):
        if number in killed_at:
            host.kill_and_restore()
        if saved:
            assert host.program.save() == host.program.save()
        found.append(host.tell(event))
    assert host.end() == (0, "")
    return found


@pytest.fixture(scope="module", params=FORMATS)
def uninterrupted(request: Any) -> tuple[str, list[Any]]:
    """The answers of a strategy that was never killed."""
    return request.param, answers(request.param)


def test_both_formats_lead_to_the_same() -> None:
    assert answers("json") == answers("binary")


def test_saving_changes_nothing(uninterrupted: tuple[str, list[Any]]) -> None:
    format, expected = uninterrupted
    assert answers(format, saved=True) == expected


@pytest.mark.parametrize("first", range(4))
def test_killed_and_restored_before_some_events(uninterrupted: tuple[str, list[Any]], first: int) -> None:
    format, expected = uninterrupted
    assert answers(format, killed_at=range(first, len(expected), 4)) == expected


def test_killed_and_restored_before_every_event(uninterrupted: tuple[str, list[Any]]) -> None:
    format, expected = uninterrupted
    assert answers(format, killed_at=range(len(expected))) == expected


def test_a_state_is_the_same_bytes_whatever_the_hash_seed() -> None:
    states = []
    for seed in (0, 1, 2):
        host = Host("Remembering", "binary", hash_seed=seed)
        for event in script():
            host.tell(event)
        states.append(host.program.save())
        host.kill_and_restore(hash_seed=seed + 7)
        host.end()
    assert states[0] == states[1] == states[2]
    assert len(states[0]) > 5_000


@pytest.mark.parametrize("format", FORMATS)
def test_a_strategy_may_save_what_it_likes(format: str) -> None:
    host = Host("Own", format)
    quote = {"type": "quote", "symbol": 0, "bid": 1, "ask": 2}
    assert [host.tell(quote)[0]["order"] for _ in range(3)] == [1, 2, 3]
    host.kill_and_restore()
    assert host.tell(quote) == [{"do": "cancel", "order": 4}]
    assert host.end() == (0, "")


def test_a_strategy_that_forgets_saves_something_else() -> None:
    host = Host("Forgetting", "json")
    state = host.program.save()
    other = host.start()
    other.restore(state, 0, **host.terms, **host.told)
    assert other.save() != state
    other.end()
    host.end()


def test_only_what_keeps_its_state_says_so() -> None:
    for strategy, members in (("Keepless", {"state": 1}), ("Own", {})):
        with Program(KEEPERS, strategy, "binary") as program:
            assert "saves" not in program.hello(**members)


def test_a_strategy_that_was_not_to_be_saved_is_asked() -> None:
    with Program(KEEPERS, "Keepless", "json") as program:
        program.hello(state=1)
        program.prepare()
        program.input.write(b'{"type":"save","seq":0}\n')
        status, errors = program.end()
        assert status == 1
        assert errors.endswith("it was not said that the strategy saves its state\n")


@pytest.mark.parametrize("format", FORMATS)
def test_what_cannot_be_saved_is_the_last_word(format: str) -> None:
    for strategy, problem in (
        ("Careless", "self.model['link'][0]: a 'socket' can't be saved: a strategy's input are its events"),
        (
            "Streaming",
            "self.rows: a 'generator' can't be saved: keep in attributes what it needs to go on, and make it anew",
        ),
    ):
        host = Host(strategy, format)
        host.tell(script()[0])
        message = {"type": "save", "seq": 1}
        if format == "json":
            host.program.input.write(json.dumps(message).encode() + b"\n")
        else:
            body = json.dumps(message).encode()
            host.program.input.write(struct.pack("<IBBHQ", 12 + len(body), 1, 0, 0, 1) + body)
        assert host.end() == (1, problem + "\n")


def test_a_variable_that_changes_is_noted_once() -> None:
    host = Host("Global", "json")
    for _ in range(4):
        host.program.save()
        host.tell({"type": "quote", "symbol": 0, "bid": 1, "ask": 2})
    note = "the variable 'HISTORY' has changed and is not saved: keep it in an attribute of self\n"
    assert host.end() == (0, note)


def test_save_and_restore_go_together() -> None:
    with Program(KEEPERS, "Half", "json") as program:
        program.input.write(b'{"type":"hello","protocol":1,"formats":["json"],"state":1}\n')
        status, errors = program.end()
        assert status == 1
        assert errors.endswith("TypeError: Half has its own save, and so it needs its own restore\n")


def test_nothing_is_asked_for_while_it_is_restored() -> None:
    host = Host("Asking", "json")
    host.tell({"type": "quote", "symbol": 0, "bid": 1, "ask": 2})
    state = host.program.save()
    host.end()
    other = host.start()
    message = {"type": "restore", "seq": 1, **host.terms, **host.told, "state": state}
    other.input.write(json.dumps(message).encode() + b"\n")
    status, errors = other.end()
    assert status == 1
    assert errors.endswith("RuntimeError: a strategy asks for nothing while it is restored\n")


def test_a_state_that_cannot_be_read_is_the_last_word() -> None:
    host = Host("Own", "json")
    message = {"type": "restore", "seq": 1, **host.terms, **host.told, "state": '{"slipway":1}'}
    host.program.input.write(json.dumps(message).encode() + b"\n")
    assert host.end() == (1, "the state can't be read: KeyError: 'objects'\n")
