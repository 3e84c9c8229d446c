#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = ["scipy==1.17.1", "statsmodels==0.15.0", "numpy==2.4.6", "mpmath==1.3.0"]
# ///
"""Writes Tests/StatisticsTests/Golden/*.json: what SciPy, statsmodels and mpmath say.

Run by hand after adding a case; no test runs it. One case a line, numbers in full.
"""

import json
import math
import warnings
from pathlib import Path

import mpmath
import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon
from statsmodels.stats import contingency_tables, multitest
from statsmodels.stats import proportion as sm_proportion
from statsmodels.stats.weightstats import DescrStatsW, ttost_ind

GOLDEN = Path(__file__).parent.parent / "Tests/StatisticsTests/Golden"
mpmath.mp.dps = 60
warnings.filterwarnings("ignore")


def plain(value):
    """A number as JSON has it; infinities as text."""
    value = float(value)
    if math.isnan(value):
        raise ValueError("a golden value is not a number")
    return value if math.isfinite(value) else ("inf" if value > 0 else "-inf")


def write(name, cases):
    lines = []
    for label, inputs, expected in cases:
        lines.append(
            json.dumps(
                {
                    "name": label,
                    "inputs": {
                        key: [plain(v) for v in np.atleast_1d(value)]
                        for key, value in inputs.items()
                    },
                    "expected": {key: plain(value) for key, value in expected.items()},
                }
            )
        )
    (GOLDEN / f"{name}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(f"{name}: {len(lines)}")


def distributions():
    mp = mpmath.mpf
    for x in [1e-8, 0.3, 0.5, 1, 1.5, 2, 2.5, 14.9, 15.1, 171.6, 1e6, 1e15]:
        yield "logGamma", {"x": x}, {"value": mpmath.loggamma(mp(x))}
    for z in [0, 1e-20, 0.1, 1, 1.959963984540054, -3, 5, -8, 20, -37.5]:
        yield "normal", {"z": z}, {
            "cumulative": mpmath.ncdf(mp(z)),
            "survival": mpmath.ncdf(mp(-z)),
            "logSurvival": mpmath.log1p(-mpmath.ncdf(mp(z))),
        }
    for z in [30.5, 40, 100, 1e4]:
        yield "normalTail", {"z": z}, {
            "logSurvival": mpmath.log(mpmath.erfc(mp(z) / mpmath.sqrt(2)) / 2)
        }
    for p in [1e-300, 1e-100, 1e-16, 1e-5, 0.001, 0.025, 0.074, 0.076, 0.3, 0.5, 0.7, 0.975, 0.99999]:
        guess = mp(stats.norm.ppf(p))
        yield "normalQuantile", {"p": p}, {
            "value": mpmath.findroot(lambda q: mpmath.log(mpmath.ncdf(q) / mp(p)), guess)
            if p != 0.5
            else 0
        }
    for t, df in [
        (0, 3), (1e-9, 3), (0.5, 1), (2, 1), (1e6, 1), (-2.5, 4.7), (3, 30), (10, 30), (40, 50),
        (2, 1e6), (6, 1e6), (30, 1e6), (1.96, 1e9), (1e5, 2.5), (0.001, 200), (1e80, 3),
    ]:  # fmt: skip
        square = mp(t) ** 2
        two_sided = two_sided_t(mp(t), mp(df))
        yield "student", {"t": t, "df": df}, {
            "twoSided": two_sided,
            "cumulative": two_sided / 2 if t < 0 else 1 - two_sided / 2,
        }
    for p, df in [(0.025, 1), (0.025, 2.5), (0.005, 10), (0.025, 40.3), (0.025, 1e6), (1e-12, 7), (0.3, 5), (0.8, 5)]:
        yield "studentQuantile", {"p": p, "df": df}, {"value": stats.t.isf(p, df)}
    for x, df in [
        (0, 1), (0.1, 1), (3.841458820694124, 1), (50, 1), (1300, 1), (1, 2), (5, 5), (0.5, 9),
        (100, 9), (90, 99), (150, 99), (1000, 99), (9990, 10000), (11000, 10000), (1e-8, 3),
    ]:  # fmt: skip
        upper = mpmath.gammainc(mp(df) / 2, mp(x) / 2, mpmath.inf, regularized=True)
        yield "chiSquare", {"x": x, "df": df}, {"survival": upper, "cumulative": 1 - upper}
    for p, df in [(0.05, 1), (0.05, 9), (0.01, 19), (1e-10, 9), (0.95, 9), (0.5, 100)]:
        yield "chiSquareQuantile", {"p": p, "df": df}, {"value": stats.chi2.isf(p, df)}
    for x, a, b in [
        (0.5, 2, 3), (1e-10, 0.5, 0.5), (0.999999, 0.5, 20), (0.3, 400, 900), (0.2, 400, 900),
        (0.31, 4000, 9000), (0.25, 4000, 9000), (0.9, 1, 1e-3),
    ]:  # fmt: skip
        yield "beta", {"x": x, "a": a, "b": b}, {
            "value": incomplete_beta(mp(x), mp(a), mp(b))
        }
    for k, draws, good, bad in [
        (0, 0, 3, 4), (2, 5, 4, 6), (0, 10, 5, 20), (5, 10, 5, 20), (4, 4, 4, 0), (500, 1000, 5000, 5000),
        (3, 1000000, 10, 2000000), (900, 1000, 500000, 500000), (100000, 300000, 200000, 400000),
    ]:  # fmt: skip
        binomial = lambda n, r: mpmath.loggamma(n + 1) - mpmath.loggamma(r + 1) - mpmath.loggamma(n - r + 1)
        yield "hypergeometric", {"k": k, "draws": draws, "good": good, "bad": bad}, {
            "log": binomial(mp(good), k) + binomial(mp(bad), draws - k) - binomial(mp(good + bad), draws)
        }


def two_sided_t(t, df):
    square = t * t
    if df >= 1e5:
        return 2 * stats.t.sf(float(abs(t)), float(df))  # the series are too slow
    if square > df:
        return mpmath.betainc(df / 2, 0.5, 0, df / (df + square), regularized=True)
    return 1 - mpmath.betainc(0.5, df / 2, 0, square / (df + square), regularized=True)


def incomplete_beta(x, a, b):
    """By quadrature where the series are slow."""
    if a < 100:
        return mpmath.betainc(a, b, 0, x, regularized=True)
    constant = mpmath.loggamma(a + b) - mpmath.loggamma(a) - mpmath.loggamma(b)
    density = lambda u: mpmath.exp(constant + (a - 1) * mpmath.log(u) + (b - 1) * mpmath.log1p(-u))
    step = mpmath.sqrt(a * b / (a + b) ** 3) / 2
    points = [x - step * k for k in range(0, 60) if x > step * k]
    return mpmath.quad(density, points[::-1])


PROPORTIONS = [
    (0, 1, 0, 1), (1, 1, 0, 1), (0, 50, 3, 50), (5, 1000, 18, 1000), (56, 70, 48, 80), (3, 10, 3, 10),
    (50, 50, 50, 50), (0, 50, 0, 60), (50, 50, 49, 50), (1, 2, 2, 3), (10, 1000000, 40, 1000000),
    (500000, 1000000, 500900, 1000000), (1, 1000, 60, 1000), (7, 20, 0, 1), (2, 10000, 9, 300),
    (999, 1000, 1000, 1000), (0, 100000, 1, 3), (8, 12, 1, 9), (200, 400, 200, 400), (10, 15, 5, 15),
    (450, 1000, 550, 1000), (0, 1000, 300, 1000),
]  # fmt: skip


def proportions():
    for x, n, y, m in PROPORTIONS:
        low, high = sm_proportion.proportion_confint(y, m, 0.05, method="wilson")
        low99, high99 = sm_proportion.proportion_confint(y, m, 0.01, method="wilson")
        d_low, d_high = sm_proportion.confint_proportions_2indep(
            y, m, x, n, method="newcomb", compare="diff", alpha=0.05, correction=False
        )
        expected = {
            "wilsonLow": max(low, 0), "wilsonHigh": min(high, 1),
            "wilson99Low": max(low99, 0), "wilson99High": min(high99, 1),
            "differenceLow": d_low, "differenceHigh": d_high,
            "fisher": exact_fisher(x, n, y, m),
        }  # fmt: skip
        z, p = sm_proportion.proportions_ztest([y, x], [m, n])
        expected |= {"z": 0 if math.isnan(z) else z, "p": 1 if math.isnan(p) else p}
        if min(x, y, n - x, m - y) > 0:
            table = contingency_tables.Table2x2([[y, m - y], [x, n - x]])
            expected |= {
                "odds": table.oddsratio,
                "oddsLow": table.oddsratio_confint()[0], "oddsHigh": table.oddsratio_confint()[1],
                "ratio": table.riskratio,
                "ratioLow": table.riskratio_confint()[0], "ratioHigh": table.riskratio_confint()[1],
            }  # fmt: skip
        yield f"{x}/{n} {y}/{m}", {"baseline": [x, n], "candidate": [y, m]}, expected


def exact_fisher(x, n, y, m):
    """SciPy's test where that is precise enough; of small tables from whole numbers."""
    p = stats.fisher_exact([[y, m - y], [x, n - x]]).pvalue
    if n + m > 3000:
        return p
    weights = {
        k: math.comb(m, k) * math.comb(n, x + y - k)
        for k in range(max(0, x + y - n), min(m, x + y) + 1)
    }
    exact = sum(w for w in weights.values() if w <= weights[y]) / math.comb(n + m, x + y)
    assert abs(p - exact) < 1e-6 * exact, (p, exact)
    return exact


def multiplicity():
    families = [
        [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216],
        [], [0.5], [0, 1, 0, 1], [0.04] * 5, [1e-300, 0.2, 1e-5, 0.9, 0.02, 0.02],
        list(np.random.default_rng(1).uniform(size=60) ** 2),
    ]  # fmt: skip
    for family in families:
        if not family:
            yield "none", {"p": []}, {}
            continue
        bh = multitest.multipletests(family, method="fdr_bh")[1]
        holm = multitest.multipletests(family, method="holm")[1]
        expected = {f"bh{i}": v for i, v in enumerate(bh)}
        yield f"{len(family)} tests", {"p": family}, expected | {
            f"holm{i}": v for i, v in enumerate(holm)
        }


def samples():
    """Pairs of samples: plain, tied, constant, single, far from zero, of unequal size."""
    rng = np.random.default_rng(20)
    yield "single", [3.0], [4.0]
    yield "single against three", [3.0], [1.0, 3.0, 9.0]
    yield "equal constants", [2.0] * 5, [2.0] * 4
    yield "different constants", [2.0] * 5, [3.0] * 4
    yield "one sample", [1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]
    yield "apart", list(np.arange(1.0, 9)), list(np.arange(11.0, 19))
    yield "huge", list(1e15 + rng.integers(0, 50, 30)), list(1e15 + rng.integers(5, 60, 25))
    yield "tiny", list(rng.normal(size=20) * 1e-160), list(rng.normal(1, size=20) * 1e-160)
    yield "signed zeros", [0.0, -0.0, 1.0, -1.0], [-0.0, 0.0, 2.0]
    for n, m in [(2, 2), (3, 5), (5, 8), (8, 40), (10, 10), (20, 30), (50, 50), (100, 80), (300, 150)]:
        yield f"normal {n} {m}", list(rng.normal(size=n)), list(rng.normal(0.5, 1.3, size=m))
        yield f"lognormal {n} {m}", list(rng.lognormal(0, 0.9, n)), list(rng.lognormal(0.1, 0.9, m))
    for n, m, levels in [(12, 9, 3), (40, 60, 5), (200, 100, 2), (150, 150, 20)]:
        yield f"ties {n} {m}", list(rng.integers(0, levels, n) * 1.0), list(
            rng.integers(0, levels + 1, m) * 1.0
        )
    yield "far apart", list(rng.normal(size=60)), list(rng.normal(9, 1, size=70))


def differences(a, b):
    """Hodges–Lehmann by sorting all differences."""
    ordered = np.sort(np.subtract.outer(np.array(b), np.array(a)).ravel())
    n, m = len(a), len(b)
    if n * m <= 400:
        counts = np.array([1.0])
        for i in range(1, n + 1):  # exact law of U, as integers
            top = np.zeros(m + i + 1)
            top[0], top[-1] = 1, -1
            counts = np.convolve(counts, top)
            quotient = np.zeros(len(counts))
            for k in range(len(counts)):
                quotient[k] = counts[k] + (quotient[k - i] if k >= i else 0)
            counts = quotient[: len(counts) - i]
        rank = int(np.sum(np.cumsum(counts) <= 0.025 * math.comb(n + m, n)))
    else:
        rank = math.floor(n * m / 2 - stats.norm.ppf(0.975) * math.sqrt(n * m * (n + m + 1) / 12))
    if rank < 1:
        return np.median(ordered), -math.inf, math.inf
    return np.median(ordered), ordered[rank - 1], ordered[n * m - rank]


def cliff(a, b):
    """Cliff's delta and its interval, from the whole matrix of dominances."""
    d = np.sign(np.subtract.outer(np.array(b), np.array(a)))
    m, n = d.shape
    delta = d.mean()
    if min(n, m) < 2:
        return delta, None
    by_a = np.sum((d.mean(axis=0) - delta) ** 2) / (n - 1)
    by_b = np.sum((d.mean(axis=1) - delta) ** 2) / (m - 1)
    cell = np.sum((d - delta) ** 2) / (n * m)
    variance = ((m - 1) * by_a + (n - 1) * by_b + cell) / (n * m)
    z = stats.norm.ppf(0.975)
    room = 1 - delta**2 + z**2 * variance
    if room <= 0:
        return delta, (delta, delta)
    reach = z * math.sqrt(variance) * math.sqrt((1 - delta**2) ** 2 + z**2 * variance)
    centre = delta - delta**3
    return delta, (max(-1, (centre - reach) / room), min(1, (centre + reach) / room))


def two_samples():
    for label, a, b in samples():
        n, m = len(a), len(b)
        test = stats.mannwhitneyu(b, a, method="asymptotic")
        expected = {"u": test.statistic}
        expected["p"] = 1 if len(set(a + b)) == 1 else test.pvalue
        if len(set(a + b)) == n + m and n * m <= 600:
            expected["pExact"] = stats.mannwhitneyu(b, a, method="exact").pvalue
        expected["shift"], expected["shiftLow"], expected["shiftHigh"] = differences(a, b)
        expected["delta"], interval = cliff(a, b)
        if interval:
            expected["deltaLow"], expected["deltaHigh"] = interval
        test = stats.ks_2samp(b, a, method="exact")
        expected |= {"ks": test.statistic, "ksExact": test.pvalue}
        expected["wasserstein"] = stats.wasserstein_distance(a, b)
        if n > 1 and m > 1 and len(set(a)) + len(set(b)) > 2 and label != "tiny":
            # SciPy's means are rounded; what is far from zero is brought there first.
            base = min(a) if label == "huge" else 0
            test = stats.ttest_ind(np.array(b) - base, np.array(a) - base, equal_var=False)
            bounds = test.confidence_interval(0.95)
            expected |= {
                "t": test.statistic, "df": test.df, "tP": test.pvalue,
                "tLow": bounds.low, "tHigh": bounds.high,
            }  # fmt: skip
            if label != "huge":
                expected["tost"] = ttost_ind(b, a, -0.5, 0.5, usevar="unequal")[0]
        yield label, {"a": a, "b": b}, expected


def kolmogorov():
    """The asymptotic law, by the statistic alone; and the exact one in the tail."""
    for n, d in [
        (1, 0.3), (1, 0.7), (2, 0.3), (2, 0.45), (5, 0.1), (5, 0.15), (5, 0.4), (5, 0.49), (10, 0.3),
        (10, 0.9), (30, 0.1), (30, 0.2), (30, 0.3), (100, 0.06), (100, 0.12), (100, 0.21), (140, 0.02),
        (140, 0.04), (140, 0.1), (140, 0.16), (140, 0.18), (150, 0.05), (150, 0.09), (150, 0.2), (1000, 0.02), (1000, 0.03), (1000, 0.05), (1000, 0.3),
        (20000, 0.005), (20000, 0.009), (20000, 0.05), (500000, 0.001), (500000, 0.003),
    ]:  # fmt: skip
        yield "one-sample tail", {"n": n, "d": d}, {"p": stats.kstwo.sf(d, n)}


def categories():
    rng = np.random.default_rng(4)
    tables = [
        ([5, 5], [5, 5]), ([10, 0], [0, 10]), ([50, 30, 20], [40, 25, 35]), ([1, 0, 3], [2, 5, 0]),
        ([0, 100, 900], [0, 130, 870]), ([3, 0, 0, 7], [4, 0, 1, 9]), ([10**6, 10], [10**6, 60]),
        (list(rng.multinomial(1000, [0.1] * 10)), list(rng.multinomial(700, [0.1] * 10))),
        (list(rng.multinomial(100, [0.02] * 50)), list(rng.multinomial(100, [0.02] * 50))),
    ]  # fmt: skip
    for a, b in tables:
        seen = [(x, y) for x, y in zip(a, b) if x + y > 0]
        test = stats.chi2_contingency(np.array(seen).T, correction=False)
        x, y = np.array(a) / sum(a), np.array(b) / sum(b)
        expected = {
            "chi": test.statistic, "df": test.dof, "p": test.pvalue,
            "least": np.min(test.expected_freq),
            "cramer": stats.contingency.association(np.array(seen).T, method="cramer"),
            "tv": np.abs(x - y).sum() / 2,
        }  # fmt: skip
        distance = jensenshannon(x, y, base=2)
        expected |= {"js": 0 if math.isnan(distance) else distance}
        x, y = np.maximum(x, 1e-4), np.maximum(y, 1e-4)
        expected["psiRaw"] = np.sum((y - x) * np.log(y / x))
        x, y = x / x.sum(), y / y.sum()
        expected["psi"] = np.sum((y - x) * np.log(y / x))
        yield f"{len(a)} categories", {"a": a, "b": b}, expected


def weighted():
    rng = np.random.default_rng(5)
    for n, m in [(1, 1), (5, 9), (40, 30)]:
        a, b = rng.normal(size=n).round(1), rng.normal(1, size=m).round(1)
        u, v = rng.uniform(0, 3, n), rng.uniform(0, 3, m)
        yield f"{n} {m}", {"a": a, "u": u, "b": b, "v": v}, {
            "wasserstein": stats.wasserstein_distance(a, b, u, v),
            "mean": DescrStatsW(a, u).mean, "total": (a * u).sum(),
            "effective": u.sum() ** 2 / (u**2).sum(),
            "meanVariance": (u**2 * (a - np.average(a, weights=u)) ** 2).sum() / u.sum() ** 2,
        }  # fmt: skip


def ranks():
    """Weighted ranks: of equal weights SciPy's test, of others its formula with weighted variances."""
    rng = np.random.default_rng(17)

    def moments(x, w):
        mean = np.average(x, weights=w)
        count = w.sum() ** 2 / (w**2).sum()
        return mean, (w**2 * (x - mean) ** 2).sum() / w.sum() ** 2 * count / (count - 1), count

    for n, m, is_plain in [(8, 12, True), (40, 30, True), (35, 60, False), (200, 90, False)]:
        a, b = rng.normal(size=n).round(1), rng.normal(0.4, 1.5, m).round(1)
        u = np.full(n, 2.0) if is_plain else 1 / rng.uniform(0.1, 1, n)
        v = np.full(m, 4.0) if is_plain else 1 / rng.uniform(0.1, 1, m)
        below = (a[:, None] < b) + 0.5 * (a[:, None] == b)
        first, second = below @ v / v.sum(), u @ below / u.sum()
        probability, p, count = moments(first, u)
        _, q, other = moments(second, v)
        statistic = (probability - 0.5) / math.sqrt(p + q)
        df = (p + q) ** 2 / (p**2 / (count - 1) + q**2 / (other - 1))
        expected = {
            "probability": probability, "statistic": statistic, "df": df,
            "p": 2 * stats.t.sf(abs(statistic), df),
        }  # fmt: skip
        if is_plain:
            test = stats.brunnermunzel(a, b)
            expected |= {"p": test.pvalue, "statistic": test.statistic}
        order = np.argsort(a, kind="stable")
        for key, share in [("median", 0.5), ("p95", 0.95)]:
            place = np.searchsorted(np.cumsum(u[order]), share * u.sum() * (1 - 1e-12))
            expected[key] = a[order][place]
        yield f"ranks {n} {m}", {"a": a, "u": u, "b": b, "v": v}, expected


def pairs():
    rng = np.random.default_rng(6)
    lists = [
        [1.0], [1.0, -2.0], [0.0, 1.0, 2.0], [1.0, 1.0, -1.0, 2.0], list(rng.normal(0.3, size=10)),
        list(rng.normal(0.3, size=50)), list(rng.normal(0.3, size=51)), list(rng.normal(1, size=200)),
        list(rng.integers(-3, 5, 40) * 1.0), list(rng.integers(-2, 3, 300) * 1.0), [5.0] * 20,
    ]  # fmt: skip
    for d in lists:
        wilcox = stats.wilcoxon(d, zero_method="wilcox", method="asymptotic")
        pratt = stats.wilcoxon(d, zero_method="pratt", method="asymptotic")
        expected = {
            "statistic": wilcox.statistic, "p": wilcox.pvalue,
            "prattStatistic": pratt.statistic, "prattP": pratt.pvalue,
        }  # fmt: skip
        if len(set(np.abs(d))) == len(d) and 0 not in d and len(d) <= 51:
            expected["pExact"] = stats.wilcoxon(d, method="exact").pvalue
        yield f"{len(d)} differences", {"d": d}, expected
    for b, c in [(0, 0), (0, 1), (5, 5), (3, 12), (30, 60), (0, 900), (100000, 101000), (7, 6)]:
        exact = contingency_tables.mcnemar([[0, b], [c, 0]], exact=True)
        expected = {"exact": exact.pvalue}
        if b + c > 0:
            for key, correction in [("corrected", True), ("plain", False)]:
                test = contingency_tables.mcnemar([[0, b], [c, 0]], exact=False, correction=correction)
                expected |= {key: test.statistic, key + "P": test.pvalue}
        yield "mcnemar", {"b": b, "c": c}, expected
    rng = np.random.default_rng(16)
    for size, count in [(3, 120), (4, 400), (6, 3000), (9, 20000)]:
        before = rng.choice(size, count, p=rng.dirichlet(np.full(size, 4)))
        after = np.where(rng.random(count) < 0.6, before, rng.choice(size, count))
        table = np.zeros((size, size), int)
        np.add.at(table, (before, after), 1)
        test = contingency_tables.SquareTable(table, shift_zeros=False).homogeneity()
        yield "stuart-maxwell", {"table": table.ravel()}, {
            # The p-value of statsmodels is one less the distribution, which is zero in the tail.
            "statistic": test.statistic, "df": test.df, "p": stats.chi2.sf(test.statistic, test.df),
        }  # fmt: skip


def mixture():
    """The ratio of the mixture's likelihood to that of no difference, by quadrature."""
    mp = mpmath.mpf
    density = lambda x, variance: mpmath.exp(-x * x / (2 * variance)) / mpmath.sqrt(2 * mpmath.pi * variance)
    for d, v, tau in [(0, 1, 1), (0.5, 0.04, 0.1), (-2, 0.5, 1), (0.01, 1e-5, 1e-4), (3, 0.1, 2)]:
        d, v, tau = mp(d), mp(v), mp(tau)
        centre, width = d * tau / (v + tau), mpmath.sqrt(v * tau / (v + tau))
        marginal = mpmath.quad(
            lambda t: density(d - t, v) * density(t, tau),
            [centre + width * k for k in range(-20, 21, 2)],
        )
        yield "look", {"difference": d, "variance": v, "prior": tau}, {
            "p": min(1, density(d, v) / marginal)
        }


write("distributions", distributions())
write("proportions", proportions())
write("multiplicity", multiplicity())
write("two-samples", two_samples())
write("kolmogorov", kolmogorov())
write("categories", categories())
write("weighted", weighted())
write("weighted-ranks", ranks())
write("pairs", pairs())
write("mixture", mixture())
