"""Saving a strategy and restoring it in another process."""

from __future__ import annotations

import json
import sys
from types import MethodType, ModuleType
from typing import TYPE_CHECKING, Any, Iterator, Optional

from ._naming import StateError, take_for_own
from ._state import Encoder, text_of

if TYPE_CHECKING:
    from ._strategy import Context, Strategy


class Keeper:
    """Makes a text of a strategy's state, and a strategy as it was of a text.

    Besides what `Strategy.save` returns, which is all its attributes unless a strategy says otherwise, it is what
    the context has that no event brings again (the last quotes, the number of the last request), and those attributes
    of the strategy's class that have changed since it was made.
    """

    def __init__(self, strategy: type[Strategy], base: type[Strategy]) -> None:
        """`base`: where attributes of classes end that are a strategy's own."""
        if (strategy.save is base.save) != (strategy.restore is base.restore):
            has, lacks = ("save", "restore") if strategy.restore is base.restore else ("restore", "save")
            raise TypeError(f"{strategy.__qualname__} has its own {has}, and so it needs its own {lacks}")
        take_for_own(strategy)
        self._base = base
        self._keeps_attributes = strategy.save is base.save
        self._classes = [kind for kind in strategy.__mro__ if kind not in (base, object)]
        self._constants = {key: written.text for key, (_, written) in self._attributes_of_classes({}).items()}
        self._module = vars(sys.modules[strategy.__module__])
        self._variables = self._variables_of_module({})
        self._saves = 0

    def save(self, strategy: Strategy, context: Context) -> str:
        """The state as a text; `StateError` for what can't be saved."""
        by_id = {id(value): json.loads(name) for name, value in _fixed(strategy, context).items()}
        self._note_variables(by_id)
        changed: list[tuple[int, str, Any]] = []
        for (place, name), (value, written) in self._attributes_of_classes(by_id).items():
            if written.text != self._constants.get((place, name), ""):
                changed.append((place, name, value))
            else:
                # What is as it was when the class was made is there in every process.
                for fixed_name, held in written.named(place, name):
                    by_id.setdefault(id(held), json.loads(fixed_name))
        encoder = Encoder(by_id)
        root = "self" if self._keeps_attributes else "save()"
        return text_of(
            {
                "slipway": 1,
                "last": context._last,
                "value": encoder.root(strategy.save(), root, self._keeps_attributes),
                "quotes": encoder.root(context.quotes, "context.quotes"),
                "class": [
                    [place, name, encoder.root(value, f"{self._classes[place].__qualname__}.{name}")]
                    for place, name, value in changed
                ],
                **encoder.tables(),
            }
        )

    def _attributes_of_classes(self, fixed: dict[int, list[Any]]) -> dict[tuple[int, str], tuple[Any, _Alone]]:
        """Attributes of the strategy's classes that are values, by the class's place and by name."""
        return {
            (place, name): (value, _Alone(value, fixed))
            for place, kind in enumerate(self._classes)
            for name, value in sorted(vars(kind).items())
            if not name.startswith("__") and not isinstance(value, type) and not hasattr(type(value), "__get__")
        }

    def _variables_of_module(self, fixed: dict[int, list[Any]]) -> dict[str, str]:
        """What the variables of the strategy's file hold, by name, where it is no large table."""
        found: dict[str, str] = {}
        for name, value in list(self._module.items()):
            is_data = not isinstance(value, (type, ModuleType)) and not hasattr(type(value), "__get__")
            if name.startswith("__") or not is_data or _is_large(value):
                continue
            text = _Alone(value, fixed).text
            if text is not None:
                found[name] = text
        return found

    def _note_variables(self, fixed: dict[int, list[Any]]) -> None:
        """Says once of a variable that has changed that it is not saved; looks at the 1st, 2nd, 4th, 8th, … time."""
        self._saves += 1
        if self._saves & (self._saves - 1) != 0:
            return
        for name, text in self._variables_of_module(fixed).items():
            if self._variables.get(name, text) != text:
                del self._variables[name]
                note = f"the variable '{name}' has changed and is not saved: keep it in an attribute of self"
                print(note, file=sys.stderr, flush=True)

    def restore(self, strategy: Strategy, context: Context, text: str) -> None:
        """Makes strategy and context what they were; `StateError` for what can't be read."""
        # Most runs never need it.
        from ._restoring import Decoder, document_of

        try:
            document = document_of(text)
            fixed = _fixed(strategy, context)
            for (place, name), (_, written) in self._attributes_of_classes({}).items():
                fixed.update(written.named(place, name))
            decoder = Decoder(document, fixed)
            value = decoder.value(document["value"])
            context.quotes = decoder.value(document["quotes"])
            context._last = document["last"]
            for place, name, held in document["class"]:
                setattr(self._classes[place], name, decoder.value(held))
        except StateError:
            raise
        except Exception as error:
            raise StateError(f"the state can't be read: {type(error).__name__}: {error}") from error
        strategy.restore(value)


def _is_large(value: Any) -> bool:
    try:
        return len(value) > 10_000
    except Exception:
        return False


class _Alone:
    """What a value of a class is written as by itself."""

    def __init__(self, value: Any, fixed: dict[int, list[Any]]) -> None:
        encoder = Encoder(fixed)
        #: `None` for what can't be saved, and is no state as a rule: a logger, a lock.
        self.text: Optional[str] = None
        self._met: list[Any] = []
        try:
            self.text = json.dumps([encoder.root(value, ""), encoder.tables()])
            self._met = encoder.met
        # Objects that nobody has thought of saving may do anything when they are looked at.
        except Exception:
            pass

    def named(self, place: int, name: str) -> Iterator[tuple[str, Any]]:
        """All that it holds and that can be changed, by how it is written elsewhere."""
        for number, held in enumerate(self._met):
            if not isinstance(held, (tuple, frozenset, MethodType)):
                yield json.dumps(["@", "class", place, name, number]), held


def _fixed(strategy: Strategy, context: Context) -> dict[str, Any]:
    """What is there in every process, by how it is written."""
    return {
        '["@", "self"]': strategy,
        '["@", "context"]': context,
        '["@", "account"]': context.account,
        **{
            f'["@", "instrument", {number}]': instrument
            for number, instrument in enumerate(context.instruments)
        },
    }
