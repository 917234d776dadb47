"""Saving a strategy and restoring it in another process."""

from __future__ import annotations

import json
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
        self._constants = {
            (kind, name): self._alone(value, {}) for kind in self._classes for name, value in _data(kind)
        }

    def save(self, strategy: Strategy, context: Context) -> str:
        """The state as a text; `StateError` for what can't be saved."""
        fixed = _fixed(strategy, context)
        by_id = {id(value): json.loads(name) for name, value in fixed.items()}
        encoder = Encoder(by_id)
        value = encoder.root(
            strategy.save(), "self" if self._keeps_attributes else "save()", self._keeps_attributes
        )
        quotes = encoder.root(context.quotes, "context.quotes")
        changed = [
            [place, name, encoder.root(held, f"{kind.__qualname__}.{name}")]
            for place, kind in enumerate(self._classes)
            for name, held in sorted(_data(kind))
            if self._has_changed(kind, name, held, by_id)
        ]
        return text_of(
            {
                "slipway": 1,
                "last": context._last,
                "value": value,
                "quotes": quotes,
                "class": changed,
                **encoder.tables(),
            }
        )

    def _has_changed(self, kind: type, name: str, value: Any, fixed: dict[int, list[Any]]) -> bool:
        if (kind, name) not in self._constants:
            return True
        return self._alone(value, fixed) != self._constants[kind, name]

    @staticmethod
    def _alone(value: Any, fixed: dict[int, list[Any]]) -> Optional[str]:
        """What a value would be written as by itself; `None` for what can't be saved and is no state, as a logger."""
        encoder = Encoder(fixed)
        try:
            return json.dumps([encoder.root(value, ""), encoder.tables()])
        except StateError:
            return None

    def restore(self, strategy: Strategy, context: Context, text: str) -> None:
        """Makes strategy and context what they were; `StateError` for what can't be read."""
        # Most runs never need it.
        from ._restoring import Decoder, document_of

        try:
            document = document_of(text)
            decoder = Decoder(document, _fixed(strategy, context))
            value = decoder.value(document["value"])
            context.quotes = decoder.value(document["quotes"])
            context._last = document["last"]
            for place, name, held in document["class"]:
                setattr(self._classes[place], name, decoder.value(held))
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise StateError(f"the state can't be read: {type(error).__name__}: {error}") from error
        strategy.restore(value)


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


def _data(kind: type) -> Iterator[tuple[str, Any]]:
    """A class's attributes that are values, not methods or the like."""
    for name, value in vars(kind).items():
        if not name.startswith("__") and not isinstance(value, type) and not hasattr(type(value), "__get__"):
            yield name, value
