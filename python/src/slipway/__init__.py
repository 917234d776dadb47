"""Strategies for Slipway in Python, and Slipway's results as data frames.

A strategy is a class derived from `Strategy`, handed to `run`; `slipway backtest --strategy "exec:python3 it.py"`
starts it. `slipway.indicators` has what Swift strategies have of them. `load_backtest`, `load_trades` and `load_equity` read what a backtest wrote.
"""

from ._climate import ClimateReading, Regime, RegimeTimeframe, Session, Suits
from ._kelly import KellyEdge, KellyEstimate, KellyStake, PriceVolatility, TradeRecord
from ._naming import StateError
from ._program import run
from ._results import Backtest, load_backtest, load_equity, load_trades
from ._sizing import OrderSizing, RiskBasis, Size
from ._strategy import Context, OrderOptions, Strategy
from ._values import (
    Account,
    Bar,
    BarRequest,
    BreakEven,
    Fill,
    Instrument,
    Levels,
    Order,
    OrderKind,
    Parameter,
    ParameterError,
    ParameterValue,
    Parameters,
    Position,
    Quote,
    Reject,
    Side,
    TimeInForce,
    Timer,
    TimerRequest,
    Zone,
)

__all__ = [
    "Account",
    "Backtest",
    "Bar",
    "BarRequest",
    "BreakEven",
    "ClimateReading",
    "Context",
    "Fill",
    "Instrument",
    "KellyEdge",
    "KellyEstimate",
    "KellyStake",
    "Levels",
    "Order",
    "OrderKind",
    "OrderOptions",
    "OrderSizing",
    "Parameter",
    "ParameterError",
    "ParameterValue",
    "Parameters",
    "Position",
    "PriceVolatility",
    "Quote",
    "Regime",
    "RegimeTimeframe",
    "Reject",
    "RiskBasis",
    "Session",
    "Side",
    "Size",
    "StateError",
    "Strategy",
    "Suits",
    "TimeInForce",
    "Timer",
    "TimerRequest",
    "TradeRecord",
    "Zone",
    "load_backtest",
    "load_equity",
    "load_trades",
    "run",
]

__version__ = "0.1.0"
