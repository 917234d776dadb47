"""Strategies whose state is kept: `python3 keepers.py CLASS FORMAT`."""

from __future__ import annotations

import random
import socket
import sys
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, Callable, ClassVar, Iterator, Optional, Sequence

import slipway
from slipway import Bar, BarRequest, Context, Fill, Instrument, Parameters, Quote, Reject, Timer, TimerRequest
from slipway.indicators import (
    AverageDirectionalIndex,
    AverageTrueRange,
    BarWindow,
    BollingerBands,
    ExponentialMovingAverage,
    MovingAverageConvergence,
    RealizedVolatility,
    RelativeStrengthIndex,
    SimpleMovingAverage,
    StochasticOscillator,
)


class Phase(Enum):
    WAITING = "waiting"
    TRADING = "trading"


@dataclass
class Memory:
    """What is known of an order."""

    order: int
    reason: Optional[str] = None
    notes: list[str] = field(default_factory=list)
    before: Optional[Memory] = None


class Remembering(slipway.Strategy):
    """Lets every answer depend on all that it has ever been told."""

    name = "remembering"
    bars = (BarRequest("M1"),)
    timers = (TimerRequest.every(60),)
    #: Shared by the class, and changed while it runs.
    seen: ClassVar[list[int]] = []
    count: ClassVar[int] = 0
    levels: ClassVar[tuple[int, ...]] = (3, 5, 8)

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        super().__init__(parameters, instruments)
        self.instruments = instruments
        self.first = instruments[0]
        self.mids: deque[float] = deque(maxlen=7)
        self.averages: list[Any] = [ExponentialMovingAverage(3), SimpleMovingAverage(4), RelativeStrengthIndex(3)]
        self.same_average = self.averages[0]
        self.bands, self.volatility = BollingerBands(4), RealizedVolatility(3)
        self.macd = MovingAverageConvergence(2, 3, 2)
        self.by_bars: list[Any] = [AverageTrueRange(2), AverageDirectionalIndex(2), StochasticOscillator(2, 2, 2)]
        self.window = BarWindow(3)
        self.random = random.Random(int(parameters["count"]))
        self.words: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.orders: defaultdict[str, list[int]] = defaultdict(list)
        self.last: Optional[Memory] = None
        self.by_order: dict[int, Memory] = {}
        self.phase = Phase.WAITING
        self.spent = Decimal(0)
        self.next: Callable[[Context, int], None] = self.buy
        self.context: Optional[Context] = None
        self.to_be_deleted = "soon"
        self.alias = self.seen

    def on_start(self, context: Context) -> None:
        self.counts["start"] += 1
        self.context = context
        self.account = context.account
        self.quotes = context.quotes
        del self.to_be_deleted

    def mix(self, context: Context) -> int:
        """A number that depends on everything."""
        values: list[Any] = [average.value for average in [*self.averages, self.bands, self.macd, self.volatility]]
        values += [indicator.value for indicator in self.by_bars]
        values += [list(self.mids), sorted(self.words), list(self.counts.items()), dict(self.orders), self.phase]
        values += [self.seen, self.count, self.random.random(), str(self.spent), list(self.window)]
        values += [context.positions, context.orders, context.account, self.quotes, context.now]
        values += [self.account is context.account, self.context is context, self.quotes is context.quotes]
        values += [self.same_average is self.averages[0], self.first is context.instruments[0]]
        values += [hasattr(self, "to_be_deleted"), self.levels, self.alias is type(self).seen]
        memory, known = self.last, []
        while memory is not None:
            known.append((memory.order, memory.reason, memory.notes, self.by_order.get(memory.order) is memory))
            memory = memory.before
        # Texts are the same in every process, unlike hashes of objects.
        return sum((place + 1) * ord(letter) for place, letter in enumerate(repr((values, known)))) % 1_000_003

    def buy(self, context: Context, mix: int) -> None:
        self.phase, self.next = Phase.TRADING, self.sell
        number = context.buy(units=1_000 + mix, stop_loss=100_000)
        self.last = self.by_order[number] = Memory(number, before=self.last)
        self.orders["buy"].append(number)

    def sell(self, context: Context, mix: int) -> None:
        self.phase, self.next = Phase.WAITING, self.buy
        number = context.limit("sell", price=120_000 + mix, units=2_000)
        self.last = self.by_order[number] = Memory(number, before=self.last)
        self.orders["sell"].append(number)

    def on_quote(self, quote: Quote, context: Context) -> None:
        mid = (quote.bid + quote.ask) / 2
        self.mids.append(mid)
        for average in [*self.averages, self.bands, self.macd, self.volatility]:
            average.add(mid)
        self.words.add(f"w{quote.bid % 11}")
        self.counts[f"q{quote.bid % 3}"] += 1
        self.seen.append(quote.bid)
        type(self).count += 1
        self.next(context, self.mix(context))

    def on_bar(self, bar: Bar, context: Context) -> None:
        self.window.add(bar)
        for indicator in self.by_bars:
            indicator.add(bar)
        context.close(1, units=self.mix(context))

    def on_timer(self, timer: Timer, context: Context) -> None:
        self.spent += Decimal(timer.due_time) / 3
        context.protect(1, stop_loss=self.mix(context))

    def on_fill(self, fill: Fill, context: Context) -> None:
        memory = self.by_order.get(fill.order)
        if memory is not None:
            memory.reason = fill.reason
            memory.notes.append(f"at {fill.price}")
        context.cancel(1 + self.mix(context))

    def on_reject(self, reject: Reject, context: Context) -> None:
        self.by_order.pop(reject.order, None)
        self.words.discard("w1")
        context.cancel(1 + self.mix(context))

    def on_margin_call(self, context: Context) -> None:
        context.cancel(1 + self.mix(context))


class Own(slipway.Strategy):
    """Saves what it likes."""

    name = "own"

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        super().__init__(parameters, instruments)
        self.rows = (number for number in range(100))
        self.taken = 0

    def save(self) -> object:
        return {"taken": self.taken}

    def restore(self, value: Any) -> None:
        for _ in range(value["taken"]):
            self.take()

    def take(self) -> int:
        self.taken += 1
        return next(self.rows)

    def on_quote(self, quote: Quote, context: Context) -> None:
        context.cancel(1 + self.take())


class Forgetting(Own):
    """Restores something else than it has saved."""

    def restore(self, value: Any) -> None:
        self.taken = 99


class Careless(slipway.Strategy):
    name = "careless"

    def on_start(self, context: Context) -> None:
        self.model = {"link": [socket.socket()]}


HISTORY: list[int] = []
LEVELS = [1, 2, 3]


class Global(slipway.Strategy):
    """Keeps its state where it is not saved."""

    name = "global"

    def on_quote(self, quote: Quote, context: Context) -> None:
        HISTORY.append(quote.bid + len(LEVELS))


class Streaming(slipway.Strategy):
    name = "streaming"

    def __init__(self, parameters: Parameters, instruments: Sequence[Instrument]) -> None:
        super().__init__(parameters, instruments)
        self.rows: Iterator[int] = (number for number in range(3))


class Keepless(slipway.Strategy):
    name = "keepless"
    saves = False


class Half(slipway.Strategy):
    name = "half"

    def save(self) -> object:
        return 1


class Asking(Own):
    """Asks for an order while it is restored."""

    def on_quote(self, quote: Quote, context: Context) -> None:
        self.context = context

    def save(self) -> object:
        return self.context

    def restore(self, value: Any) -> None:
        value.buy("1")


if __name__ == "__main__":
    slipway.run(globals()[sys.argv[1]], format=sys.argv[2])
