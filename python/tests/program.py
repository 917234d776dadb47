"""Talks to a strategy program as Slipway does."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

SOURCES = Path(__file__).parent.parent / "src"

EURUSD = {
    "symbol": 0,
    "name": "EURUSD",
    "asset_class": "fx",
    "base": "EUR",
    "quote": "USD",
    "digits": 5,
    "points_per_pip": 10,
    "quantity_digits": 0,
    "units_per_lot": 100000,
    "minimum_units": 1000,
    "step_units": 1000,
    "maximum_units": 50000000,
    "tick_points": 1,
}
ACCOUNT = {"balance": 1_000_000_000, "positions": [], "orders": []}


class Program:
    """A strategy program under test."""

    def __init__(self, *command: str, hash_seed: int = 0) -> None:
        environment = {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONDONTWRITEBYTECODE": "1"}
        environment["PYTHONHASHSEED"] = str(hash_seed)
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.input, self.output = self.process.stdin, self.process.stdout
        self.sequence = 0
        self.in_frames = False

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Sends a line and reads the line that answers."""
        self.input.write(json.dumps(message).encode() + b"\n")
        self.input.flush()
        answer: dict[str, Any] = json.loads(self.output.readline())
        return answer

    def hello(self, **members: Any) -> dict[str, Any]:
        answer = self.ask({"type": "hello", "protocol": 1, "formats": ["json", "binary"], **members})
        self.in_frames = answer.get("format") == "binary"
        return answer

    def prepare(self, **parameters: str) -> dict[str, Any]:
        values = {"lots": "0.10", **parameters}
        return self.ask({"type": "prepare", "instruments": [EURUSD], "parameters": values})

    def event(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        """Sends an event as JSON and returns the requests."""
        self.sequence += 1
        event = {"type": kind, "seq": self.sequence, "time": 1000, "equity": 1_000_000_000, **fields}
        answer = self.ask(event)
        assert answer["seq"] == self.sequence
        requests: list[dict[str, Any]] = answer.get("requests", [])
        return requests

    def frame(self, kind: int, body: bytes, symbol: int = 0) -> list[dict[str, Any]]:
        """Sends a frame and returns the requests."""
        self.sequence += 1
        answer_kind, text = self.exchange(kind, body, symbol)
        assert answer_kind == 4
        requests: list[dict[str, Any]] = json.loads(text) if text else []
        return requests

    def exchange(self, kind: int, body: bytes, symbol: int = 0) -> tuple[int, bytes]:
        """Sends a frame with the present number and returns kind and body of the one that answers."""
        header = struct.pack("<IBBHQ", 12 + len(body), kind, 0, symbol, self.sequence)
        self.input.write(header + body)
        self.input.flush()
        length, answer_kind, zero, symbol, sequence = struct.unpack("<IBBHQ", self.output.read(16))
        assert (zero, symbol, sequence) == (0, 0, self.sequence)
        return answer_kind, self.output.read(length - 12)

    def save(self) -> str:
        """Asks for the state."""
        message = {"type": "save", "seq": self.sequence}
        if not self.in_frames:
            answer = self.ask(message)
            assert list(answer) == ["seq", "state"] and answer["seq"] == self.sequence
            return str(answer["state"])
        kind, body = self.exchange(1, json.dumps(message).encode())
        assert kind == 5
        return body.decode()

    def restore(self, state: str, sequence: int, **members: Any) -> None:
        """Gives a program that has just been prepared its state back."""
        self.sequence = sequence
        message = {"type": "restore", "seq": sequence, **members, "state": state}
        if not self.in_frames:
            assert self.ask(message) == {"seq": sequence}
        else:
            assert self.exchange(1, json.dumps(message).encode()) == (4, b"")

    def frame_event(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        """Sends an event as a JSON object in a frame."""
        event = {"type": kind, "seq": self.sequence + 1, "time": 1000, "equity": 1_000_000_000, **fields}
        return self.frame(1, json.dumps(event).encode())

    def end(self, timeout: float = 10) -> tuple[int, str]:
        """Closes the input; the exit code and what went to the standard error."""
        _, errors = self.process.communicate(timeout=timeout)
        return self.process.returncode, errors.decode()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *exception: Optional[object]) -> None:
        self.process.kill()
        self.process.communicate()
