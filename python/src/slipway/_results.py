"""What a backtest wrote, as data."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from typing import TYPE_CHECKING, Any, Callable, Union

if TYPE_CHECKING:
    import pandas

Path = Union[str, "PathLike[str]"]

_TEXT = {"symbol", "side", "exit_reason"}
_TIMES = {"time", "open_time", "close_time"}
_COUNTS = {"trade_id"}
_MONEY = (
    "expectancy",
    "start_balance",
    "end_balance",
    "net_profit",
    "gross_profit",
    "gross_loss",
    "commission",
    "swap",
    "spread_cost",
    "slippage_cost",
    "max_drawdown_money",
)


@dataclass(frozen=True)
class Backtest:
    """The document of `slipway backtest --json`: `result["net_profit"]` is an exact `Decimal`."""

    document: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        """A value by its key; money is a `Decimal`, a ratio without a value `None`."""
        value = self.document[key]
        return Decimal(value) if key in _MONEY and isinstance(value, str) else value

    @property
    def fingerprint(self) -> str:
        """The digest of the fills."""
        return str(self.document["fingerprint"])


def load_backtest(path: Path) -> Backtest:
    """Reads what `slipway backtest --json` printed."""
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if not isinstance(document, dict) or "fingerprint" not in document:
        raise ValueError(f"{path} is no result of 'slipway backtest --json'")
    return Backtest(document)


def load_trades(path: Path, *, exact: bool = False) -> pandas.DataFrame:
    """Reads what `slipway backtest --trades` wrote, one trade a row.

    Times are UTC. Prices, lots and money are floats, or `Decimal` (as Python objects) when `exact`.
    """
    return _load(path, "trade_id", exact)


def load_equity(path: Path, *, exact: bool = False) -> pandas.DataFrame:
    """Reads what `slipway backtest --equity` wrote, indexed by time; amounts as in `load_trades`."""
    return _load(path, "time", exact)


def _load(path: Path, index: str, exact: bool) -> pandas.DataFrame:
    try:
        import pandas
    except ImportError as error:
        raise ImportError("data frames need pandas: pip install 'slipway[pandas]'") from error
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or [])
        if index not in names:
            raise ValueError(f"{path} has no column '{index}': is it the file you meant?")
        rows = list(reader)
    number: Callable[[str], Any] = Decimal if exact else float
    columns: dict[str, Any] = {}
    for name in names:
        texts = [row[name] for row in rows]
        if name in _TEXT:
            columns[name] = pandas.Series(texts, dtype="object")
        elif name in _TIMES:
            columns[name] = pandas.to_datetime(pandas.Series(texts, dtype="object"), utc=True)
        elif name in _COUNTS:
            columns[name] = pandas.Series([int(text) for text in texts], dtype="int64")
        else:
            kind = "object" if exact else "float64"
            columns[name] = pandas.Series([number(text) for text in texts], dtype=kind)
    return pandas.DataFrame(columns).set_index(index)
