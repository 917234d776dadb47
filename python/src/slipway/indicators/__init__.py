"""The indicators of Slipway's Swift strategies, with the same definitions and the same values to the last bit.

Each has `add` for the next value or bar and gives `None` until its warm-up is over. "Value" is any number, such as
`bar.close`; bars are those of `on_bar`. They hold no more than their length and are saved with the strategy.
Sums over a window are taken anew at each reading, oldest first, so that rounding does not build up: reading one costs
as many steps as it is long. On every quote prefer the recursive ones.
"""

from ._bars import (
    AverageDirectionalIndex,
    AverageTrueRange,
    Bounds,
    DonchianChannel,
    KeltnerChannel,
    StochasticOscillator,
)
from ._logarithm import log
from ._values import (
    Band,
    BollingerBands,
    EfficiencyRatio,
    ExponentialMovingAverage,
    MovingAverageConvergence,
    RealizedVolatility,
    RelativeStrengthIndex,
    SimpleMovingAverage,
    WeightedMovingAverage,
    WilderAverage,
    ZScore,
)
from ._window import BarWindow, Window

__all__ = [
    "AverageDirectionalIndex",
    "AverageTrueRange",
    "Band",
    "BarWindow",
    "BollingerBands",
    "Bounds",
    "DonchianChannel",
    "EfficiencyRatio",
    "ExponentialMovingAverage",
    "KeltnerChannel",
    "MovingAverageConvergence",
    "RealizedVolatility",
    "RelativeStrengthIndex",
    "SimpleMovingAverage",
    "StochasticOscillator",
    "WeightedMovingAverage",
    "WilderAverage",
    "Window",
    "ZScore",
    "log",
]
