"""Which classes and functions a state may name, and how they are found again in another process."""

from __future__ import annotations

import sys
from types import MemberDescriptorType
from typing import Any, Optional

#: What a class that is written in Python may rest on, besides `object`: its content is saved with its attributes.
BASES: dict[type, str] = {
    int: "i", float: "f", str: "s", bytes: "b", tuple: "t", frozenset: "z", list: "l", dict: "d", set: "e"
}
_HEAP_TYPE = 1 << 9
#: Modules whose classes add nothing to an object that its attributes do not show.
_STATELESS = frozenset(("__main__", "builtins", "abc", "typing", "collections", "_collections_abc"))


class StateError(Exception):
    """Something of a strategy's state that can't be saved or restored, with the path to it."""


StateError.__module__ = "slipway"


class Reason(StateError):
    """Why something can't be saved, for whoever knows the path to it."""


def find(module: str, qualified_name: str) -> Any:
    """What a module that the program has imported has under a name; nothing is imported for it.

    Raises `KeyError` without that module, `AttributeError` without the name.
    """
    value: Any = sys.modules[module]
    for name in qualified_name.split("."):
        value = getattr(value, name)
    return value


def name_of(value: Any) -> Optional[str]:
    """`module:name` of a class or function that can be found again by it; `None` where it can't."""
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    if not isinstance(module, str) or not isinstance(name, str):
        return None
    # Of this module the names that everybody knows, so that its files may change.
    public = module.rpartition("._")[0]
    if _top(module) == "slipway" and public and getattr(sys.modules.get(public), name, None) is value:
        module = public
    try:
        return f"{module}:{name}" if find(module, name) is value else None
    except (KeyError, AttributeError):
        return None


def named(text: str) -> Any:
    """The class or function of that name."""
    module, _, name = text.partition(":")
    try:
        return find(module, name)
    except KeyError:
        raise StateError(f"the state has a {text}: import {module} at the top of the strategy's file") from None
    except AttributeError:
        raise StateError(f"the state has a {text}, which is not there") from None


def _top(name: str) -> str:
    return name.partition(".")[0]


class OwnClass:
    """A class whose objects are saved by their attributes: one of the strategy's files, or of this module."""

    _known: dict[type, OwnClass] = {}

    def __init__(self, type: type) -> None:
        problem = self._problem(type)
        if problem:
            raise Reason(problem)
        self.type = type
        self.base = self._base(type)
        #: Whether its objects have only what their base has, as a `NamedTuple`'s.
        self.is_bare = not getattr(type, "__dictoffset__", 1) and not _slots_of(type)

    @classmethod
    def of(cls, type: type) -> OwnClass:
        """The class; a `Reason` where its objects can't be saved."""
        known = cls._known.get(type)
        if known is None:
            known = cls._known[type] = cls(type)
        return known

    @staticmethod
    def _base(type: type) -> Optional[type]:
        # As copyreg looks for it: the first class that is not written in Python.
        for base in type.__mro__:
            new = base.__new__
            if not base.__flags__ & _HEAP_TYPE or getattr(new, "__self__", None) is base:
                return base
        return None

    @classmethod
    def _problem(cls, type: type) -> Optional[str]:
        if "<locals>" in type.__qualname__:
            return "its class stands in a function: move it to the top of the file"
        module = sys.modules.get(type.__module__)
        if module is None or not cls._is_own(type.__module__, getattr(module, "__file__", None)):
            return "keep what it is made of in attributes, or write save and restore"
        if name_of(type) is None:
            return f"there is another class or none under {type.__module__}.{type.__qualname__}"
        base = cls._base(type)
        if base is not object and base not in BASES:
            return f"its class rests on '{base.__qualname__ if base else '?'}'"
        for parent in type.__mro__:
            is_known = parent in BASES or _top(parent.__module__) in _STATELESS
            if _top(parent.__module__) in sys.stdlib_module_names and not is_known:
                return f"its class rests on '{parent.__qualname__}'"
        return None

    @staticmethod
    def _is_own(module: str, file: Optional[str]) -> bool:
        if module == "__main__" or _top(module) == "slipway" or _top(module) in _strategy_packages:
            return True
        if file is None or _top(module) in sys.stdlib_module_names:
            return False
        return "/site-packages/" not in file and "/dist-packages/" not in file


#: Packages that a strategy's class is in: they are its own wherever they are installed.
_strategy_packages: set[str] = set()


def take_for_own(strategy: type) -> None:
    """Counts the package of a strategy's class among its own."""
    _strategy_packages.add(_top(strategy.__module__))
    spec = getattr(sys.modules.get("__main__"), "__spec__", None)
    if strategy.__module__ == "__main__" and spec is not None:
        _strategy_packages.add(_top(spec.name))


_slots: dict[type, dict[str, MemberDescriptorType]] = {}


def _slots_of(type: type) -> dict[str, MemberDescriptorType]:
    """The slots of a class and of those before it, by names that differ."""
    slots = _slots.get(type)
    if slots is None:
        slots = _slots[type] = {}
        for parent in reversed(type.__mro__):
            if parent is object or parent in BASES:
                continue
            for name, slot in vars(parent).items():
                if isinstance(slot, MemberDescriptorType):
                    slots[f"{parent.__qualname__}.{name}" if name in slots else name] = slot
    return slots


def _dict_of(value: object) -> dict[str, Any]:
    """The dict of an object's attributes, without asking the object; another empty one where it has none."""
    try:
        found: dict[str, Any] = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return found


def attributes(value: object) -> dict[str, Any]:
    """The attributes of an object, in the order in which they were set, and then those in slots."""
    found = dict(_dict_of(value))
    # What typing notes of `Ring[int](5)`, which means nothing to the object.
    found.pop("__orig_class__", None)
    for name, slot in _slots_of(type(value)).items():
        try:
            found[name] = slot.__get__(value, type(value))
        except AttributeError:
            pass
    return found


def set_attributes(value: object, attributes: dict[str, Any]) -> None:
    """Gives an object these attributes and no others."""
    slots = _slots_of(type(value))
    for slot in slots.values():
        try:
            slot.__delete__(value)
        except AttributeError:
            pass
    others = _dict_of(value)
    others.clear()
    for name, attribute in attributes.items():
        if name in slots:
            slots[name].__set__(value, attribute)
        else:
            others[name] = attribute
