"""Seeded random states: what comes back has the same shape, and the same text."""

from __future__ import annotations

import array
import collections
import datetime
import decimal
import enum
import math
import random
import types
from typing import Any, Callable

import pytest
from test_state import Color, Key, MoreSlotted, Node, Plain, Slotted, Trade, text, value


class Maker:
    """Makes random values that share parts with each other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made: list[Any] = []

    def atom(self) -> Any:
        choose = self.random
        makers: list[Callable[[], Any]] = [
            lambda: None,
            lambda: choose.random() < 0.5,
            lambda: choose.getrandbits(choose.choice((3, 62, 64, 200))) * choose.choice((1, -1)),
            lambda: choose.uniform(-1e6, 1e6),
            lambda: choose.choice((0.0, -0.0, math.inf, -math.inf, 5e-324)),
            lambda: "".join(chr(choose.choice((65, 10, 233, 0x1F600, 0xD800))) for _ in range(choose.randrange(4))),
            lambda: choose.randbytes(choose.randrange(5)),
            lambda: decimal.Decimal(choose.getrandbits(40)).scaleb(-choose.randrange(20)),
            lambda: datetime.datetime(2024, 1, 1) + datetime.timedelta(seconds=choose.getrandbits(30)),
            lambda: choose.choice(list(Color)),
        ]
        return choose.choice(makers)()

    def hashable(self, depth: int) -> Any:
        kind = self.random.randrange(4) if depth > 0 else 0
        if kind == 1:
            return tuple(self.hashable(depth - 1) for _ in range(self.random.randrange(4)))
        if kind == 2:
            return frozenset(self.hashable(depth - 1) for _ in range(self.random.randrange(3)))
        if kind == 3:
            return Key(f"k{self.random.getrandbits(16)}", self.random.random())
        return self.atom()

    def any(self, depth: int) -> Any:
        if depth == 0:
            return self.atom()
        if self.made and self.random.random() < 0.15:
            return self.random.choice(self.made)
        made = self.new(depth)
        self.made.append(made)
        return made

    def several(self, depth: int) -> list[Any]:
        return [self.any(depth - 1) for _ in range(self.random.randrange(5))]

    def new(self, depth: int) -> Any:
        choose = self.random
        kind = choose.randrange(13)
        if kind == 0:
            made: list[Any] = []
            self.made.append(made)
            made.extend(self.several(depth))
            return made
        if kind == 1:
            return tuple(self.several(depth))
        if kind == 2:
            return {self.hashable(2): held for held in self.several(depth)}
        if kind == 3:
            return {self.hashable(2) for _ in range(choose.randrange(6))}
        if kind == 4:
            return collections.deque(self.several(depth), choose.choice((None, 5, 9)))
        if kind == 5:
            lists: Any = collections.defaultdict(list)
            lists.update({self.hashable(1): held for held in self.several(depth)})
            return lists
        if kind == 6:
            trade = Trade(choose.getrandbits(8))
            self.made.append(trade)
            trade.following = self.any(depth - 1)
            return trade
        if kind == 7:
            return MoreSlotted(self.any(depth - 1), self.any(depth - 1))
        if kind == 8:
            return random.Random(choose.getrandbits(8))
        if kind == 9:
            return array.array("q", [choose.getrandbits(60) for _ in range(3)])
        if kind == 10:
            node = Node(f"n{choose.getrandbits(32)}")
            self.made.append(node)
            node.others = {node: self.any(depth - 1), self.hashable(1): self.any(depth - 1)}
            node.rule = choose.choice((None, node.hello))
            return node
        if kind == 11:
            return Plain(**{f"a{number}": held for number, held in enumerate(self.several(depth))})
        return collections.OrderedDict((self.hashable(1), held) for held in self.several(depth))


def same_shape(left: Any, right: Any) -> None:
    """Whether two graphs have the same types and values at the same places, shared alike."""
    pairs: dict[int, int] = {}
    waiting = [(left, right)]
    while waiting:
        one, other = waiting.pop()
        assert type(one) is type(other)
        if isinstance(one, (type(None), bool, int, str, bytes, float, decimal.Decimal, datetime.datetime, enum.Enum)):
            assert repr(one) == repr(other)
            continue
        if id(one) in pairs:
            assert pairs[id(one)] == id(other)
            continue
        if one != ():
            pairs[id(one)] = id(other)
        if isinstance(one, (set, frozenset)):
            assert one == other
        elif isinstance(one, dict):
            waiting += list(zip(one.keys(), other.keys())) + list(zip(one.values(), other.values()))
            assert len(one) == len(other)
        elif isinstance(one, (list, tuple, collections.deque)):
            assert len(one) == len(other)
            waiting += list(zip(one, other))
        elif isinstance(one, random.Random):
            assert one.getstate() == other.getstate()
        elif isinstance(one, array.array):
            assert one == other
        elif isinstance(one, types.MethodType):
            waiting.append((one.__self__, other.__self__))
        elif isinstance(one, Slotted):
            waiting += [(one.left, other.left), (one.hidden, other.hidden)]
        if hasattr(one, "__dict__"):
            waiting.append((vars(one), vars(other)))
    assert len(set(pairs.values())) == len(pairs), "what was apart is shared"


@pytest.mark.parametrize("seed", range(400))
def test_random_states(seed: int) -> None:
    original = Maker(seed).any(5)
    before = text(original)
    restored = value(before)
    assert text(restored) == before, "restored and saved again"
    assert text(original) == before, "saving changes nothing"
    same_shape(original, restored)
