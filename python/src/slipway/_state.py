"""A strategy's state as a text: the same state is the same bytes in every process.

The text is a JSON object. `objects` has everything that has an identity (lists, dicts, objects, arrays, …), each once,
in the order in which it was met, breadth first; a value is a JSON atom, a reference `{"": number}` to one of them, or
`[tag, …]` for what JSON has no atom for. `_restoring` reads it.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, Callable, Mapping, Optional, Sequence

from . import _arrays
from ._naming import BASES, OwnClass, Reason, StateError, attributes, name_of

MOST_BYTES = 16 << 20
_EXACT = struct.Struct(">d")
_SMALLEST, _LARGEST = -(1 << 63), (1 << 63) - 1
_PLAIN = frozenset((str, bool, type(None)))
_WHOLE = _PLAIN | {int}
_FLOATS = frozenset((float,))

#: What to do instead, by the name of the type that can't be saved.
_ADVICE = {
    "generator": "keep in attributes what it needs to go on, and make it anew",
    "coroutine": "a strategy is called, it does not wait",
    "module": "import it at the top of the file",
    "socket": "a strategy's input are its events",
    "TextIOWrapper": "open it where it is read, or write save and restore",
    "BufferedReader": "open it where it is read, or write save and restore",
    "BufferedWriter": "open it where it is written, or write save and restore",
    "Thread": "a strategy has one thread",
    "lock": "a strategy has one thread",
    "RLock": "a strategy has one thread",
    "Logger": "keep it in a variable of the module",
    "SystemRandom": "draw from random.Random(seed)",
    "count": "keep a number and raise it",
}


def exact_float(value: float) -> str:
    """The bits of a float."""
    return _EXACT.pack(value).hex()


def _qualified(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _is(kind: type, module: str, name: str) -> bool:
    """Whether a type is that of a module, which need not have been imported."""
    return getattr(sys.modules.get(module), name, None) is kind


# Values without an identity of their own, by the name of their type

_Atom = Callable[["Encoder", Any], list[Any]]
_Handler = Callable[["Encoder", Any], Optional[list[Any]]]


def _datetime(encoder: Encoder, value: Any) -> list[Any]:
    return ["dt", value.replace(tzinfo=None, fold=0).isoformat(), value.fold, encoder.atom(value.tzinfo)]


def _time(encoder: Encoder, value: Any) -> list[Any]:
    return ["tm", value.replace(tzinfo=None, fold=0).isoformat(), value.fold, encoder.atom(value.tzinfo)]


def _fixed_zone(encoder: Encoder, value: Any) -> list[Any]:
    offset, *name = value.__getinitargs__()
    return ["tz", encoder.atom(offset), *name]


def _zone(encoder: Encoder, value: Any) -> list[Any]:
    if value.key is None:
        raise Reason("it has no name")
    return ["zi", value.key]


_ATOMS: dict[str, _Atom] = {
    "builtins.bytes": lambda _, value: ["b", value.hex()],
    "builtins.complex": lambda _, value: ["cx", exact_float(value.real), exact_float(value.imag)],
    "builtins.range": lambda encoder, value: ["r", *map(encoder.atom, (value.start, value.stop, value.step))],
    "builtins.slice": lambda encoder, value: ["sl", *map(encoder.atom, (value.start, value.stop, value.step))],
    "builtins.ellipsis": lambda _, value: ["..."],
    "decimal.Decimal": lambda _, value: ["D", str(value)],
    "fractions.Fraction": lambda encoder, value: ["F", encoder.atom(value.numerator), encoder.atom(value.denominator)],
    "datetime.datetime": _datetime,
    "datetime.date": lambda _, value: ["da", value.isoformat()],
    "datetime.time": _time,
    "datetime.timedelta": lambda _, value: ["td", value.days, value.seconds, value.microseconds],
    "datetime.timezone": _fixed_zone,
    "zoneinfo.ZoneInfo": _zone,
    "pathlib.PosixPath": lambda _, value: ["p", str(value)],
    "pathlib._local.PosixPath": lambda _, value: ["p", str(value)],
    "uuid.UUID": lambda _, value: ["u", value.hex],
    "re.Pattern": lambda encoder, value: ["re", encoder.atom(value.pattern), value.flags],
}


class Encoder:
    """Writes one text."""

    def __init__(self, fixed: Mapping[int, list[Any]]) -> None:
        """`fixed`: how objects that are there in every process are written, by `id`."""
        self._fixed = fixed
        self._memo: dict[int, int] = {}
        #: What was met, in order; it also keeps the ids from being given to others meanwhile.
        self.met: list[Any] = []
        #: From where each was met: the number of the holder, and how it holds it.
        self._places: list[tuple[Any, Any]] = []
        self._done = 0
        self._objects: list[Any] = []
        self._classes: dict[str, int] = {}
        self._shapes: dict[tuple[int, tuple[str, ...]], int] = {}
        #: Shapes of classes whose objects have no attributes of their own.
        self._bare: dict[type, int] = {}
        #: Numbers of the dicts of attributes that `Strategy.save` returns.
        self._attribute_dicts: set[int] = set()

    def root(self, value: Any, place: str, is_attributes: bool = False) -> Any:
        """Writes a value with all that it holds."""
        written = self._value(value, place, None)
        if is_attributes:
            self._attribute_dicts.add(written[""])
        while self._done < len(self.met):
            number = self._done
            self._done += 1
            self._objects.append(self._object(self.met[number], number))
        return written

    def tables(self) -> dict[str, Any]:
        """What the values refer to."""
        return {
            "classes": list(self._classes),
            "shapes": [[number, *names] for number, names in self._shapes],
            "objects": self._objects,
        }

    # Values

    def _value(self, value: Any, holder: Any, key: Any) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is float:
            return value if math.isfinite(value) else ["f", exact_float(value)]
        if kind is int:
            return value if _SMALLEST <= value <= _LARGEST else ["i", format(value, "x")]
        number = self._memo.get(id(value))
        if number is not None:
            return {"": number}
        fixed = self._fixed.get(id(value))
        if fixed is not None:
            return fixed
        try:
            special = self._special(value, kind)
        except Reason as error:
            raise self._error(value, holder, key, str(error)) from None
        if special is not None:
            return special
        number = self._memo[id(value)] = len(self.met)
        self.met.append(value)
        self._places.append((holder, key))
        return {"": number}

    def atom(self, value: Any) -> Any:
        """Writes a value that holds no others."""
        kind = type(value)
        if kind in _PLAIN or kind is float or kind is int:
            return self._value(value, None, None)
        special = self._special(value, kind)
        if special is None:
            raise Reason(f"it has a '{kind.__qualname__}'")
        return special

    def _special(self, value: Any, kind: type) -> Optional[list[Any]]:
        """What is written by its value, and classes and functions by their names."""
        handler = _handlers[kind] if kind in _handlers else _handlers.setdefault(kind, _handler(kind))
        return None if handler is None else handler(self, value)

    def _named(self, value: Any) -> list[Any]:
        name = name_of(value)
        if name is None:
            what = "a class or function" if isinstance(value, type) else "a lambda, local function or builtin method"
            raise Reason(f"{what} can't be found again: use one at the top of a file, or a method")
        return ["n", name]

    def _member(self, value: Any) -> list[Any]:
        kind: Any = type(value)
        name = name_of(kind)
        if name is None:
            raise Reason("its class has no place of its own: move it to the top of the file")
        if value.name is not None and kind.__members__.get(value.name) is value:
            return ["E", name, value.name]
        return ["Ev", name, self.atom(value.value)]

    # Objects

    def _object(self, value: Any, number: int) -> list[Any]:
        kind = type(value)
        base = BASES.get(kind)
        if base is not None:
            return [base, *self._content(value, kind, number)]
        name = _qualified(kind)
        if name == "collections.deque":
            return ["q", value.maxlen, self._items(value, number)]
        if name == "collections.OrderedDict":
            return ["od", self._pairs(value, number)]
        if name == "collections.Counter":
            return ["ct", self._pairs(value, number)]
        if name == "collections.defaultdict":
            return ["dd", self._value(value.default_factory, number, ".default_factory"), self._pairs(value, number)]
        if kind is bytearray:
            return ["ba", value.hex()]
        if name == "array.array":
            return ["a", value.typecode, value.itemsize, value.tobytes().hex()]
        if name == "types.SimpleNamespace":
            return ["ns", self._pairs(vars(value), number, is_attributes=True)]
        if _is(kind, "random", "Random"):
            version, words, following = value.getstate()
            return ["rd", version, list(words), self._value(following, number, ".gauss_next")]
        if kind is MethodType:
            return self._method(value, number)
        try:
            arrays = _arrays.entry(value, kind, lambda held, key: self._value(held, number, key))
        except Reason as error:
            raise self._error(value, number, None, str(error)) from None
        return arrays if arrays is not None else self._own(value, kind, number)

    def _content(self, value: Any, kind: type, number: int) -> list[Any]:
        if kind is dict:
            return [self._pairs(value, number, is_attributes=number in self._attribute_dicts)]
        if kind in (set, frozenset):
            return [self._items(self._sorted(value, number), number, "{…}")]
        return [self._items(value, number)]

    def _items(self, values: Sequence[Any], number: int, key: Any = None) -> list[Any]:
        kinds = set(map(type, values))
        # Most are atoms of JSON as they are.
        if kinds <= _PLAIN or (kinds == _FLOATS and all(map(math.isfinite, values))):
            return list(values)
        if kinds <= _WHOLE:
            numbers = [value for value in values if type(value) is int]
            if _SMALLEST <= min(numbers) and max(numbers) <= _LARGEST:
                return list(values)
        return [self._value(value, number, place if key is None else key) for place, value in enumerate(values)]

    def _pairs(self, values: Mapping[Any, Any], number: int, is_attributes: bool = False) -> list[Any]:
        pairs: list[Any] = []
        for key, value in values.items():
            pairs.append(self._value(key, number, "{…}"))
            pairs.append(self._value(value, number, f".{key}" if is_attributes else (key,)))
        return pairs

    def _method(self, value: MethodType, number: int) -> list[Any]:
        name = value.__func__.__name__
        if getattr(type(value.__self__), name, None) is not value.__func__:
            raise self._error(value, number, None, "only methods of an object's class can")
        return ["m", self._value(value.__self__, number, ".__self__"), name]

    def _own(self, value: Any, kind: type, number: int) -> list[Any]:
        try:
            own = OwnClass.of(kind)
        except Reason as error:
            raise self._error(value, *self._places[number], str(error)) from None
        if own.base is not None and kind in self._bare:
            return ["o", self._bare[kind], [], BASES[own.base], self._base_content(value, own.base, number)]
        found = attributes(value)
        if not all(type(name) is str for name in found):
            raise self._error(value, *self._places[number], "an attribute's name is no text")
        class_number = self._classes.setdefault(name_of(kind) or "", len(self._classes))
        shape = self._shapes.setdefault((class_number, tuple(found)), len(self._shapes))
        if own.is_bare and own.base in BASES:
            self._bare[kind] = shape
        written = ["o", shape, [self._value(held, number, f".{name}") for name, held in found.items()]]
        if own.base in BASES:
            written += [BASES[own.base], self._base_content(value, own.base, number)]
        return written

    def _base_content(self, value: Any, base: type, number: int) -> Any:
        if base is dict:
            return self._pairs(value, number)
        if base in (set, frozenset):
            return self._items(self._sorted(value, number), number, "{…}")
        if base in (tuple, list):
            return self._items(value, number)
        plain: Any = base
        return self.atom(plain.__getnewargs__(value)[0])

    # Sets, whose order is no part of them

    def _sorted(self, values: Any, number: int) -> list[Any]:
        kinds = set(map(type, values))
        if kinds <= {int} or kinds <= {str}:
            return sorted(values)
        keyed: list[tuple[str, Any]] = []
        for value in values:
            try:
                keyed.append((self._key(value), value))
            except RecursionError:
                raise self._error(value, number, "{…}", "it holds itself") from None
            except Reason as error:
                raise self._error(value, number, "{…}", str(error)) from None
        keyed.sort(key=lambda pair: pair[0])
        for (key, value), (following, _) in zip(keyed, keyed[1:]):
            if key == following and not isinstance(value, float):
                raise self._error(value, number, "{…}", "another of the set looks the same: use a list or a dict")
        return [value for _, value in keyed]

    def _key(self, value: Any) -> str:
        """What tells an element from the others, whatever else has been written."""
        kind = type(value)
        fixed = self._fixed.get(id(value))
        if fixed is not None:
            return json.dumps(fixed)
        if isinstance(value, tuple):
            return f"{_qualified(kind)}({','.join(map(self._key, value))})"
        if isinstance(value, frozenset):
            return f"{_qualified(kind)}{{{','.join(sorted(map(self._key, value)))}}}"
        if kind in _PLAIN or kind is int or kind is float or self._special(value, kind) is not None:
            return f"{kind.__qualname__}:{json.dumps(self.atom(value))}"
        OwnClass.of(kind)
        if getattr(kind, "__hash__") is object.__hash__:
            raise Reason("the order of a set of such objects is that of their addresses: use a list or a dict")
        held = attributes(value).items()
        return f"{_qualified(kind)}[{','.join(f'{name}={self._key(part)}' for name, part in held)}]"

    # Errors

    def _path(self, holder: Any, key: Any) -> str:
        steps: list[str] = []
        while type(holder) is int:
            if key is not None:
                steps.append(_step(key))
            holder, key = self._places[holder]
        return (holder or "") + "".join(reversed(steps))

    def _error(self, value: Any, holder: Any, key: Any, reason: str) -> StateError:
        kind = type(value)
        reason = _ADVICE.get(kind.__name__, reason)
        return StateError(f"{self._path(holder, key)}: a '{kind.__name__}' can't be saved: {reason}")


def _step(key: Any) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, tuple):
        text = repr(key[0])
        return f"[{text if len(text) <= 60 else text[:57] + '...'}]"
    return f"[{key}]"


def _handler(kind: type) -> Optional[_Handler]:
    """How values of a type are written that have no identity of their own; `None` for objects."""
    known = _ATOMS.get(_qualified(kind))
    if known is not None:
        return known
    if issubclass(kind, (type, FunctionType, BuiltinFunctionType)):
        return Encoder._named
    enum = sys.modules.get("enum")
    if enum is not None and issubclass(kind, enum.Enum):
        return Encoder._member
    scalar = _arrays.scalar(kind)
    return None if scalar is None else lambda _, value: scalar(value)


#: By type, as found out: `None` for lists, dicts and all that has an identity.
_handlers: dict[type, Optional[_Handler]] = dict.fromkeys((list, dict, set))
# Empty ones may or may not be one and the same object.
_handlers[tuple] = lambda _, value: None if value else ["t"]
_handlers[frozenset] = lambda _, value: None if value else ["z"]


def text_of(document: dict[str, Any]) -> str:
    """The text of a document: ASCII, so that nothing on the way can change it."""
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    if len(text) > MOST_BYTES:
        raise StateError(f"the state has {len(text)} bytes, {MOST_BYTES} is the most: keep less of it")
    return text
