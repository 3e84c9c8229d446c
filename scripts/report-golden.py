#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = ["scipy==1.17.1", "statsmodels==0.15.0", "numpy==2.4.6"]
# ///
"""Writes Tests/DriftTests/Golden/reports.json: what SciPy and statsmodels say of whole comparisons.

Run by hand after adding a case; no test runs it. One metric a line, numbers in full.
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon
from statsmodels.stats import contingency_tables, weightstats
from statsmodels.stats import proportion as sm_proportion

GOLDEN = Path(__file__).parent.parent / "Tests/DriftTests/Golden/reports.json"
Z = stats.norm.ppf(0.975)


def nearest_rank(values, share):
    ordered = sorted(values)
    return ordered[max(1, math.ceil(share * len(ordered) - 1e-9)) - 1]


def shift(a, b):
    """Hodges and Lehmann's, from the whole matrix, with the ranks of the normal law."""
    matrix = np.sort(np.subtract.outer(b, a).ravel())
    n, m = len(a), len(b)
    rank = math.floor(n * m / 2 - Z * math.sqrt(n * m * (n + m + 1) / 12))
    return np.median(matrix), matrix[rank - 1], matrix[n * m - rank]


def distribution(a, b):
    value, low, high = shift(a, b)
    ratio = [math.exp(x) for x in shift(np.log(a), np.log(b))]
    sign = np.sign(np.subtract.outer(b, a))
    test = stats.ks_2samp(a, b)
    iqr = nearest_rank(a, 0.75) - nearest_rank(a, 0.25)
    return {
        "baseline": nearest_rank(a, 0.5), "candidate": nearest_rank(b, 0.5),
        "effect": value, "low": low, "high": high,
        "p": stats.mannwhitneyu(b, a, method="asymptotic").pvalue,
        "ratio": ratio[0], "ratioLow": ratio[1], "ratioHigh": ratio[2],
        "cliffs_delta": sign.mean(), "ks": test.statistic,
        "wasserstein": stats.wasserstein_distance(a, b) / iqr,
    }  # fmt: skip


def quantile(share):
    def of(a, b):
        bound = nearest_rank(np.concatenate([a, b]), share)
        counts = [(b > bound).sum(), (a > bound).sum()]
        return {
            "baseline": nearest_rank(a, share), "candidate": nearest_rank(b, share),
            "effect": nearest_rank(b, share) - nearest_rank(a, share),
            "p": sm_proportion.proportions_ztest(counts, [len(b), len(a)])[1],
        }  # fmt: skip

    return of


def mean(a, b):
    test = stats.ttest_ind(b, a, equal_var=False)
    bounds = test.confidence_interval(0.95)
    return {
        "baseline": np.mean(a), "candidate": np.mean(b), "effect": np.mean(b) - np.mean(a),
        "low": bounds.low, "high": bounds.high, "p": test.pvalue,
        "ratio": np.mean(b) / np.mean(a),
    }  # fmt: skip


def share(a, b):
    x, y, n, m = sum(a), sum(b), len(a), len(b)
    low, high = sm_proportion.confint_proportions_2indep(y, m, x, n, method="newcomb")
    table = [[x, n - x], [y, m - y]]
    is_sparse = stats.contingency.expected_freq(table).min() < 5
    p = (
        stats.fisher_exact(table).pvalue if is_sparse
        else sm_proportion.proportions_ztest([y, x], [m, n])[1]
    )  # fmt: skip
    return {
        "baseline": x / n, "candidate": y / m, "effect": y / m - x / n, "low": low, "high": high,
        "p": p,
    }  # fmt: skip


def categories(a, b):
    kinds = sorted(set(a) | set(b))
    table = np.array([[list(side).count(kind) for kind in kinds] for side in (a, b)])
    test = stats.chi2_contingency(table, correction=False)
    first, second = table[0] / table[0].sum(), table[1] / table[1].sum()
    return {
        "effect": abs(first - second).sum() / 2, "p": test.pvalue,
        "cramers_v": stats.contingency.association(table, correction=False),
        "jensen_shannon": jensenshannon(first, second, base=2),
    }  # fmt: skip


def paired_mean(a, b):
    test = stats.ttest_rel(b, a)
    bounds = test.confidence_interval(0.95)
    return {"effect": np.mean(np.subtract(b, a)), "low": bounds.low, "high": bounds.high, "p": test.pvalue}


def paired_distribution(a, b):
    d = np.sort(np.subtract(b, a))
    n = len(d)
    walsh = np.sort([(d[i] + d[j]) / 2 for i in range(n) for j in range(i, n)])
    rank = math.floor(n * (n + 1) / 4 - Z * math.sqrt(n * (n + 1) * (2 * n + 1) / 24))
    test = stats.wilcoxon(d, method="exact" if n <= 50 else "asymptotic")
    return {
        "effect": np.median(walsh), "low": walsh[rank - 1], "high": walsh[len(walsh) - rank],
        "p": test.pvalue,
    }  # fmt: skip


