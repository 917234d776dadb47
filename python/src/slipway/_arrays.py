"""NumPy's and pandas' values in a state: exact by type and bytes. Neither is imported here."""

from __future__ import annotations

import base64
import sys
from typing import Any, Callable, Optional

from ._naming import Reason, StateError

_Write = Callable[[Any, Any], Any]
_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")


def _numpy() -> Any:
    module = sys.modules.get("numpy")
    if module is None:
        raise StateError("the state has an array of NumPy: import numpy at the top of the strategy's file")
    return module


def _pandas() -> Any:
    module = sys.modules.get("pandas")
    if module is None:
        raise StateError("the state has a value of pandas: import pandas at the top of the strategy's file")
    return module


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _type(dtype: Any) -> str:
    """A plain type as text: '<f8', '<M8[ns]', '<U5'."""
    if dtype.names is not None or dtype.subdtype is not None or dtype.metadata:
        raise Reason("its type has parts: keep an array for each")
    if type(dtype).__module__.partition(".")[0] != "numpy" or dtype.kind not in "biufcmMSUV":
        raise Reason(f"its type is {dtype}")
    text: str = dtype.str
    return text


def scalar(kind: type) -> Optional[Callable[[Any], list[Any]]]:
    """How single numbers, dates and types are written; `None` for types that are none."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy is not None and hasattr(numpy, "generic"):
        if issubclass(kind, numpy.generic):
            return lambda value: ["np", _type(value.dtype), _text(value.tobytes())]
        if issubclass(kind, numpy.dtype):
            return lambda value: ["nd", _type(value)]
    if pandas is not None and hasattr(pandas, "Timestamp"):
        if kind is pandas.Timestamp:
            return _timestamp
        if kind is pandas.Timedelta:
            return lambda value: ["pd", value.unit, value.asm8.view("i8").item()]
        if kind is type(pandas.NaT):
            return lambda _: ["pn", "NaT"]
        if kind is type(pandas.NA):
            return lambda _: ["pn", "NA"]
    return None


def _timestamp(value: Any) -> list[Any]:
    zone = value.tzinfo
    name = None if zone is None else str(zone)
    count = value.asm8.view("i8").item()
    if name is not None and _read_timestamp(value.unit, count, name) != value:
        raise Reason(f"its time zone is {zone!r}")
    return ["pt", value.unit, count, name, value.fold]


def _read_timestamp(unit: str, count: int, zone: Optional[str]) -> Any:
    numpy, pandas = _numpy(), _pandas()
    found = pandas.Timestamp(numpy.datetime64(count, unit))
    return found if zone is None else found.tz_localize("UTC").tz_convert(zone)


# Objects

def entry(value: Any, kind: type, write: _Write) -> Optional[list[Any]]:
    """An array, a frame or a generator of random numbers; `None` for what is none. `write`: writes a value it holds."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if numpy is not None and hasattr(numpy, "ndarray"):
        if kind is numpy.ndarray:
            return _array(value, write, numpy)
        if kind is numpy.random.Generator:
            return ["ng", write(value.bit_generator, ".bit_generator")]
        if kind.__name__ in _GENERATORS and kind is getattr(numpy.random, kind.__name__):
            return _bits(value, kind, write)
    if pandas is not None and hasattr(pandas, "DataFrame"):
        if kind is pandas.DataFrame:
            return _frame(value, write)
        if kind is pandas.Series:
            return ["ps", write(value.name, ".name"), write(_plain(value), ".values"), write(value.index, ".index")]
        if kind is pandas.RangeIndex:
            return ["pr", value.start, value.stop, value.step, write(value.name, ".name")]
        if kind in (pandas.Index, pandas.DatetimeIndex, pandas.TimedeltaIndex):
            return _index(value, kind, write)
    return None


def _array(value: Any, write: _Write, numpy: Any) -> list[Any]:
    if value.dtype.kind == "O":
        if value.base is not None or not value.flags.c_contiguous:
            raise Reason("it is a view of objects: copy it")
        return ["no", list(value.shape), [write(part, (place,)) for place, part in enumerate(value.ravel().tolist())]]
    flags = value.flags
    if type(value.base) is numpy.ndarray:
        # A view shows what its owner has, and changes it.
        start = value.__array_interface__["data"][0] - value.base.__array_interface__["data"][0]
        base = write(value.base, ".base")
        return ["nv", base, _type(value.dtype), list(value.shape), list(value.strides), start, flags.writeable]
    if not (flags.c_contiguous or flags.f_contiguous):
        raise Reason("its rows lie apart: copy it")
    order = "C" if flags.c_contiguous else "F"
    data = _text(value.tobytes(order))
    return ["na", _type(value.dtype), list(value.shape), order, data, flags.writeable]


