"""Reads what `_state` has written."""

from __future__ import annotations

import json
import struct
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from types import BuiltinFunctionType, FunctionType, MethodType, SimpleNamespace
from typing import Any, Callable, Mapping

from . import _arrays
from ._naming import BASES, OwnClass, Reason, StateError, named, set_attributes

_EXACT = struct.Struct(">d")
_BASES = {tag: base for base, tag in BASES.items()}
#: Tags of entries that are there at once and filled later, so that cycles can go through them.
_SHELLS: dict[str, Callable[[], Any]] = {
    "l": list, "d": dict, "e": set, "od": OrderedDict, "ct": Counter, "dd": defaultdict, "ns": SimpleNamespace
}
#: Those of them that look at the hashes of what they hold, and so come last.
_HASHING = frozenset(("d", "e", "od", "ct", "dd"))
#: What is more than a JSON atom.
_WRITTEN = frozenset((list, dict))


def _float(bits: str) -> float:
    value: float = _EXACT.unpack(bytes.fromhex(bits))[0]
    return value


class Decoder:
    """Reads the values of one text."""

    def __init__(self, document: Mapping[str, Any], fixed: Mapping[str, Any]) -> None:
        """`fixed`: the objects that are there in every process, by how they are written."""
        self._fixed = fixed
        self._entries: list[list[Any]] = document["objects"]
        self._shapes = [(document["classes"][number], names) for number, *names in document["shapes"]]
        self._owns: dict[str, OwnClass] = {}
        self._objects: list[Any] = [None] * len(self._entries)
        self._is_there = [False] * len(self._entries)
        self._readers: dict[str, Callable[..., Any]] = {
            "f": _float,
            "i": lambda text: int(text, 16),
            "b": bytes.fromhex,
            "cx": lambda real, imaginary: complex(_float(real), _float(imaginary)),
            "r": lambda *parts: range(*map(self.value, parts)),
            "sl": lambda *parts: slice(*map(self.value, parts)),
            "...": lambda: ...,
            "t": tuple,
            "z": frozenset,
            "n": _class_or_function,
            "E": lambda kind, name: _enumeration(kind).__members__[name],
            "Ev": lambda kind, value: _enumeration(kind)(self.value(value)),
            "@": self._fixed_object,
        }
        self._read_all()

    # Values

    def value(self, written: Any) -> Any:
        """A value by what was written for it."""
        if type(written) is dict:
            number = written[""]
            if not self._is_there[number]:
                raise StateError("the state holds something that holds itself by its own hash")
            return self._objects[number]
        if type(written) is not list:
            return written
        tag, *parts = written
        reader = self._readers.get(tag) or _STANDARD.get(tag)
        if reader is not None:
            return reader(*(self.value(part) for part in parts)) if tag in _NESTED else reader(*parts)
        return _arrays.read_atom(tag, parts)

    def _fixed_object(self, *names: Any) -> Any:
        return self._fixed[json.dumps(["@", *names])]

    def _values(self, written: list[Any]) -> list[Any]:
        if _WRITTEN.isdisjoint(map(type, written)):
            return written
        return [self.value(part) for part in written]

    # Objects

    def _read_all(self) -> None:
        for number in range(len(self._entries)):
            self._make_shell(number)
        late: list[int] = []
        hashing: list[int] = []
        for number in self._holders_last():
            entry = self._entries[number]
            if not self._is_there[number]:
                self._objects[number] = self._build(entry)
                self._is_there[number] = True
            elif entry[0] in _HASHING or (entry[0] == "o" and len(entry) > 3 and entry[3] in _HASHING):
                hashing.append(number)
            elif all(self._is_there[child] for child in _children(entry)):
                self._fill(number)
            else:
                late.append(number)
        for number in late + hashing:
            self._fill(number)

    def _holders_last(self) -> list[int]:
        """All numbers, what is held before what holds it, where that can be."""
        order: list[int] = []
        seen = [False] * len(self._entries)
        for start in range(len(self._entries)):
            if seen[start]:
                continue
            seen[start] = True
            path = [(start, iter(_children(self._entries[start])))]
            while path:
                number, children = path[-1]
                following = next((child for child in children if not seen[child]), None)
                if following is None:
                    order.append(number)
                    path.pop()
                else:
                    seen[following] = True
                    path.append((following, iter(_children(self._entries[following]))))
        return order

    def _own(self, shape: int) -> tuple[OwnClass, list[str]]:
        name, names = self._shapes[shape]
        own = self._owns.get(name)
        if own is None:
            found = named(name)
            if not isinstance(found, type):
                raise StateError(f"the state has objects of {name}, which is no class")
            try:
                own = self._owns[name] = OwnClass.of(found)
            except Reason as error:
                raise StateError(f"the state has objects of {name}: {error}") from None
        return own, names

    def _make_shell(self, number: int) -> None:
        entry = self._entries[number]
        tag = entry[0]
        if tag in _SHELLS:
            made: Any = _SHELLS[tag]()
        elif tag == "q":
            made = deque((), entry[1])
        elif tag == "o" and (len(entry) == 3 or entry[3] in "lde"):
            own, _ = self._own(entry[1])
            base: Any = object if len(entry) == 3 else _BASES[entry[3]]
            if own.base is not base:
                raise StateError(f"{own.type.__qualname__} is not built as it was")
            kind = own.type
            made = getattr(base, "__new__")(kind)
        else:
            return
        self._objects[number] = made
        self._is_there[number] = True

    def _build(self, entry: list[Any]) -> Any:
        tag, *parts = entry
        if tag == "t":
            return tuple(self._values(parts[0]))
        if tag == "z":
            return frozenset(self._values(parts[0]))
        if tag == "o":
            return self._build_own(parts)
        if tag == "m":
            return self._method(self.value(parts[0]), parts[1])
        if tag == "ba":
            return bytearray.fromhex(parts[0])
        if tag == "a":
            return _array(*parts)
        if tag == "rd":
            return _generator(parts[0], parts[1], self.value(parts[2]))
        return _arrays.read_entry(tag, parts, self.value)

    def _build_own(self, parts: list[Any]) -> Any:
        own, names = self._own(parts[0])
        base: Any = _BASES[parts[2]]
        if own.base is not base:
            raise StateError(f"{own.type.__qualname__} is not built as it was")
        content = self._values(parts[3]) if base in (tuple, frozenset) else self.value(parts[3])
        kind = own.type
        made = getattr(base, "__new__")(kind, content)
        if names:
            set_attributes(made, dict(zip(names, self._values(parts[1]))))
        return made

    @staticmethod
    def _method(holder: Any, name: str) -> MethodType:
        found = getattr(type(holder), name)
        if not callable(found):
            raise StateError(f"the state has a method {name}, which is none")
        return MethodType(found, holder)

    def _fill(self, number: int) -> None:
        made, (tag, *parts) = self._objects[number], self._entries[number]
        if tag == "l":
            made.extend(self._values(parts[0]))
        elif tag == "q":
            made.extend(self._values(parts[1]))
        elif tag == "e":
            made.update(self._values(parts[0]))
        elif tag == "ns":
            made.__dict__.update(self._pairs(parts[0]))
        elif tag == "dd":
            made.default_factory = self.value(parts[0])
            self._put(made, dict, parts[1])
        elif tag == "o":
            self._fill_own(made, parts)
        else:
            self._put(made, OrderedDict if tag == "od" else dict, parts[0])

    def _fill_own(self, made: Any, parts: list[Any]) -> None:
        names = self._own(parts[0])[1]
        set_attributes(made, dict(zip(names, self._values(parts[1]))))
        if len(parts) == 2:
            return
        if parts[2] == "l":
            list.extend(made, self._values(parts[3]))
        elif parts[2] == "e":
            set.update(made, self._values(parts[3]))
        else:
            self._put(made, dict, parts[3])

    def _pairs(self, written: list[Any]) -> list[tuple[Any, Any]]:
        values = self._values(written)
        return list(zip(values[::2], values[1::2]))

    def _put(self, made: Any, kind: Any, written: list[Any]) -> None:
        put = kind.__setitem__
        for key, value in self._pairs(written):
            put(made, key, value)


