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


def effective(w):
    return w.sum() ** 2 / (w**2).sum()


def weighted_moments(x, w):
    """The mean, its variance by Taylor's linear form, and how many plain values tell as much."""
    mean, count = np.average(x, weights=w), effective(w)
    return mean, (w**2 * (x - mean) ** 2).sum() / w.sum() ** 2 * count / (count - 1), count


def welch(first, second):
    (a, p, n), (b, q, m) = first, second
    df = (p + q) ** 2 / (p**2 / (n - 1) + q**2 / (m - 1))
    reach = stats.t.ppf(0.975, df) * math.sqrt(p + q)
    return {
        "baseline": a, "candidate": b, "effect": b - a, "low": b - a - reach, "high": b - a + reach,
        "p": 2 * stats.t.sf(abs(b - a) / math.sqrt(p + q), df),
    }  # fmt: skip


def weighted_mean(a, u, b, v):
    return welch(weighted_moments(a, u), weighted_moments(b, v))


def weighted_quantile(x, w, share):
    order = np.argsort(x, kind="stable")
    return x[order][np.searchsorted(np.cumsum(w[order]), share * w.sum() * (1 - 1e-12))]


def spaced(x, w, count):
    order = np.argsort(x, kind="stable")
    parts = (np.arange(count) + 0.5) / count * w.sum()
    return x[order][np.searchsorted(np.cumsum(w[order]), parts)]


def weighted_distribution(a, u, b, v):
    below = (a[:, None] < b) + 0.5 * (a[:, None] == b)
    first, second = below @ v / v.sum(), u @ below / u.sum()
    sides = [weighted_moments(first, u), weighted_moments(second, v)]
    probability, p, q = sides[1][0], sides[0][1], sides[1][1]
    df = (p + q) ** 2 / (p**2 / (sides[0][2] - 1) + q**2 / (sides[1][2] - 1))
    error = math.sqrt(p + q)
    counts = [
        int(min(np.average((x - np.average(x, weights=w)) ** 2, weights=w) / side[1], len(x)))
        for x, w, side in [(first, u, sides[0]), (second, v, sides[1])]
    ]
    value, low, high = shift(spaced(a, u, counts[0]), spaced(b, v, counts[1]))
    reach = 2 * stats.t.ppf(0.975, df) * error
    return {
        "baseline": weighted_quantile(a, u, 0.5), "candidate": weighted_quantile(b, v, 0.5),
        "effect": value, "low": low, "high": high, "cliffs_delta": 2 * probability - 1,
        "cliffs_deltaLow": 2 * probability - 1 - reach, "cliffs_deltaHigh": 2 * probability - 1 + reach,
        "p": 2 * stats.t.sf(abs(probability - 0.5) / error, df),
    }  # fmt: skip


def weighted_share(a, u, b, v):
    sides = []
    for e, w in ((a, u), (b, v)):
        p, n = np.average(e, weights=w), w.sum()
        effect = len(e) / (len(e) - 1) * (w**2 * (e - p) ** 2).sum() / (n * p * (1 - p))
        sides.append((p, n, effect))
    total = sides[0][1] + sides[1][1]
    effect = max(1, sum(n * d for _, n, d in sides) / total)
    (p, n, _), (q, m, _) = sides
    n, m = n / effect, m / effect
    pooled = (p * n + q * m) / (n + m)
    z = (q - p) / math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))

    def wilson(p, n):
        centre, reach = p + Z**2 / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n * n))
        return (centre - reach) / (1 + Z**2 / n), (centre + reach) / (1 + Z**2 / n)

    (l1, h1), (l2, h2) = wilson(p, n), wilson(q, m)
    return {
        "baseline": p, "candidate": q, "effect": q - p,
        "low": q - p - math.hypot(q - l2, h1 - p), "high": q - p + math.hypot(h2 - q, p - l1),
        "p": 2 * stats.norm.sf(abs(z)),
    }  # fmt: skip


def weighted_categories(a, u, b, v):
    kinds = sorted(set(a) | set(b))
    table, effects = [], []
    for x, w in ((a, u), (b, v)):
        counts = np.array([np.rint(w[x == kind].sum()) for kind in kinds])
        total, units = counts.sum(), int(effective(w))
        size_squares, effect = (w**2).sum(), 0
        for kind, count in zip(kinds, counts):
            share, square = count / total, (w[x == kind] ** 2).sum()
            rest = square - 2 * share * square + share**2 * size_squares
            effect += units / (units - 1) * rest / (total * share)
        table.append(counts)
        effects.append((effect / (len(kinds) - 1), total))
    effect = max(1, sum(e * n for e, n in effects) / sum(n for _, n in effects))
    test = stats.chi2_contingency(np.array(table), correction=False)
    first, second = [row / row.sum() for row in table]
    return {
        "effect": abs(first - second).sum() / 2,
        "p": stats.chi2.sf(test.statistic / effect, len(kinds) - 1),
    }  # fmt: skip


def weighted_quantiles(a, u, b, v):
    return {
        "baseline": weighted_quantile(a, u, 0.5), "candidate": weighted_quantile(b, v, 0.5),
        "effect": weighted_quantile(b, v, 0.5) - weighted_quantile(a, u, 0.5),
    }  # fmt: skip


def weighted_reports():
    """One value a unit, kept with probabilities from a third to one."""
    for seed, n, m, scale in [(11, 260, 300, 1.3), (12, 90, 70, 1.0)]:
        rng = np.random.default_rng(seed)
        u, v = 1 / rng.uniform(0.33, 1, n), 1 / rng.uniform(0.33, 1, m)
        a, b = rng.lognormal(3, 0.9, n), rng.lognormal(3, 0.9, m) * scale
        errors = [(rng.random(k) < rate).astype(float) for k, rate in [(n, 0.2), (m, 0.3)]]
        kinds = [rng.choice(4, k, p=[0.4, 0.3, 0.2, 0.1]).astype(float) for k in (n, m)]
        yield [
            ("distribution", a, b, u, v, weighted_distribution(a, u, b, v)),
            ("mean", a, b, u, v, weighted_mean(a, u, b, v)),
            ("meanOfSums", a, b, u, v, weighted_mean(a, u, b, v)),
            ("quantile 50", a, b, u, v, weighted_quantiles(a, u, b, v)),
            ("share", *errors, u, v, weighted_share(errors[0], u, errors[1], v)),
            ("categories", *kinds, u, v, weighted_categories(kinds[0], u, kinds[1], v)),
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
for metrics in weighted_reports():
    cases = []
    for kind, a, b, u, v, expected in metrics:
        item = case(kind, a, b, expected, False)
        cases.append({**item, "baselineWeights": numbers(u), "candidateWeights": numbers(v)})
    documents.append(cases)
texts = ["[" + ",\n".join(json.dumps(item) for item in cases) + "]" for cases in documents]
GOLDEN.write_text("[\n" + ",\n".join(texts) + "\n]\n")
print(f"{sum(map(len, documents))} metrics of {len(documents)} reports")
