"""States as texts: what comes back, to the byte, and what can't be saved."""

from __future__ import annotations

import array
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import io
import itertools
import json
import math
import pathlib
import random
import re
import socket
import threading
import types
import uuid
import zoneinfo
from typing import Any, Callable, Generic, Iterator, NamedTuple, Optional, TypeVar

import pytest

import slipway
from slipway._restoring import Decoder, document_of
from slipway._state import Encoder, text_of


class Color(enum.Enum):
    RED = 1
    GREEN = "g"


class Mode(enum.IntEnum):
    SLOW = 1
    FAST = 2


class Access(enum.Flag):
    READ = 1
    WRITE = 2


class Level(NamedTuple):
    price: int
    name: str = "none"


@dataclasses.dataclass
class Trade:
    id: int
    tags: list[str] = dataclasses.field(default_factory=list)
    following: Optional[Trade] = None


@dataclasses.dataclass(frozen=True)
class Key:
    symbol: str
    number: float


class Slotted:
    __slots__ = ("__hidden", "left", "unset")

    def __init__(self, left: Any, hidden: Any) -> None:
        self.left = left
        self.__hidden = hidden

    @property
    def hidden(self) -> Any:
        return self.__hidden


class MoreSlotted(Slotted):
    """Has a slot of its own and a dict besides."""

    def __init__(self, left: Any, hidden: Any) -> None:
        super().__init__(left, hidden)
        self.extra = [left]