def _children(entry: Any) -> list[int]:
    """Numbers of what an entry holds."""
    found: list[int] = []
    for part in entry:
        if type(part) is dict:
            found.append(part[""])
        elif type(part) is list and not _WRITTEN.isdisjoint(map(type, part)):
            found += _children(part)
    return found


def _class_or_function(name: str) -> Any:
    found = named(name)
    if not isinstance(found, (type, FunctionType, BuiltinFunctionType)):
        raise StateError(f"the state has {name} for a class or function, which is none")
    return found


def _enumeration(name: str) -> Any:
    found = named(name)
    enum = sys.modules.get("enum")
    if enum is None or not isinstance(found, enum.EnumMeta):
        raise StateError(f"the state has a constant of {name}, which has none")
    return found


def _array(code: str, size: int, data: str) -> Any:
    import array

    found = array.array(code)
    if found.itemsize != size:
        raise StateError(f"an array of {code!r} has other elements on this machine")
    found.frombytes(bytes.fromhex(data))
    return found


def _generator(version: int, words: list[int], following: Any) -> Any:
    import random

    found = random.Random(0)
    found.setstate((version, tuple(words), following))
    return found


def _fraction(numerator: int, denominator: int) -> Any:
    import fractions

    return fractions.Fraction(numerator, denominator)


def _decimal(text: str) -> Any:
    import decimal

    return decimal.Decimal(text)


def _datetime(text: str, fold: int, zone: Any) -> Any:
    import datetime

    return datetime.datetime.fromisoformat(text).replace(fold=fold, tzinfo=zone)


def _time(text: str, fold: int, zone: Any) -> Any:
    import datetime

    return datetime.time.fromisoformat(text).replace(fold=fold, tzinfo=zone)


def _date(text: str) -> Any:
    import datetime

    return datetime.date.fromisoformat(text)


def _timedelta(days: int, seconds: int, microseconds: int) -> Any:
    import datetime

    return datetime.timedelta(days, seconds, microseconds)


def _fixed_zone(offset: Any, *name: str) -> Any:
    import datetime

    # That of UTC itself is one object.
    zone = datetime.timezone(offset, *name)
    return datetime.timezone.utc if not name and not offset else zone


def _zone(key: str) -> Any:
    import zoneinfo

    return zoneinfo.ZoneInfo(key)


def _path(text: str) -> Any:
    import pathlib

    return pathlib.Path(text)


def _uuid(text: str) -> Any:
    import uuid

    return uuid.UUID(hex=text)


def _pattern(pattern: Any, flags: int) -> Any:
    import re

    return re.compile(pattern, flags)


_STANDARD: dict[str, Callable[..., Any]] = {
    "D": _decimal,
    "F": _fraction,
    "dt": _datetime,
    "da": _date,
    "tm": _time,
    "td": _timedelta,
    "tz": _fixed_zone,
    "zi": _zone,
    "p": _path,
    "u": _uuid,
    "re": _pattern,
}
#: Atoms whose parts are atoms.
_NESTED = frozenset(("F", "dt", "tm", "tz", "re"))


def document_of(text: str) -> dict[str, Any]:
    """The document of a text."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise StateError(f"the state is no JSON: {error}") from None
    if not isinstance(document, dict) or document.get("slipway") != 1:
        raise StateError("the state is none that this module has written")
    return document
