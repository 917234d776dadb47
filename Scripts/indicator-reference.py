#!/usr/bin/env python3
"""Values of independent indicator libraries on real bars, for Tests/SimulationTests/IndicatorReference.swift.

    python3 -m venv /tmp/indicators
    /tmp/indicators/bin/pip install TA-Lib==0.8.2 talipp==2.7.0 pandas==3.1.1
    /tmp/indicators/bin/python Scripts/indicator-reference.py FOLDER > Tests/SimulationTests/IndicatorReference.swift

FOLDER is what SLIPWAY_REAL_TICKS names: one-minute bars of the bid, in points, are built from two days of
OANDA's EURUSD ticks as LEAN distributes them. Only the libraries' outputs at a few bars are written, no prices
but those that are outputs. The bars are late ones, where it no longer matters how a smoothing was started.
"""
import io
import math
import sys
import zipfile

import numpy as np
import talib
from talipp.indicators import KeltnerChannels
from talipp.ohlcv import OHLCV

DAYS = ["20140505", "20140506"]
FIRST, STEP = 700, 85


def bars(folder):
    """One-minute bars of the bid: (high, low, close) in points."""
    result = {}
    for number, day in enumerate(DAYS):
        path = f"{folder}/lean/Data/forex/oanda/tick/eurusd/{day}_quote.zip"
        with zipfile.ZipFile(path) as archive:
            text = archive.read(archive.namelist()[0]).decode()
        for row in io.StringIO(text):
            milliseconds, bid, _ = row.split(",")
            minute = number * 1440 + int(float(milliseconds) // 60_000)
            points = round(float(bid) * 100_000)
            bar = result.setdefault(minute, [points, points, points])
            bar[0], bar[1], bar[2] = max(bar[0], points), min(bar[1], points), points
    ordered = [result[minute] for minute in sorted(result)]
    return [np.array(column, dtype=float) for column in zip(*ordered)]


def efficiency_ratio(close, length):
    """Kaufman's ratio out of TA-Lib's KAMA: its smoothing constant is (ratio × (2/3 − 2/31) + 2/31)²."""
    average = talib.KAMA(close, length)
    result = np.full(len(close), np.nan)
    for i in range(1, len(close)):
        if not math.isnan(average[i - 1]) and abs(close[i] - average[i - 1]) > 1e-3:
            constant = (average[i] - average[i - 1]) / (close[i] - average[i - 1])
            result[i] = (math.sqrt(max(constant, 0)) - 2 / 31) / (2 / 3 - 2 / 31)
    return result


def realized_volatility(close, length):
    squares = np.log(close[1:] / close[:-1]) ** 2
    result = np.full(len(close), np.nan)
    for i in range(length, len(close)):
        result[i] = math.sqrt(math.fsum(squares[i - length:i]))
    return result


def columns(high, low, close):
    # Bands are the same from any origin; near zero, TA-Lib's sum of squares keeps its digits.
    origin = close[0]
    upper, middle, lower = talib.BBANDS(close - origin, 20, 2, 2)
    line, signal, _ = talib.MACD(close, 12, 26, 9)
    slow_k, slow_d = talib.STOCH(high, low, close, 14, 3, 0, 3, 0)
    keltner = KeltnerChannels(20, 10, 2, 2, [OHLCV(0, h, l, c) for h, l, c in zip(high, low, close)])
    deviation = talib.STDDEV(close - origin, 50)
    return {
        "sma": talib.SMA(close, 20), "ema": talib.EMA(close, 20), "wma": talib.WMA(close, 20),
        "rsi": talib.RSI(close, 14), "macdLine": line, "macdSignal": signal,
        "atr": talib.ATR(high, low, close, 14), "plusDI": talib.PLUS_DI(high, low, close, 14),
        "minusDI": talib.MINUS_DI(high, low, close, 14), "adx": talib.ADX(high, low, close, 14),
        "bollingerLower": lower + origin, "bollingerMiddle": middle + origin, "bollingerUpper": upper + origin,
        "donchianLow": talib.MIN(low, 20), "donchianHigh": talib.MAX(high, 20),
        "keltnerLower": [v.lb if v else np.nan for v in keltner],
        "keltnerUpper": [v.ub if v else np.nan for v in keltner],
        "stochasticK": slow_k, "stochasticD": slow_d,
        "zScore": (close - talib.SMA(close, 50)) / deviation,
        "efficiencyRatio": efficiency_ratio(close, 10),
        "realizedVolatility": realized_volatility(close, 60),
    }


def main():
    high, low, close = bars(sys.argv[1])
    table = columns(high, low, close)
    places = [i for i in range(FIRST, len(close), STEP) if not math.isnan(table["efficiencyRatio"][i])]
    print("// Made by Scripts/indicator-reference.py; not to be edited.")
    print()
    print("/// What TA-Lib 0.8.1, talipp 2.7.0 and NumPy make of one-minute bars of real ticks.")
    print("enum IndicatorReference {")
    print(f"  /// Bars in two days.\n  static let barCount = {len(close)}")
    print("  /// Which bars the values are of, counting from 0.\n  static let bars = [")
    for start in range(0, len(places), 16):
        print(f"    {', '.join(map(str, places[start:start + 16]))},")
    print("  ]")
    print("  /// Values at those bars.")
    print("  static let values: [String: [Double]] = [")
    for name, column in table.items():
        texts = [f"{column[i]:.14g}" for i in places]
        lines, line = [], ""
        for text in texts:
            if len(line) + len(text) + 2 > 100:
                lines.append(line.rstrip())
                line = ""
            line += text + ", "
        lines.append(line.rstrip())
        print(f'    "{name}": [')
        for line in lines:
            print(f"      {line}")
        print("    ],")
    print("  ]\n}")


if __name__ == "__main__":
    main()
