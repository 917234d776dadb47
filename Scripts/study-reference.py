#!/usr/bin/env python3
"""Simulates the gate anew, with NumPy and SciPy alone, and holds the shares of `slipway promote study --json` against it.

    slipway promote study --seed 1 --json > study.json
    python3 Scripts/study-reference.py study.json --bots 20000

Nothing is shared with the program but the description of the bots and of the criteria (docs/promotion.md): other random
numbers, other arithmetic, another order of looking. A share of the study agrees when its difference to the one found here is
within 3.3 standard errors of both (one in a thousand by chance). Exit code 1: one does not.
"""
import argparse
import json
import math
import sys

import numpy as np
from scipy import stats

TRADES_A_DAY = 4
RISK = 1 / 200
RESAMPLES = 1_000
STAKES = np.array([0.05, 0.1, 0.2, 0.4])
CAP = 10.0


class Kind:
    """Outcomes of a trade as (chance, result, the most that was at stake), all in R; `stake` is what was at stake at entry."""

    def __init__(self, outcomes, stake=1.0, stopped=True, adds=False, later=None, best_of=1, home=1, copying=0.0):
        self.chances = np.array([outcome[0] for outcome in outcomes])
        self.results = np.array([outcome[1] for outcome in outcomes])
        self.full = np.array([outcome[2] if len(outcome) > 2 else stake for outcome in outcomes])
        # What statistics over trades see: R multiples, over all that was added where it was.
        self.shown = self.results / (self.full if adds else stake) if stopped else self.results
        self.stake, self.stopped, self.later = stake, stopped, later
        self.best_of, self.home, self.copying = best_of, home, copying
        assert abs(self.chances.sum() - 1) < 1e-12

    def draw(self, random, bots, trades):
        edges = np.cumsum(self.chances)[:-1]
        uniform = random.random((bots, trades))
        if self.copying:
            common = random.random((bots // self.home, trades)).repeat(self.home, axis=0)
            uniform = np.where(random.random((bots, trades)) < self.copying, common, uniform)
        return np.searchsorted(edges, uniform, side="right")


def even(rate, payoff=1.0):
    return [(rate, payoff), (1 - rate, -1.0)]


GRID = [(0.5 ** (level + 1), 0.16, 0.16 * (2.0 ** (level + 1) - 1)) for level in range(6)] + [(0.5**6, -10.08, 10.08)]
FAIR = even(0.5)
KINDS = {
    "no edge, even pay-off": Kind(FAIR),
    "no edge, small wins": Kind(even(0.7, 3 / 7)),
    "no edge, large wins": Kind(even(0.35, 13 / 7)),
    "no edge, rare stops": Kind([(20 / 21, 0.05), (1 / 21, -1.0)]),
    "no edge, rare losses, no stops": Kind([(0.98, 0.4), (0.02, -19.6)], stake=20, stopped=False),
    "no edge, hidden losses, no stops": Kind([(0.7, 1.0), (0.28, -1.0), (0.02, -21.0)], stake=25, stopped=False),
    "no edge, adds to losers": Kind(GRID, stake=0.16, adds=True),
    "no edge, widens stops": Kind([(0.5, 0.2, 0.2), (0.49, 0.0, 10.0), (0.01, -10.0, 10.0)], stake=0.2),
    "no edge, gaps through stops": Kind([(0.6, 1.0), (0.39, -1.0), (0.01, -21.0)]),
    "no edge, best of 100": Kind(FAIR, best_of=100),
    "no edge, 100 in a home": Kind(FAIR, home=100),
    "no edge, 100 that go together": Kind(FAIR, home=100, copying=0.9),
    "0.2 R that end on demo": Kind(even(0.6), later=Kind(FAIR)),
    "0.4 R that end on demo": Kind(even(0.7), later=Kind(FAIR)),
    "edge 0.1 R": Kind(even(0.55)),
    "edge 0.2 R": Kind(even(0.6)),
    "edge 0.3 R": Kind(even(0.65)),
    "edge 0.4 R": Kind(even(0.7)),
    "edge 0.8 R, pay-off 2": Kind(even(0.6, 2.0)),
}


def multiples(kind, drawn, largest):
    """Results over what was at stake: at entry, or once a trade of the bot grew, what grew most before."""
    results, full = kind.results[drawn], kind.full[drawn]
    grown = np.where(full > kind.stake, full, 0.0)
    before = np.maximum.accumulate(np.concatenate([largest[:, None], grown], axis=1), axis=1)
    scale = np.maximum(before[:, :-1], kind.stake)
    return np.where(results > 0, results / np.maximum(scale, full), results / scale), before[:, -1]


def wealth(multiple):
    """The bettor's value after each result, and whether a stake was ruined at it."""
    total, ruined = np.zeros_like(multiple), np.zeros(multiple.shape, bool)
    for stake in STAKES:
        factor = 1 + stake * np.minimum(multiple, CAP)
        alive = np.cumprod(np.maximum(factor, 0), axis=1)
        before = np.concatenate([np.ones((len(factor), 1)), alive[:, :-1]], axis=1)
        ruined |= (factor < 0) & (before > 0)
        total += alive
    return total / len(STAKES), ruined


def highest(value, ruined):
    out, top = np.empty_like(value), np.ones(len(value))
    for step in range(value.shape[1]):
        top = np.where(ruined[:, step], value[:, step], np.maximum(top, value[:, step]))
        out[:, step] = top
    return out


def checklist(results, days):
    """Of every evening whether the plain checklist passes; `results` in R, days from the first."""
    wins, losses = np.cumsum(results > 0, axis=1), np.cumsum(results < 0, axis=1)
    equity = np.cumprod(np.maximum(1 + RISK * results, 0), axis=1)
    money = np.concatenate([np.ones((len(results), 1)), equity[:, :-1]], axis=1) * RISK * results
    profit, loss = np.cumsum(np.maximum(money, 0), axis=1), np.cumsum(np.maximum(-money, 0), axis=1)
    peak = np.maximum(np.maximum.accumulate(equity, axis=1), 1)
    fall = np.maximum.accumulate((peak - equity) / peak, axis=1)
    number = np.arange(1, results.shape[1] + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(loss > 0, profit / loss, 0)
    passes = (number >= 50) & (wins / number > 0.55) & (factor > 1.5) & (fall < 0.15) & (equity > 0)
    evening = passes[:, TRADES_A_DAY - 1 :: TRADES_A_DAY]
    spans = np.array([day + 0.875 - days[0] for day in days])
    return evening & (spans >= 14), equity[:, TRADES_A_DAY - 1 :: TRADES_A_DAY]


def luck(results, returns, trials, random):
    """The statistics that look at results and daily returns of paper and demo together."""
    wins, losses = results[results > 0], results[results < 0]
    if not len(wins) or not len(losses):
        return False
    number, z = len(wins) + len(losses), stats.norm.ppf(0.975)
    p = len(wins) / number
    middle, half = p + z * z / (2 * number), z * math.sqrt(p * (1 - p) / number + z * z / (4 * number**2))
    lower = (middle - half) / (1 + z * z / number)
    if not lower > 1 / (1 + wins.mean() / -losses.mean()):
        return False
    n, deviation = len(returns), returns.std()
    if n < 2 or deviation <= 0:
        return False
    ratio = returns.mean() / deviation
    skew, kurtosis = stats.skew(returns), stats.kurtosis(returns, fisher=False)
    variance = 1 - skew * ratio + (kurtosis - 1) / 4 * ratio**2
    best = 0.0
    if trials > 1:
        gamma = 0.5772156649015329
        best = math.sqrt(1 / n) * (
            (1 - gamma) * stats.norm.ppf(1 - 1 / trials) + gamma * stats.norm.ppf(1 - 1 / (trials * math.e)))
    if stats.norm.cdf((ratio - best) * math.sqrt(n - 1) / math.sqrt(variance)) < 0.95:
        return False
    if ratio <= 0 or n < 1 + variance * (stats.norm.ppf(0.95) / ratio) ** 2:
        return False
    return bootstrap(results, random) > 1


def bootstrap(results, random):
    """The lower end of the profit factor's interval by the stationary bootstrap."""
    count = len(results)
    length = max(1.0, count ** (1 / 3))
    start = random.random((RESAMPLES, count)) < 1 / length
    start[:, 0] = True
    place = np.where(start, random.integers(0, count, (RESAMPLES, count)), 0)
    run = np.arange(count) - np.maximum.accumulate(np.where(start, np.arange(count), 0), axis=1)
    place = (np.take_along_axis(place, np.arange(count) - run, axis=1) + run) % count
    drawn = results[place]
    profit, loss = np.maximum(drawn, 0).sum(axis=1), np.maximum(-drawn, 0).sum(axis=1)
    with np.errstate(divide="ignore"):
        factors = np.sort(np.where(loss > 0, profit / loss, np.inf))
    return factors[max(0, math.ceil(0.025 * RESAMPLES) - 1)]


class Way:
    """One bot on demo: its evenings, and what the gate makes of each."""

    def __init__(self, kind, paper, fresh, equity, begin, left, trials):
        later = kind.later or kind
        self.ready, demo = checklist(later.results[fresh[None, :]], left)
        self.ready, self.begin, self.trials = self.ready[0], begin, trials
        if not self.ready.any():
            return
        _, largest = multiples(kind, paper[None, :], np.zeros(1))
        bets, _ = multiples(later, fresh[None, :], largest)
        value, ruined = wealth(bets)
        self.top = highest(value, ruined)[0, TRADES_A_DAY - 1 :: TRADES_A_DAY]
        self.now = value[0, TRADES_A_DAY - 1 :: TRADES_A_DAY]
        before, after = np.concatenate([[1.0], equity[:begin]]), np.concatenate([[1.0], demo[0]])
        self.returns = np.concatenate([before[1:] / before[:-1] - 1, after[1:] / after[:-1] - 1])
        self.shown = np.concatenate([kind.shown[paper], later.shown[fresh]])
        if not kind.stopped:
            # Without R multiples it is money, which is more where there is more of it.
            money = [np.cumprod(np.concatenate([[1.0], 1 + RISK * part]))[:-1]
                     for part in (kind.results[paper], later.results[fresh])]
            self.shown = self.shown * np.concatenate(money)

    def passes(self, evening, threshold, random):
        """On the evening of a weekday by its number."""
        number = evening - self.begin
        if not (0 <= number < len(self.ready)) or not self.ready[number]:
            return False
        if self.top[number] < 100 or self.now[number] < threshold:
            return False
        until = evening + 1
        return luck(self.shown[: until * TRADES_A_DAY], self.returns[:until], self.trials, random)


def threshold(index, discoveries, rate=0.1):
    """The e-value that e-LOND asks of a home's bot by its number."""
    return (index + 1) * math.log(index + 1) ** 2 / (0.473991 * rate * (discoveries + 1))


def simulate(kind, bots, days, random, choice=30):
    """Of every bot whether it came to DEMO and to LIVE."""
    weekdays = [day for day in range(days) if day % 7 < 5]
    trades = TRADES_A_DAY * len(weekdays)
    demo, live = np.zeros(bots, bool), np.zeros(bots, bool)
    block = kind.home if kind.home > 1 else 20 if kind.best_of > 1 else 500
    for first in range(0, bots, block):
        size = min(block, bots - first)
        drawn = kind.draw(random, size * kind.best_of, trades)
        passes, equity = checklist(kind.results[drawn], weekdays)
        if kind.best_of > 1:
            multiple, _ = multiples(kind, drawn, np.zeros(len(drawn)))
            day = next(i for i, d in enumerate(weekdays) if d >= choice)
            value, _ = wealth(multiple[:, : (day + 1) * TRADES_A_DAY])
            score = np.where(passes[:, day], value[:, -1], -1).reshape(size, kind.best_of)
            pick = np.arange(size) * kind.best_of + score.argmax(axis=1)
            drawn, equity = drawn[pick], equity[pick]
            evening = np.where(score.max(axis=1) >= 0, day, -1)
        else:
            evening = np.where(passes.any(axis=1), passes.argmax(axis=1), -1)
        ways, numbers, found = {}, {}, 0
        demo[first : first + size] = evening >= 0
        for now in range(len(weekdays)):
            for bot in np.nonzero((evening >= 0) & (evening <= now))[0]:
                if evening[bot] == now:
                    numbers[bot] = len(numbers) + 1
                    begin = now + 1
                    if begin == len(weekdays):
                        continue
                    later = kind.later or kind
                    fresh = drawn[bot, begin * TRADES_A_DAY :]
                    if kind.later:
                        fresh = later.draw(random, 1, trades)[0][: len(fresh)]
                    paper = drawn[bot, : begin * TRADES_A_DAY]
                    ways[bot] = Way(kind, paper, fresh, equity[bot], begin, weekdays[begin:], kind.best_of)
                elif bot in ways and not live[first + bot]:
                    asked = threshold(numbers[bot], found) if kind.home > 1 else 0
                    if ways[bot].passes(now, asked, random):
                        live[first + bot] = True
                        found += 1
    return demo, live


def error(hits, kind):
    """The standard error of a share, of bots of one home together."""
    homes = hits.reshape(-1, kind.home).mean(axis=1)
    return max(homes.std(), 1e-9) / math.sqrt(len(homes))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("study", help="the document of `promote study --json`")
    parser.add_argument("--bots", type=int, default=10_000, help="bots of each kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", default="", help="kinds whose names have this in them")
    options = parser.parse_args()
    with open(options.study) as file:
        study = json.load(file)
    wrong = 0
    rows = [row for row in study["rows"] if row["preset"] == "standard" and options.only in row["scenario"]]
    for number, row in enumerate(rows):
        kind = KINDS[row["scenario"]]
        bots = max(options.bots // kind.home, 2) * kind.home
        if kind.best_of > 1:
            bots = max(bots // 10, 20)
        found = simulate(kind, bots, study["days"], np.random.default_rng([options.seed, number]))
        line = f"{row['scenario']:34}"
        for name, hits in zip(("to_demo", "to_live"), found):
            theirs, mine = row[name]["share"], hits.mean()
            # Wilson's interval reaches 1.96 standard errors to either side, of bots of one home together.
            other = max(row[name]["upper"] - theirs, theirs - row[name]["lower"]) / 1.96
            if name == "to_demo" and kind.home > 1:
                other = max(other, error(hits, kind) * math.sqrt(bots / study["bots"]))
            distance = abs(theirs - mine) / math.hypot(max(error(hits, kind), 0.5 / bots), other)
            agrees = distance <= 3.3
            wrong += not agrees
            line += f"  {name[3:].upper()} {100 * theirs:6.2f} % here {100 * mine:6.2f} % ({distance:.1f}{'' if agrees else ' WRONG'})"
        print(line, flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
