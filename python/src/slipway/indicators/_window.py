"""The last elements of a series, and the sums over them."""

from __future__ import annotations

from collections import deque
from functools import reduce
from operator import add
from typing import Any, Generic, Iterable, Iterator, TypeVar, Union, overload

from .._values import Bar

Element = TypeVar("Element")


def plain_sum(values: Iterable[float]) -> float:
    # Not `sum`: from Python 3.12 on it rounds otherwise.
    return reduce(add, values, 0.0)


class Window(Generic[Element]):
    """The last `length` elements, oldest first: `window[-1]` is the last, `window.ago(2)` two before it."""

    __slots__ = ("_elements", "length")

    def __init__(self, length: int) -> None:
        #: How many elements it keeps, at least 1.
        self.length = max(length, 1)
        self._elements: deque[Element] = deque((), self.length)

    @property
    def is_full(self) -> bool:
        """Whether `length` elements have come."""
        return len(self._elements) == self.length

    def add(self, element: Element) -> None:
        """Takes the next element; the oldest of more than `length` is forgotten."""
        self._elements.append(element)

    def ago(self, count: int) -> Element:
        """The element so many before the last: `ago(0)` is the last."""
        if count < 0:
            raise IndexError(f"expected 0 or more elements ago, was {count}")
        return self._elements[-1 - count]

    def clear(self) -> None:
        """Forgets everything."""
        self._elements.clear()

    def __len__(self) -> int:
        return len(self._elements)

    def __iter__(self) -> Iterator[Element]:
        return iter(self._elements)

    def __reversed__(self) -> Iterator[Element]:
        return reversed(self._elements)

    @overload
    def __getitem__(self, place: int) -> Element: ...

    @overload
    def __getitem__(self, place: slice) -> list[Element]: ...

    def __getitem__(self, place: Union[int, slice]) -> Union[Element, list[Element]]:
        """The element at a place from the oldest on, or from the last on below zero; a list for a slice."""
        return list(self._elements)[place] if isinstance(place, slice) else self._elements[place]

    def __repr__(self) -> str:
        return f"Window({self.length}: {list(self._elements)!r})"


#: The last bars: `BarWindow(20)`.
BarWindow = Window[Bar]


def mean_of(window: Window[float]) -> float:
    return plain_sum(window) / float(len(window))


def variance_of(window: Window[float], mean: float) -> float:
    """The mean of squared deviations, in two passes."""
    return reduce(lambda total, value: total + (value - mean) * (value - mean), window, 0.0) / float(len(window))


class Indicator:
    """Says what it is and where it stands."""

    __slots__ = ()
    value: Any

    def __repr__(self) -> str:
        return f"{type(self).__name__}(value={self.value!r})"
