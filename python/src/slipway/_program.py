"""The protocol: `docs/own-strategies.md` has it to the letter."""

from __future__ import annotations

import json
import os
import sys
from struct import Struct
from typing import Any, BinaryIO, Callable, Iterable, Optional

from ._climate import ClimateReading
from ._keeping import Keeper
from ._naming import StateError
from ._strategy import Context, Strategy
from ._values import (
    Bar,
    BreakEven,
    Fill,
    Instrument,
    Order,
    Parameter,
    ParameterError,
    Position,
    Quote,
    Reject,
    Timer,
)

PROTOCOL = 1
_HEADER = Struct("<IBBHQ")
_QUOTE = Struct("<qqqq")
_BAR = Struct("<qqqqqqqqq")
_OBJECT_FRAME, _QUOTE_FRAME, _BAR_FRAME, _ANSWER_FRAME, _STATE_FRAME = 1, 2, 3, 4, 5
_LOTS = Parameter("lots", "lots")


def _known(fields: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The fields of those names: later versions of Slipway may send more."""
    known = {name: fields[name] for name in names if name in fields}
    if "break_even" in known:
        known["break_even"] = BreakEven(**known["break_even"])
    return known


class ProtocolError(Exception):
    """Slipway sent what this module does not understand: their versions differ."""


class _Host:
    """A strategy and the conversation Slipway has with it."""

    def __init__(self, strategy: type[Strategy], source: BinaryIO, sink: BinaryIO, format: str) -> None:
        self._type = strategy
        self._source = source
        self._sink = sink
        self._format = format
        self._strategy: Optional[Strategy] = None
        self._context = Context(())
        self._keeper: Optional[Keeper] = None
        self._timeframes: dict[int, str] = {}
        #: Whether Slipway can tell of regimes, and what takes the changes after the numbers of a frame.
        self._has_regimes = False
        self._take_changes: Callable[[dict[str, Any]], None] = self._update
        self._handlers: dict[str, Callable[[dict[str, Any]], None]] = {
            "start": self._start,
            "quote": self._quote,
            "bar": self._bar,
            "timer": self._timer,
            "fill": self._fill,
            "reject": self._reject,
            "margin_call": self._margin_call,
            "stop": self._stop,
            "restore": self._restore,
        }

    # The handshake

    def greet(self) -> bool:
        """Answers `hello` and `prepare`; whether a run follows."""
        if not self._hello() or not self._prepare():
            return False
        return True

    def _message(self, expected: str) -> Optional[dict[str, Any]]:
        line = self._source.readline()
        if not line:
            return None
        message: dict[str, Any] = json.loads(line)
        if message.get("type") != expected:
            raise ProtocolError(f"expected '{expected}', was {message.get('type')!r}")
        return message

    def _say(self, message: dict[str, Any]) -> None:
        self._sink.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
        self._sink.flush()

    def _hello(self) -> bool:
        hello = self._message("hello")
        if hello is None:
            return False
        if hello["protocol"] != PROTOCOL:
            raise ProtocolError(f"Slipway speaks protocol {hello['protocol']}, this module {PROTOCOL}")
        strategy = self._type
        answer = {
            "type": "strategy",
            "protocol": PROTOCOL,
            "format": self._format,
            "name": strategy.name,
            "version": strategy.version,
            "summary": strategy.summary,
            "needs_hedging": strategy.needs_hedging,
            "parameters": [parameter.message() for parameter in strategy.parameters],
        }
        self._has_regimes = bool(hello.get("regimes"))
        if strategy.suits is not None and self._has_regimes:
            answer["suits"] = strategy.suits.message()
        if strategy.saves and hello.get("state"):
            self._keeper = Keeper(strategy, Strategy)
            answer["saves"] = True
        self._say(answer)
        return True

    def _prepare(self) -> bool:
        prepare = self._message("prepare")
        if prepare is None:
            return False
        names = Instrument.__dataclass_fields__
        instruments = [Instrument(**_known(fields, names)) for fields in prepare["instruments"]]
        known = {parameter.name: parameter for parameter in self._type.parameters}
        values = {
            name: known.get(name, _LOTS).value(text) for name, text in prepare["parameters"].items()
        }
        try:
            strategy = self._type(values, instruments)
        except ParameterError as error:
            self._say({"type": "refused", "parameter": error.parameter, "problem": error.problem})
            return False
        self._strategy = strategy
        self._context = Context(instruments)
        bars = [{"timeframe": bar.timeframe, "symbol": bar.symbol} for bar in strategy.bars]
        timers = [
            {name: value for name, value in timer._asdict().items() if value is not None}
            for timer in strategy.timers
        ]
        ready = {"type": "ready", "quotes": strategy.wants_quotes, "bars": bars, "timers": timers}
        if strategy.regimes:
            if not self._has_regimes:
                raise ProtocolError("this version of Slipway tells no strategy of regimes")
            ready["regimes"] = [{"timeframe": each.timeframe, "symbol": each.symbol} for each in strategy.regimes]
            self._take_changes = self._take_account_and_climate
        self._say(ready)
        return True

    # The run

    def converse(self) -> None:
        """Answers events until Slipway closes the stream."""
        if self._format == "binary":
            self._converse_in_frames()
        else:
            self._converse_in_lines()

    def _converse_in_lines(self) -> None:
        for line in self._source:
            event = json.loads(line)
            answer: dict[str, Any] = {"seq": event["seq"]}
            if event["type"] == "save":
                answer["state"] = self._save()
            else:
                self._dispatch(event)
                requests = self._context._take()
                if requests:
                    answer["requests"] = requests
            self._say(answer)

    def _converse_in_frames(self) -> None:
        read, write, flush = self._source.read, self._sink.write, self._sink.flush
        unpack, pack = _HEADER.unpack, _HEADER.pack
        size, quote_size = _HEADER.size, _QUOTE.size
        context, strategy = self._context, self._strategy
        assert strategy is not None
        while True:
            header = read(size)
            if len(header) < size:
                return
            length, kind, _, symbol, sequence = unpack(header)
            body = read(length - size + 4)
            if kind == _QUOTE_FRAME:
                time, context.account.equity, bid, ask = _QUOTE.unpack_from(body)
                if len(body) > quote_size:
                    self._take_changes(json.loads(body[quote_size:]))
                context.now = time
                quote = context.quotes[symbol] = Quote(symbol, time, bid, ask)
                strategy.on_quote(quote, context)
            elif kind == _BAR_FRAME:
                self._bar_frame(symbol, body)
            elif kind == _OBJECT_FRAME:
                event = json.loads(body)
                if event["type"] == "save":
                    state = self._save().encode()
                    write(pack(size - 4 + len(state), _STATE_FRAME, 0, 0, sequence) + state)
                    flush()
                    continue
                self._dispatch(event)
            else:
                raise ProtocolError(f"there is no frame of kind {kind}")
            requests = context._take() if context._requests else None
            text = json.dumps(requests, separators=(",", ":")).encode() if requests else b""
            write(pack(size - 4 + len(text), _ANSWER_FRAME, 0, 0, sequence) + text)
            flush()

    def _bar_frame(self, symbol: int, body: bytes) -> None:
        now, equity, length, start, opened, high, low, close, quotes = _BAR.unpack_from(body)
        context = self._context
        context.now, context.account.equity = now, equity
        if len(body) > _BAR.size:
            self._take_changes(json.loads(body[_BAR.size :]))
        timeframe = self._timeframes.get(length) or self._name_timeframe(length)
        assert self._strategy is not None
        self._strategy.on_bar(Bar(symbol, timeframe, start, opened, high, low, close, quotes), context)

    def _name_timeframe(self, nanoseconds: int) -> str:
        minutes = nanoseconds // 60_000_000_000
        for unit, letter in ((1440, "D"), (60, "H"), (1, "M")):
            if minutes % unit == 0:
                self._timeframes[nanoseconds] = f"{letter}{minutes // unit}"
                break
        return self._timeframes[nanoseconds]

    def _dispatch(self, event: dict[str, Any]) -> None:
        handler = self._handlers.get(event["type"])
        self._context.now = event["time"]
        self._context.account.equity = event["equity"]
        self._take_account_and_climate(event)
        # An event of a later version of Slipway is only answered.
        if handler is not None:
            handler(event)

    def _take_account_and_climate(self, event: dict[str, Any]) -> None:
        if "account" in event:
            self._update(event["account"])
        for fields in event.get("climate", ()):
            reading = ClimateReading(**_known(fields, ClimateReading._fields))
            self._context._climate[reading.symbol, reading.timeframe] = reading

    def _update(self, account: dict[str, Any]) -> None:
        self._context.account.balance = account["balance"]
        self._context.account.used_margin = account.get("used_margin", 0)
        self._context.positions = tuple(
            Position(**_known(fields, Position._fields)) for fields in account["positions"]
        )
        self._context.orders = tuple(Order(**_known(fields, Order._fields)) for fields in account["orders"])

    @property
    def _running(self) -> Strategy:
        assert self._strategy is not None
        return self._strategy

    def _take_terms(self, event: dict[str, Any]) -> None:
        account = self._context.account
        account.currency, account.money_digits = event["currency"], event["money_digits"]
        account.mode, account.leverage = event["mode"], event["leverage"]

    def _start(self, event: dict[str, Any]) -> None:
        self._take_terms(event)
        self._running.on_start(self._context)

    def _quote(self, event: dict[str, Any]) -> None:
        quote = Quote(event["symbol"], event["time"], event["bid"], event["ask"])
        self._context.quotes[quote.symbol] = quote
        self._running.on_quote(quote, self._context)

    def _bar(self, event: dict[str, Any]) -> None:
        self._running.on_bar(Bar(**{name: event[name] for name in Bar._fields}), self._context)

    def _timer(self, event: dict[str, Any]) -> None:
        timer = Timer(event["timer"], event["due_time"], event["missed"])
        self._running.on_timer(timer, self._context)

    def _fill(self, event: dict[str, Any]) -> None:
        event["time"] = event["fill_time"]
        self._running.on_fill(Fill(**{name: event[name] for name in Fill._fields}), self._context)

    def _reject(self, event: dict[str, Any]) -> None:
        reject = Reject(event["order"], event["by"], event["code"])
        self._running.on_reject(reject, self._context)

    def _margin_call(self, event: dict[str, Any]) -> None:
        self._running.on_margin_call(self._context)

    def _stop(self, event: dict[str, Any]) -> None:
        self._running.on_stop(self._context)

    # The state

    @property
    def _kept(self) -> Keeper:
        if self._keeper is None:
            raise ProtocolError("it was not said that the strategy saves its state")
        return self._keeper

    def _save(self) -> str:
        text = self._kept.save(self._running, self._context)
        if self._context._requests:
            raise RuntimeError("a strategy asks for nothing while it is saved")
        return text

    def _restore(self, event: dict[str, Any]) -> None:
        self._take_terms(event)
        self._kept.restore(self._running, self._context, event["state"])
        if self._context._requests:
            raise RuntimeError("a strategy asks for nothing while it is restored")


def run(strategy: type[Strategy], *, format: str = "binary") -> None:
    """Runs a strategy under Slipway, to the end of the run; the last line of a strategy's file.

    `format`: how events are sent, "binary" (faster) or "json" (readable).
    """
    if format not in ("binary", "json"):
        raise ValueError(f"format must be 'binary' or 'json', was {format!r}")
    if sys.stdin.isatty():
        sys.exit("This is a strategy for Slipway: slipway backtest --strategy 'exec:python3 FILE' …")
    # Whatever prints, prints to standard error: standard output is the protocol's.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    host = _Host(strategy, sys.stdin.buffer, sink, format)
    try:
        if host.greet():
            host.converse()
    except StateError as error:
        sys.exit(str(error))
    except BrokenPipeError:
        # Slipway has gone; it has said why.
        os._exit(1)
