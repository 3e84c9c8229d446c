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
from statsmodels.stats import contingency_tables, multitest
from statsmodels.stats import proportion as sm_proportion

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


write("distributions", distributions())
write("proportions", proportions())
write("multiplicity", multiplicity())