def _bits(value: Any, kind: type, write: _Write) -> list[Any]:
    seed = value.seed_seq
    if not hasattr(seed, "n_children_spawned"):
        raise Reason("it was not seeded: seed it with a number")
    held = (seed.entropy, tuple(seed.spawn_key), seed.pool_size, seed.n_children_spawned)
    return ["nb", kind.__name__, write(_pairs(value.state), ".state"), write(held, ".seed_seq")]


def _pairs(value: Any) -> Any:
    """A dict of dicts as tuples, which are read before what is made of them."""
    return tuple((name, _pairs(held)) for name, held in value.items()) if isinstance(value, dict) else value


def _dicts(value: Any) -> Any:
    return {name: _dicts(held) for name, held in value} if isinstance(value, tuple) else value


def _plain(value: Any) -> Any:
    """The values of a column: an array of its own; of texts, for which pandas has a type, that and a list."""
    numpy, pandas = _numpy(), _pandas()
    if isinstance(value.dtype, numpy.dtype):
        return value.to_numpy(copy=True)
    if isinstance(value.dtype, pandas.StringDtype):
        return str(value.dtype), value.tolist()
    raise Reason(f"a column's type is {value.dtype}: keep NumPy's types")


def _read_plain(value: Any) -> Any:
    return _pandas().array(value[1], dtype=value[0]) if isinstance(value, tuple) else value


def _index(value: Any, kind: type, write: _Write) -> list[Any]:
    if getattr(value, "freq", None) is not None or getattr(value, "tz", None) is not None:
        raise Reason("its index has a frequency or a time zone: keep it plain")
    return ["pi", kind.__name__, write(_plain(value), ".values"), write(value.name, ".name")]


def _frame(value: Any, write: _Write) -> list[Any]:
    columns = [write(_plain(value.iloc[:, place]), (place,)) for place in range(value.shape[1])]
    return ["pf", columns, write(value.columns, ".columns"), write(value.index, ".index")]


# Reading

def read_atom(tag: str, parts: list[Any]) -> Any:
    """The value of an atom; `KeyError` for tags that are none of these."""
    if tag == "np":
        return _numpy().frombuffer(base64.b64decode(parts[1]), dtype=parts[0])[0]
    if tag == "nd":
        return _numpy().dtype(parts[0])
    if tag == "pt":
        found = _read_timestamp(*parts[:3])
        return found.replace(fold=1) if parts[3] else found
    if tag == "pd":
        return _pandas().Timedelta(_numpy().timedelta64(parts[1], parts[0]))
    if tag == "pn":
        return getattr(_pandas(), parts[0])
    raise KeyError(tag)


def read_entry(tag: str, parts: list[Any], read: Callable[[Any], Any]) -> Any:
    """The object of an entry whose parts have been read; `KeyError` for tags that are none of these."""
    if tag == "na":
        numpy = _numpy()
        dtype, shape, order, data, is_writeable = parts
        found = numpy.frombuffer(base64.b64decode(data), dtype=dtype).reshape(shape, order=order).copy(order)
        found.flags.writeable = is_writeable
        return found
    if tag == "nv":
        base, dtype, shape, strides, start, is_writeable = parts
        owner = read(base)
        found = _numpy().ndarray(shape, dtype, owner, start, strides)
        if found.flags.writeable != is_writeable:
            found.flags.writeable = is_writeable
        return found
    if tag == "no":
        found = _numpy().empty(len(parts[1]), dtype=object)
        for place, part in enumerate(parts[1]):
            found[place] = read(part)
        return found.reshape(parts[0]).copy()
    if tag == "nb":
        random = _numpy().random
        entropy, key, size, spawned = read(parts[2])
        if parts[0] not in _GENERATORS:
            raise StateError(f"the state has a generator of random numbers {parts[0]!r}")
        seed = random.SeedSequence(entropy, spawn_key=key, pool_size=size, n_children_spawned=spawned)
        bits = getattr(random, parts[0])(seed)
        bits.state = _dicts(read(parts[1]))
        return bits
    if tag == "ng":
        return _numpy().random.Generator(read(parts[0]))
    if tag not in ("ps", "pr", "pi", "pf"):
        raise KeyError(tag)
    pandas = _pandas()
    if tag == "ps":
        name, values, index = map(read, parts)
        return pandas.Series(_read_plain(values), index=index, name=name, copy=False)
    if tag == "pr":
        return pandas.RangeIndex(*parts[:3], name=read(parts[3]))
    if tag == "pi":
        if parts[0] not in ("Index", "DatetimeIndex", "TimedeltaIndex"):
            raise StateError(f"the state has an index {parts[0]!r}")
        return getattr(pandas, parts[0])(_read_plain(read(parts[1])), name=read(parts[2]))
    columns = [_read_plain(read(column)) for column in parts[0]]
    names, index = read(parts[1]), read(parts[2])
    frame = pandas.DataFrame(dict(enumerate(columns)), index=index)
    frame.columns = names
    return frame
