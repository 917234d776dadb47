"""Strategies for Slipway in Python, and Slipway's results as data frames.

A strategy is a class derived from `Strategy`, handed to `run`; `slipway backtest --strategy "exec:python3 it.py"`
starts it. `load_backtest`, `load_trades` and `load_equity` read what a backtest wrote.
"""

from ._program import run
from ._results import Backtest, load_backtest, load_equity, load_trades
from ._strategy import Context, Strategy
from ._values import (
    Account,
    Bar,
    BarRequest,
    Fill,
    Instrument,
    Parameter,
    ParameterError,
    ParameterValue,
    Parameters,
    Position,
    Quote,
    Reject,
    Side,
)

__all__ = [
    "Account",
    "Backtest",
    "Bar",
    "BarRequest",
    "Context",
    "Fill",
    "Instrument",
    "Parameter",
    "ParameterError",
    "ParameterValue",
    "Parameters",
    "Position",
    "Quote",
    "Reject",
    "Side",
    "Strategy",
    "load_backtest",
    "load_equity",
    "load_trades",
    "run",
]

__version__ = "0.1.0"
