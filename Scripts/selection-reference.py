#!/usr/bin/env python3
"""What `slipway stats pbo` and `slipway stats trials` have to say, computed in another way.

    python3 Scripts/selection-reference.py            # needs NumPy and SciPy for the second part
    python3 Scripts/selection-reference.py trials FILE.csv

Overfitting is computed in fractions, going over the rows anew for every combination: of 250 small matrices of tenths,
whose ratios are often equal, and of 250 whose ratios differ in the last places only. What is printed are sums over the
ranks of all combinations, which Tests/Evidence/StatisticsTests/ExactOverfittingTests.swift has to get as well.

The second part simulates what a choice of count and variance lets through: docs/statistics.md has its table.
"""

import csv
import itertools
import sys
from fractions import Fraction


class Draws:
    """The linear congruential generator of the tests."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit


def shape(draws):
    columns = 3 + draws.below(4)
    rows = 8 + draws.below(9)
    return columns, rows, 2 + 2 * draws.below(4)


def tenths(seed):
    draws = Draws(seed)
    columns, rows, splits = shape(draws)
    return [[Fraction(draws.below(7) - 3, 10) for _ in range(columns)] for _ in range(rows)], splits


def close(seed):
    draws = Draws(seed)
    columns, rows, splits = shape(draws)
    matrix = []
    for _ in range(rows):
        whole = (draws.below(2**20) - 2**19) * 2**30
        matrix.append([Fraction(whole + draws.below(3) - 1) for _ in range(columns)])
    return matrix, splits


def order(left, right):
    """Whether the left Sharpe ratio is above the right one: mean over population deviation."""

    def key(values):
        mean = sum(values) / len(values)
        variance = sum((value - mean) ** 2 for value in values) / len(values)
        sign = (mean > 0) - (mean < 0)
        return sign, mean, variance

    (one, mean, variance), (other, other_mean, other_variance) = key(left), key(right)
    if one != other:
        return one > other
    if one == 0:
        return False
    # |mean| / deviation, squared; without deviation infinite.
    if variance == 0 or other_variance == 0:
        larger = (variance == 0) - (other_variance == 0)
    else:
        first, second = mean**2 * other_variance, other_mean**2 * variance
        larger = (first > second) - (first < second)
    return larger * one > 0


def ranks(matrix, splits):
    """The rank of the chosen one of each combination among those that somebody could have chosen, and their number."""
    columns = []
    for column in zip(*matrix):
        if any(column) and column not in columns:
            columns.append(column)
    rows = len(matrix)
    bounds = [0]
    for block in range(splits):
        bounds.append(bounds[-1] + rows // splits + (1 if block < rows % splits else 0))
    found = []
    for chosen in itertools.combinations(range(splits), splits // 2):
        places = [[row for block in blocks for row in range(bounds[block], bounds[block + 1])]
                  for blocks in (chosen, [block for block in range(splits) if block not in chosen])]
        inside, outside = [[[column[row] for row in half] for column in columns] for half in places]
        best = 0
        for column in range(1, len(columns)):
            if order(inside[column], inside[best]):
                best = column
        found.append(sum(not order(values, outside[best]) for values in outside))
    return found, len(columns)


def checksum(kind):
    total = 0
    for seed in range(1, 251):
        matrix, splits = kind(seed)
        found, columns = ranks(matrix, splits)
        for rank in [columns] + found:
            total = (total * 1_000_003 + rank) % (2**61 - 1)
    return total


def leaders(matrix):
    """Clusters of columns: each joins the leader that it correlates with most, above the root of a half."""
    import numpy

    directions = matrix - matrix.mean(axis=0)
    directions = directions / numpy.sqrt((directions**2).sum(axis=0))
    first, clusters = [], []
    for column in range(matrix.shape[1]):
        closest = directions[:, first].T @ directions[:, column]
        if first and closest.max() > 0.5**0.5:
            clusters.append(int(closest.argmax()))
        else:
            clusters.append(len(first))
            first.append(column)
    return numpy.array(clusters)


def variances(matrix):
    import numpy

    clusters = leaders(matrix)
    ratios = matrix.mean(axis=0) / matrix.std(axis=0)
    groups = [ratios[clusters == cluster] for cluster in range(clusters.max() + 1)]
    mean = numpy.mean([group.mean() for group in groups])
    weighed = sum(((group - mean) ** 2).mean() for group in groups) / (len(groups) - 1) if len(groups) > 1 else None
    return len(groups), ratios, ratios.var(ddof=1), weighed


def best_by_luck(trials, variance):
    from scipy.stats import norm

    if trials < 2:
        return 0.0
    gamma, e = 0.5772156649015329, 2.718281828459045
    return variance**0.5 * ((1 - gamma) * norm.isf(1 / trials) + gamma * norm.isf(1 / (trials * e)))


def simulate(homes=300, days=250):
    """The deflated Sharpe ratio of the best of twenty, by what it is deflated by, before and after an attack."""
    import numpy
    from scipy.stats import norm

    random = numpy.random.default_rng(1)

    def deflated(ratio, luck):
        return norm.cdf((ratio - luck) * (days - 1) ** 0.5 / (1 + ratio**2 / 2) ** 0.5)

    def families(spread):
        honest = random.normal(size=(days, 20)) + spread * random.normal(size=20)
        ratios = honest.mean(axis=0) / honest.std(axis=0)
        middling = honest[:, [numpy.argsort(ratios)[10]]]
        yield "20 trials", honest, ratios.max()
        yield "and 399 copies", numpy.hstack([honest, middling.repeat(399, axis=1)]), ratios.max()
        seeds = middling + 0.05 * random.normal(size=(days, 399))
        yield "and 399 seeds", numpy.hstack([honest, seeds]), ratios.max()
        crafted = random.normal(size=(days, 399))
        crafted += ratios.mean() - crafted.mean(axis=0)
        yield "and 399 unrelated", numpy.hstack([honest, crafted]), ratios.max()

    for spread in (0, 0.1):
        found = {}
        for _ in range(homes):
            for name, matrix, ratio in families(spread):
                effective, ratios, alike, weighed = variances(matrix)
                trials, least = len(ratios), 1 / days
                choices = {
                    "effective": effective,
                    "N, variance of trials": deflated(ratio, best_by_luck(trials, alike)),
                    "N, at least 1/days": deflated(ratio, best_by_luck(trials, max(alike, least))),
                    "K, clusters": deflated(ratio, best_by_luck(effective, max(weighed or 0, least))),
                    "N, the largest": deflated(ratio, best_by_luck(trials, max(alike, weighed or 0, least))),
                }
                for choice, value in choices.items():
                    found.setdefault((name, choice), []).append(value)
        print(f"skill that spreads by {spread} a day")
        for key, values in found.items():
            print("  ", *key, round(float(numpy.mean(values)), 3))


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "trials":
        import numpy

        with open(sys.argv[2], newline="") as file:
            effective, ratios, alike, weighed = variances(numpy.array(list(csv.reader(file))[1:], dtype=float))
        print(len(ratios), effective, alike, weighed)
    else:
        print("tenths", checksum(tenths))
        print("close ", checksum(close))
        simulate(*map(int, sys.argv[1:]))
