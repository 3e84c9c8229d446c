"""Results as tables that people read."""

from __future__ import annotations

import sys

from queries import QUERIES, Query

PEERS = ["duckdb", "clickhouse", "sqlite"]
GOALS: dict[str, Query] = {query.name: query for query in QUERIES}


def number(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def fastest(milliseconds: dict) -> float | None:
    return min((milliseconds[name]["least"] for name in PEERS if name in milliseconds),
               default=None)


def progress(query: Query, found: dict) -> None:
    """One line as soon as a query is done."""
    if "differs" in found:
        text = f"ANSWERS DIFFER: {found['differs']}"
    else:
        text = " ".join(
            f"{name} {number(times['least'])}" for name, times in found["milliseconds"].items()
        )
    print(f"{query.name}: {text}", file=sys.stderr, flush=True)


def markdown(results: dict) -> str:
    parts = [
        f"{results['spans']:,} spans ({results['shape']}, seed {results['seed']}), "
        + ", ".join(results["versions"].values()) + f"; {results['machine']}",
        loads(results),
        queries(results["queries"]),
        traces(results["traces"]),
    ]
    if "ingest" in results:
        parts.append(ingest(results["ingest"]))
    return "\n\n".join(parts)


def loads(results: dict) -> str:
    lines = ["| load | seconds | bytes a span, as asked | with indexes | as small as can be"
             " | peak memory |", "|---|---|---|---|---|---|"]
    for name, load in results["loads"].items():
        spans = results["spans"]
        own = load["table_bytes"] or load["total_bytes"]
        memory = load.get("memory")
        peak = f"{memory['anonymous_bytes'] / 2**20:.0f} MiB own" if memory else "–"
        lines.append(
            f"| {name} | {load['seconds']:.1f} | {own / spans:.1f} |"
            f" {load['total_bytes'] / spans:.1f} | {load['smallest_bytes'] / spans:.1f} | {peak} |"
        )
    return "\n".join(lines)


def queries(found: dict) -> str:
    lines = [
        "Milliseconds: least of the rounds (median; processor time of all threads, least). The"
        " ratio is the fastest peer's least over Spoor's.", "",
        "| query | Spoor | DuckDB | chDB | SQLite | ratio | goal |", "|---|---|---|---|---|---|---|",
    ]
    for name, result in found.items():
        if "differs" in result:
            lines.append(f"| {name} | answers differ: {result['differs']} | | | | | |")
            continue
        times = result["milliseconds"]
        own = cell(times["spoor"]) if "spoor" in times else "not askable yet"
        engines = [own] + [cell(times.get(engine)) for engine in PEERS]
        ratio = (
            f"{number(fastest(times) / times['spoor']['least'])}×" if "spoor" in times else "–")
        lines.append(f"| {name} | {' | '.join(engines)} | {ratio} | {wanted(GOALS[name])} |")
    own = [result["memory"]["anonymous_bytes"] for result in found.values() if "memory" in result]
    resident = [result["memory"]["resident_bytes"] for result in found.values()
                if "memory" in result]
    if own:
        lines += ["", f"Spoor's memory while answering: at most {max(own) / 2**20:.0f} MiB of its"
                  f" own, {max(resident) / 2**20:.0f} MiB resident with the mapped file."]
    return "\n".join(lines)


def cell(times: dict | None) -> str:
    if times is None:
        return "–"
    return (
        f"{number(times['least'])} ({number(times['median'])}; {number(times['processor'])})"
    )


def wanted(query: Query) -> str:
    if query.goal:
        return f"{query.goal:g}×"
    return f"{query.goal_milliseconds:g} ms" if query.goal_milliseconds else ""


def traces(found: dict) -> str:
    lines = ["| trace by id, microseconds | p50 | p99 |", "|---|---|---|"]
    for name, times in found.items():
        lines.append(
            f"| {name} | {number(times['p50_microseconds'])} |"
            f" {number(times['p99_microseconds'])} |"
        )
    return "\n".join(lines)


def ingest(found: dict) -> str:
    lines = [
        "| durable ingest | spans a second | microseconds of processor time a span | batch p50 ms |",
        "|---|---|---|---|",
    ]
    for name, rate in found["engines"].items():
        lines.append(
            f"| {name} | {rate['spans'] / rate['seconds']:,.0f} |"
            f" {number(rate['processor_seconds'] / rate['spans'] * 1e6)} |"
            f" {number(rate['batch_p50_milliseconds'])} |"
        )
    return f"Batches of {found['batch']:,} spans, on disk when acknowledged.\n\n" + "\n".join(lines)