class Node:
    def __init__(self, name: str) -> None:
        self.name = name
        self.others: dict[Any, Any] = {}
        self.rule: Optional[Callable[[], str]] = None

    def hello(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


class Ledger(list[int]):
    total = 0


class Book(dict[str, int]):
    def __setitem__(self, key: str, value: int) -> None:
        raise RuntimeError("a book is restored without being asked")


class Points(int):
    unit: str


Element = TypeVar("Element")


class Ring(Generic[Element]):
    def __init__(self, element: Element) -> None:
        self.element = element


class Proxy:
    """Has attributes of another, and none of its own may be set."""

    def __init__(self, inner: Any) -> None:
        self.__dict__["inner"] = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise RuntimeError("a proxy is restored without being asked")


class SlottedProxy:
    """Answers for what it has not."""

    __slots__ = ("inner",)

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class Plain:
    """Compared by identity."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


def crossing(fast: float, slow: float) -> bool:
    return fast > slow


def text(value: Any) -> str:
    encoder = Encoder({})
    written = encoder.root(value, "self")
    return text_of({"slipway": 1, "value": written, **encoder.tables()})


def value(text: str) -> Any:
    document = document_of(text)
    return Decoder(document, {}).value(document["value"])


def again(original: Any) -> Any:
    """The value restored from its text, whose own text is the same."""
    saved = text(original)
    restored = value(saved)
    assert text(restored) == saved
    return restored


PARIS = zoneinfo.ZoneInfo("Europe/Paris")
EAST = datetime.timezone(datetime.timedelta(hours=5, minutes=30), "East")


@pytest.mark.parametrize(
    "original",
    [
        None,
        True,
        1,
        -(2**63),
        2**63,
        -(7**5000),
        0.1 + 0.2,
        5e-324,
        1e300,
        "",
        "\x00 \U0001f600 \ud800 \"\\",
        b"\x00\xff",
        1.5 - 2j,
        ...,
        range(3, -9, -2),
        slice(None, 4),
        decimal.Decimal("1.10"),
        decimal.Decimal("-0E-28"),
        decimal.Decimal("Infinity"),
        fractions.Fraction(-(10**40), 3),
        datetime.date(2024, 2, 29),
        datetime.datetime(2024, 10, 27, 2, 30, 0, 1, tzinfo=PARIS, fold=1),
        datetime.datetime(1, 1, 1, tzinfo=EAST),
        datetime.time(23, 59, 59, 999_999, tzinfo=datetime.timezone.utc),
        datetime.timedelta(-1, 2, 3),
        EAST,
        pathlib.Path("/tmp/a b"),
        uuid.UUID(int=5),
        re.compile(r"\d+(a|b)", re.IGNORECASE),
        Color.RED,
        Color.GREEN,
        Mode.FAST,
        Access.READ | Access.WRITE,
        [Color.RED, Mode.SLOW],
        Level(5, "x"),
        Key("a", 0.5),
        collections.OrderedDict([("b", 1), ("a", 2)]),
        collections.Counter("abca"),
        collections.deque([1, 2, 3], maxlen=3),
        array.array("d", [0.1, math.inf]),
        bytearray(b"abc"),
        {"b": 1, "a": 2, (1, (2, "x")): 3, None: 4, 1.5: 5, Color.RED: 6, frozenset((1, 2)): 7, Key("k", 1): 8},
        {1, 2, 300, -5},
        {"one", "two", "three"},
        {1, "one", (2, 3), None, Key("k", 1), Color.RED, frozenset(("x",))},
        [5],
        [[0]],
        [{"": 0}],
        ["f", "i", "@"],
        crossing,
        math.sqrt,
        len,
        Trade,
        Trade.__init__,
    ],
    ids=repr,
)
def test_a_value_comes_back(original: Any) -> None:
    restored = again(original)
    assert restored == original and type(restored) is type(original)
    # The order of a set is no part of it.
    assert isinstance(original, set) or repr(restored) == repr(original)


def test_floats_keep_their_bits() -> None:
    values = [0.0, -0.0, math.inf, -math.inf, math.nan, 1.0]
    assert [v.hex() for v in again(values)] == [v.hex() for v in values]
    assert math.copysign(1, again([-0.0])[0]) == -1
    assert [type(v) for v in again([1, 1.0, True])] == [int, float, bool]


def test_the_order_of_a_dict_is_kept() -> None:
    original = {"z": 1, "a": 2}
    del original["z"]
    original["z"] = 3
    assert list(again(original)) == ["a", "z"]
    assert list(again(collections.Counter({"b": 0, "a": -1})).items()) == [("b", 0), ("a", -1)]


def test_shared_objects_stay_shared() -> None:
    shared: list[Any] = [1]
    tuple_of_it = (shared, shared)
    restored = again({"a": shared, "b": tuple_of_it, "c": [tuple_of_it, collections.deque([shared])]})
    assert restored["a"] is restored["b"][0] is restored["b"][1] is restored["c"][1][0]
    assert restored["b"] is restored["c"][0]
    equal = again([[1], [1]])
    assert equal[0] is not equal[1]


def test_cycles_stay_cycles() -> None:
    ring: list[Any] = []
    ring.append((ring, {"ring": ring}))
    restored = again(ring)
    assert restored[0][0] is restored and restored[0][1]["ring"] is restored
    from_the_tuple = again(ring[0])
    assert from_the_tuple[0][0] is from_the_tuple
    node, other = Node("a"), Node("b")
    node.others = {other: 1, node: 2}
    other.others = {node: 3}
    restored_node = again(node)
    assert list(restored_node.others) == [other, node] and list(restored_node.others)[1] is restored_node
    assert restored_node.others[Node("b")] == 1 and restored_node.others[restored_node] == 2


def test_a_long_chain_needs_no_deep_stack() -> None:
    first = last = Trade(0)
    for number in range(1, 50_000):
        last.following = Trade(number)
        last = last.following
    restored: Optional[Trade] = again(first)
    count = 0
    while restored is not None:
        assert restored.id == count
        restored, count = restored.following, count + 1
    assert count == 50_000


def test_objects_have_their_attributes_back() -> None:
    trade = again(Trade(1, ["x"], Trade(2)))
    assert trade == Trade(1, ["x"], Trade(2))
    slotted = again(MoreSlotted(3, {"h": 1}))
    assert (slotted.left, slotted.hidden, slotted.extra) == (3, {"h": 1}, [3])
    assert not hasattr(slotted, "unset")
    ledger = Ledger([1, 2])
    ledger.total = 3
    restored = again(ledger)
    assert restored == [1, 2] and restored.total == 3 and type(restored) is Ledger
    book = Book({"a": 1})
    assert again(book) == {"a": 1} and type(again(book)) is Book
    points = Points(10**20)
    points.unit = "pt"
    assert again(points) == 10**20 and again(points).unit == "pt"
    assert again(types.SimpleNamespace(b=1, a=[2])) == types.SimpleNamespace(b=1, a=[2])


def test_objects_with_ways_of_their_own_come_back() -> None:
    assert again(Ring[int](5)).element == 5
    proxy = again(Proxy(Trade(7)))
    assert proxy.id == 7 and type(proxy) is Proxy
    slotted = again(SlottedProxy(Trade(8)))
    assert slotted.id == 8 and type(slotted.inner) is Trade


def test_methods_are_those_of_the_restored_object() -> None:
    node = Node("a")
    node.rule = node.hello
    restored = again(node)
    assert restored.rule.__self__ is restored and restored.rule() == "a"


def test_a_dict_with_defaults_goes_on() -> None:
    lists: Any = collections.defaultdict(list)
    lists["a"].append(1)
    restored = again(lists)
    restored["b"].append(2)
    assert restored == {"a": [1], "b": [2]} and restored.default_factory is list
    assert "c" not in again(restored) and len(again(restored)) == 2


def test_random_numbers_go_on() -> None:
    source = random.Random(7)
    source.gauss(0, 1)
    restored = again({"random": source})["random"]
    assert [restored.gauss(0, 1) for _ in range(5)] == [source.gauss(0, 1) for _ in range(5)]
    assert restored.random() == source.random()


def test_a_bounded_queue_stays_bounded() -> None:
    queue = again(collections.deque([1.5, 2.5], maxlen=2))
    queue.append(3.5)
    assert list(queue) == [2.5, 3.5]


def _numbers() -> Iterator[int]:
    yield 1


class Threaded(threading.Thread):
    pass


def _local() -> Any:
    class Local:
        pass

    return Local()


@pytest.mark.parametrize(
    ("name", "original", "reason"),
    [
        ("generator", _numbers(), "keep in attributes what it needs"),
        ("list_iterator", iter([1]), "keep what it is made of"),
        ("count", itertools.count(), "keep a number"),
        ("function", lambda: 1, "a lambda, local function"),
        ("builtin_function_or_method", [].append, "a lambda, local function"),
        ("partial", functools.partial(crossing, 1), "keep what it is made of"),
        ("socket", socket.socket(), "input are its events"),
        ("TextIOWrapper", open(__file__), "open it where it is read"),
        ("StringIO", io.StringIO(), "keep what it is made of"),
        ("Thread", threading.Thread(), "one thread"),
        ("Threaded", Threaded(), "its class rests on 'Thread'"),
        ("lock", threading.Lock(), "one thread"),
        ("module", math, "import it at the top"),
        ("Local", _local(), "stands in a function"),
        ("type", type(_local()), "can't be found again"),
        ("SystemRandom", random.SystemRandom(), "random.Random(seed)"),
        ("ValueError", ValueError("x"), "keep what it is made of"),
        ("ChainMap", collections.ChainMap(), "keep what it is made of"),
        ("Plain", {Plain()}, "the order of a set of such objects"),
        ("memoryview", memoryview(b"x"), "keep what it is made of"),
    ],
)
def test_what_cannot_be_saved_is_named(name: str, original: Any, reason: str) -> None:
    path = "self.books['EURUSD'][2].model"
    if name == "Plain":
        path += "{…}"
    holder = Plain(model=original)
    with pytest.raises(slipway.StateError) as caught:
        text_of_attributes({"books": {"EURUSD": [0, 1, holder]}})
    assert str(caught.value).startswith(f"{path}: a '{name}' can't be saved: ")
    assert reason in str(caught.value)


def text_of_attributes(attributes: dict[str, Any]) -> None:
    Encoder({}).root(attributes, "self", is_attributes=True)


def test_a_state_too_large_is_refused() -> None:
    with pytest.raises(slipway.StateError, match="16777216 is the most"):
        text("x" * (16 << 20))


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        '{"slipway":2}',
        '{"slipway":1,"value":{"":0},"classes":["os:system"],"shapes":[[0]],"objects":[["o",0,[]]]}',
        '{"slipway":1,"value":{"":0},"classes":["subprocess:Popen"],"shapes":[[0]],"objects":[["o",0,[]]]}',
        '{"slipway":1,"value":{"":0},"classes":["not_imported:Thing"],"shapes":[[0]],"objects":[["o",0,[]]]}',
        '{"slipway":1,"value":["n","antigravity:fly"],"classes":[],"shapes":[],"objects":[]}',
        '{"slipway":1,"value":["n","sys:path"],"classes":[],"shapes":[],"objects":[]}',
        '{"slipway":1,"value":["Ev","os:system","true"],"classes":[],"shapes":[],"objects":[]}',
        '{"slipway":1,"value":{"":0},"classes":[],"shapes":[],"objects":[["z",[{"":0}]]]}',
    ],
)
def test_a_state_of_others_is_refused(wrong: str) -> None:
    with pytest.raises(slipway.StateError):
        value(wrong)


def test_the_text_is_ascii_on_one_line() -> None:
    saved = text(["\n\u2028é", {"a\n": "b"}])
    assert saved.isascii() and "\n" not in saved
    assert json.loads(saved)["slipway"] == 1