def paired_share(a, b):
    up = sum(y > x for x, y in zip(a, b))
    down = sum(y < x for x, y in zip(a, b))
    n = len(a)
    p, q = (up + 1) / (n + 2), (down + 1) / (n + 2)
    reach = Z * math.sqrt((p + q - (p - q) ** 2) / (n + 2))
    return {
        "effect": (up - down) / n, "low": p - q - reach, "high": p - q + reach,
        "p": contingency_tables.mcnemar([[0, down], [up, 0]], exact=True).pvalue,
    }  # fmt: skip


def clustered_mean(a, b):
    """Of sums and counts of units: the ratio's linear form, in Welch's test."""
    sides = []
    for sums, counts in (a, b):
        ratio = sums.sum() / counts.sum()
        rest = (sums - ratio * counts) / counts.mean()
        sides.append((ratio, weightstats.DescrStatsW(rest + ratio)))
    test = weightstats.CompareMeans(sides[1][1], sides[0][1])
    low, high = test.tconfint_diff(usevar="unequal")
    return {
        "baseline": sides[0][0], "candidate": sides[1][0], "effect": sides[1][0] - sides[0][0],
        "low": low, "high": high, "p": test.ttest_ind(usevar="unequal")[1],
    }  # fmt: skip


def reports():
    for seed, n, m, scale in [(1, 250, 310, 1.0), (2, 240, 220, 1.25), (3, 64, 52, 1.6)]:
        rng = np.random.default_rng(seed)
        a, b = rng.lognormal(3, 0.9, n), rng.lognormal(3, 0.9, m) * scale
        metrics = [("distribution", a, b, distribution), ("mean", a, b, mean)]
        metrics.append(("quantile 50", a, b, quantile(0.5)))
        if n >= 200:
            metrics.append(("quantile 95", a, b, quantile(0.95)))
        errors = [(rng.random(k) < rate).astype(float) for k, rate in [(n, 0.1), (m, 0.15)]]
        metrics.append(("share", *errors, share))
        kinds = [rng.choice(4, k, p=[0.4, 0.3, 0.2, 0.1]).astype(float) for k in (n, m)]
        metrics.append(("categories", *kinds, categories))
        yield metrics, False
    for seed, n in [(4, 45), (5, 180)]:
        rng = np.random.default_rng(seed)
        a = rng.lognormal(3, 0.9, n)
        b = a * rng.lognormal(0.1, 0.3, n)
        flags = [(rng.random(n) < rate).astype(float) for rate in (0.2, 0.35)]
        yield [
            ("distribution", a, b, paired_distribution), ("mean", a, b, paired_mean),
            ("share", *flags, paired_share),
        ], True  # fmt: skip


def clustered():
    rng = np.random.default_rng(6)
    sides = []
    for units, scale in [(70, 1.0), (90, 1.3)]:
        counts = rng.integers(1, 6, units)
        owner = np.repeat(np.arange(units), counts)
        values = rng.lognormal(2, 0.5, len(owner)) * rng.lognormal(0, 0.6, units)[owner] * scale
        sides.append((values, owner))
    sums = [(np.bincount(o, v), np.bincount(o).astype(float)) for v, o in sides]
    of_sums = mean(sums[0][0], sums[1][0])
    return [
        ("mean", sides, clustered_mean(*sums)), ("meanOfSums", sides, of_sums),
        ("distribution", sides, {
            key: value
            for key, value in distribution(*[s / c for s, c in sums]).items()
            if key not in ("baseline", "candidate")
        }),
    ]  # fmt: skip


def numbers(values):
    return [float(value) for value in values]


def case(kind, a, b, expected, is_paired, units=None):
    item = {"kind": kind, "isPaired": is_paired, "baseline": numbers(a), "candidate": numbers(b)}
    if units:
        item["baselineUnits"], item["candidateUnits"] = [[int(u) for u in side] for side in units]
    item["expected"] = {key: float(value) for key, value in expected.items()}
    return item


documents = []
for metrics, is_paired in reports():
    cases = [case(kind, a, b, of(a, b), is_paired) for kind, a, b, of in metrics]
    adjusted = stats.false_discovery_control([item["expected"]["p"] for item in cases])
    for item, p in zip(cases, adjusted):
        item["expected"]["adjusted"] = float(p)
    documents.append(cases)
documents.append(
    [
        case(kind, *[v for v, _ in sides], expected, False, [o for _, o in sides])
        for kind, sides, expected in clustered()
    ]
)
texts = ["[" + ",\n".join(json.dumps(item) for item in cases) + "]" for cases in documents]
GOLDEN.write_text("[\n" + ",\n".join(texts) + "\n]\n")
print(f"{sum(map(len, documents))} metrics of {len(documents)} reports")
