#!/usr/bin/env python3
"""Figures of equity curves by independent libraries, for Tests/Front/SlipwayCommandTests/IndependentLibraryTests.swift.

    python3 -m venv venv
    venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 empyrical-reloaded==0.7.1 \
        jsharpe==0.6.3 phacker==0.1.0
    venv/bin/python Scripts/statistics-reference.py FOLDER

FOLDER holds the equity files of eight backtests over the recorded EURUSD of 4 February 2019, as the test makes
them (SLIPWAY_KEEP_CURVES=FOLDER in its environment keeps them). Prints one JSON document.
"""

import csv
import datetime
import json
import sys

import empyrical
import jsharpe
import numpy
import pandas
import phacker.cscv
import scipy.stats
from statsmodels.stats.proportion import proportion_confint

CURVES = [f"M5-{channel}-{target}" for channel in (10, 20, 40) for target in ("1.5", "3")] + ["M1-40-1.5", "M1-40-3"]
DAY = datetime.datetime(2019, 2, 4, tzinfo=datetime.timezone.utc)


def rows(path):
    with open(path, newline="") as file:
        return [(datetime.datetime.fromisoformat(row["time"]), float(row["equity"])) for row in csv.DictReader(file)]


def marks(curve):
    """Equity every ten minutes, the start before them."""
    found = [curve[0][1]]
    place = 0
    for step in range(1, 145):
        while place + 1 < len(curve) and curve[place + 1][0] <= DAY + datetime.timedelta(minutes=10 * step):
            place += 1
        found.append(curve[place][1])
    return numpy.array(found)


def returns(curve):
    equity = marks(curve)
    return equity[1:] / equity[:-1] - 1


def moments(values):
    return {
        "sr": values.mean() / values.std(),
        "skewness": scipy.stats.skew(values),
        "kurtosis": scipy.stats.kurtosis(values, fisher=False),
    }


folder = sys.argv[1]
curves = {name: rows(f"{folder}/{name}.csv") for name in CURVES}
matrix = numpy.array([returns(curves[name]) for name in CURVES]).T
best = matrix[:, CURVES.index("M5-40-3")]
figures = moments(best)
sr, skewness, kurtosis, count = figures["sr"], figures["skewness"], figures["kurtosis"], len(best)

# The papers of 2012 and 2014 take the variance of the ratio found and n - 1; the library's default is newer.
shape = {"gamma3": skewness, "gamma4": kurtosis}
variance = jsharpe.sharpe_ratio_variance(sr, count - 1, **shape)
figures["psr"] = jsharpe.probabilistic_sharpe_ratio(sr, 0, variance=variance)
figures["psr_above"] = jsharpe.probabilistic_sharpe_ratio(sr, -0.2, variance=variance)
quantile = scipy.stats.norm.ppf(0.95)
figures["min_track_record_length"] = 1 + jsharpe.sharpe_ratio_variance(sr, 1, **shape) * (quantile / (sr + 0.2)) ** 2
trials = (matrix.mean(axis=0) / matrix.std(axis=0)).var(ddof=1)
figures["trials_variance"] = trials
figures["sr0"] = jsharpe.expected_maximum_sharpe_ratio(len(CURVES), trials)
figures["dsr"] = jsharpe.probabilistic_sharpe_ratio(sr, figures["sr0"], variance=variance)

probability, logits = phacker.cscv.cscv_reference(matrix, 16)
figures["pbo"], figures["median_logit"] = probability, numpy.median(logits)
figures["combinations"] = len(logits)

series = pandas.Series(best, index=pandas.date_range("2019-01-01", periods=count))
figures["annual_sharpe"] = empyrical.sharpe_ratio(series)
figures["annual_sortino"] = empyrical.sortino_ratio(series)
figures["max_drawdown"] = -empyrical.max_drawdown(series)
whole = numpy.array([equity for _, equity in curves["M5-40-3"]])
steps = pandas.Series(whole[1:] / whole[:-1] - 1, index=pandas.date_range("2019-01-01", periods=len(whole) - 1))
figures["file"] = moments(steps.to_numpy()) | {
    "rows": len(whole),
    "max_drawdown": -empyrical.max_drawdown(steps),
}
wins = int((best > 0).sum())
figures["wins"] = wins
figures["wilson"] = proportion_confint(wins, count, alpha=0.05, method="wilson")
figures["evalue"] = float(
    numpy.exp(scipy.special.betaln(1 + wins, 1 + count - wins) - count * numpy.log(0.5))
)
print(json.dumps(figures, indent=2, default=float))
