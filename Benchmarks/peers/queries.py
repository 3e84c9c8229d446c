"""The questions, in Spoor's words and in each peer's SQL.

`{...}` in SQL stands for what the dialects spell differently:

    {error_rate}    failed spans over all spans
    {p50_95_99}     exact percentiles of the latency by nearest rank, in one pass
    {hour}          the first moment of the start's hour, in nanoseconds
    {epoch}         the start in nanoseconds

Nearest rank is the value at place ceil(q × n). DuckDB's quantile_disc is that. ClickHouse's
quantileExact takes place floor(q × n) + 1, one too far where q × n is whole; with a level that is
less by 1e-11 it is the same for groups of less than 10^8 values. SQLite has no percentile: values are
counted out in the order of an index.
"""

from __future__ import annotations

import dataclasses

FIRST_START = 1_790_812_800_000_000_000


@dataclasses.dataclass
class Query:
    name: str
    #: Texts by engine.
    texts: dict[str, str]
    #: Whether the order of rows is part of the answer.
    is_ordered: bool = False
    #: Places of averages, which the peers give as doubles: compared to the nearest unit.
    averages: tuple[int, ...] = ()
    #: How many times faster than the fastest peer it should be.
    goal: float | None = None
    #: Milliseconds that it should take at most.
    goal_milliseconds: float | None = None


def percentiles(levels: tuple[float, ...], column: str, dialect: str) -> str:
    if dialect == "duckdb":
        return f"quantile_disc({column}, [{', '.join(map(str, levels))}])"
    return f"quantilesExact({', '.join(f'{level - 1e-11:.11f}' for level in levels)})({column})"


DIALECTS = {
    "duckdb": {
        "error_rate": "count(*) FILTER (WHERE status = 'error') / count(*)",
        "hour": "epoch_ns(start) // 3600000000000 * 3600000000000",
        "epoch": "epoch_ns(start)",
    },
    "clickhouse": {
        "error_rate": "countIf(status = 'error') / count()",
        "hour": "toUnixTimestamp(toStartOfHour(start)) * 1000000000",
        "epoch": "toUnixTimestamp64Nano(start)",
    },
    "sqlite": {
        "error_rate": "sum(status = 'error') * 1.0 / count(*)",
        "hour": "start / 3600000000000 * 3600000000000",
        "epoch": "start",
    },
}
for _dialect in ("duckdb", "clickhouse"):
    DIALECTS[_dialect] |= {
        "p95": percentiles((0.95,), "latency", _dialect),
        "p50_99": percentiles((0.5, 0.99), "latency", _dialect),
        "p50_95_99": percentiles((0.5, 0.95, 0.99), "latency", _dialect),
        "p50_90_99": percentiles((0.5, 0.9, 0.99), "latency", _dialect),
    }


def range_of(dialect: str, first: str, hours: int) -> str:
    """A half-open range of starts, from a moment such as 2026-10-15 10:00:00."""
    if dialect == "duckdb":
        return (
            f"start >= TIMESTAMP_NS '{first}'"
            f" AND start < TIMESTAMP_NS '{first}' + INTERVAL {hours} HOUR"
        )
    if dialect == "clickhouse":
        return (
            f"start >= toDateTime64('{first}', 9, 'UTC')"
            f" AND start < toDateTime64('{first}', 9, 'UTC') + INTERVAL {hours} HOUR"
        )
    day, hour = int(first[8:10]), int(first[11:13])
    begin = FIRST_START + ((day - 1) * 24 + hour) * 3_600_000_000_000
    return f"start >= {begin} AND start < {begin + hours * 3_600_000_000_000}"


#: Queries that name a range of starts: {range} in their SQL.
RANGES = {
    "one_hour": ("2026-10-15 10:00:00", 1),
    "one_day_dearest": ("2026-10-15 00:00:00", 24),
    "last_day_by_version": ("2026-10-30 00:00:00", 24),
}


def sqlite_percentiles(
    key: str, columns: str, names: str, where: str, percents: list[int]
) -> str:
    """Groups counted first; then each latency's place in its group, in an index's order.

    OFFSET may not name a column, so that the places have to be counted out.
    """
    places = [f"(n * {percent} + 99) / 100" for percent in percents]
    found = ", ".join(f"max(CASE WHEN place = {place} THEN latency END)" for place in places)
    return (
        f"WITH counted AS MATERIALIZED (SELECT {key}, count(*) AS n{columns} FROM spans"
        f" WHERE {where} GROUP BY {key}),"
        f" ranked AS (SELECT {key}, latency, row_number() OVER (PARTITION BY {key}"
        f" ORDER BY latency) AS place FROM spans WHERE {where})"
        f" SELECT counted.{key}, {names}, {found} FROM ranked CROSS JOIN counted USING ({key})"
        f" WHERE place IN ({', '.join(places)}) GROUP BY counted.{key}"
    )


def sqlite_percentile(percent: int) -> str:
    """A percentile of all latencies: the value at its offset in the index."""
    return (
        "(SELECT latency FROM spans ORDER BY latency LIMIT 1"
        f" OFFSET (SELECT (count(*) * {percent} + 99) / 100 - 1 FROM spans))"
    )


def query(name, spoor, sql=None, sqlite=None, clickhouse=None, **others) -> Query:
    texts = {"spoor": spoor}
    for dialect, words in DIALECTS.items():
        text = {"sqlite": sqlite, "clickhouse": clickhouse}.get(dialect) or sql
        words = dict(words)
        if name in RANGES:
            words["range"] = range_of(dialect, *RANGES[name])
        texts[dialect] = text.format(**words)
    return Query(name, texts, **others)


GENERATIONS = "stage = 'generation'"
SLOW = "stage = 'generation' AND latency > 2000000000"
SUMMARY = ", sum(status = 'error') AS failed, sum(cost) AS total"
SUMMARY_NAMES = "n, failed * 1.0 / n, total"

QUERIES = [
    query(
        "signature",
        "stage=generation and latency>2s group by prompt_version select count()",
        f"SELECT prompt_version, count(*) FROM spans WHERE {SLOW} GROUP BY prompt_version",
        goal=10,
    ),
    query(
        "filtered_percentiles",
        "stage=generation and latency>2s group by prompt_version"
        " select count(), error_rate(), sum(cost), p50(latency), p95(latency), p99(latency)",
        "SELECT prompt_version, count(*), {error_rate}, sum(cost), {p50_95_99}"
        f" FROM spans WHERE {SLOW} GROUP BY prompt_version",
        sqlite=sqlite_percentiles(
            "prompt_version", SUMMARY, SUMMARY_NAMES, SLOW, [50, 95, 99]),
        goal=5,
    ),
    query(
        "all_percentiles",
        "stage=generation group by prompt_version"
        " select count(), error_rate(), sum(cost), p50(latency), p95(latency), p99(latency)",
        "SELECT prompt_version, count(*), {error_rate}, sum(cost), {p50_95_99}"
        f" FROM spans WHERE {GENERATIONS} GROUP BY prompt_version",
        sqlite=sqlite_percentiles(
            "prompt_version", SUMMARY, SUMMARY_NAMES, GENERATIONS, [50, 95, 99]),
        goal=5,
    ),
    query(
        "by_hour",
        "every hour select count(), error_rate()",
        "SELECT {hour} AS time, count(*), {error_rate} FROM spans GROUP BY time",
        clickhouse="SELECT {hour}, count(), {error_rate} FROM spans"
        " GROUP BY toStartOfHour(start)",
        goal=5,
    ),
    query(
        "by_stage",
        "group by stage select count(), error_rate(), p95(latency)",
        "SELECT stage, count(*), {error_rate}, {p95} FROM spans GROUP BY stage",
        sqlite=sqlite_percentiles(
            "stage", ", sum(status = 'error') AS failed", "n, failed * 1.0 / n", "true", [95]),
        goal=5,
    ),
    query(
        "one_hour",
        "during 2026-10-15T10 group by stage select count(), error_rate(), max(latency)",
        "SELECT stage, count(*), {error_rate}, max(latency) FROM spans WHERE {range}"
        " GROUP BY stage",
        goal_milliseconds=1,
    ),
    query(
        "distinct_users",
        "stage=generation group by prompt_version select count_distinct(user_id)",
        f"SELECT prompt_version, count(DISTINCT user_id) FROM spans WHERE {GENERATIONS}"
        " GROUP BY prompt_version",
        clickhouse=f"SELECT prompt_version, uniqExact(user_id) FROM spans WHERE {GENERATIONS}"
        " GROUP BY prompt_version",
        goal=3,
    ),
    query(
        "failed_roots",
        "stage=generation and latency>2s and root.status=error group by prompt_version"
        " select count()",
        "SELECT span.prompt_version, count(*) FROM spans AS span JOIN spans AS root"
        " ON root.trace_id = span.trace_id WHERE span.stage = 'generation'"
        " AND span.latency > 2000000000 AND root.parent_id IS NULL AND root.status = 'error'"
        " GROUP BY span.prompt_version",
        clickhouse=f"SELECT prompt_version, count() FROM spans WHERE {SLOW} AND trace_id IN"
        " (SELECT trace_id FROM spans WHERE parent_id = 0 AND status = 'error')"
        " GROUP BY prompt_version",
        goal=10,
    ),
    query(
        "by_model_and_version",
        "stage=generation group by model, prompt_version"
        " select count(), sum(input_tokens), sum(output_tokens), sum(cost)",
        "SELECT model, prompt_version, count(*), sum(input_tokens), sum(output_tokens), sum(cost)"
        f" FROM spans WHERE {GENERATIONS} GROUP BY model, prompt_version",
    ),
    query(
        "dearest_users",
        "stage=generation group by user_id select count() as n, sum(cost) as total"
        " having n >= 5 order by total desc limit 20",
        "SELECT user_id, count(*) AS n, sum(cost) AS total FROM spans"
        f" WHERE {GENERATIONS} GROUP BY user_id HAVING count(*) >= 5"
        " ORDER BY total DESC, user_id LIMIT 20",
        is_ordered=True,
    ),
    query(
        "slowest",
        "stage=generation select trace_id, start, latency, name, status, model, prompt_version,"
        " user_id, input_tokens, output_tokens order by latency desc limit 20",
        "SELECT trace_id, {epoch}, latency, name, status, model, prompt_version, user_id,"
        f" input_tokens, output_tokens FROM spans WHERE {GENERATIONS}"
        " ORDER BY latency DESC LIMIT 20",
        is_ordered=True,
    ),
    query(
        "name_prefix",
        "name startswith execute_tool group by name, status select count(), max(latency)",
        "SELECT name, status, count(*), max(latency) FROM spans WHERE name LIKE 'execute\\_tool%'"
        " ESCAPE '\\' GROUP BY name, status",
        clickhouse="SELECT name, status, count(), max(latency) FROM spans"
        " WHERE startsWith(name, 'execute_tool') GROUP BY name, status",
        sqlite="SELECT name, status, count(*), max(latency) FROM spans"
        " WHERE name GLOB 'execute_tool*' GROUP BY name, status",
    ),
    query(
        "name_pattern",
        "name =~ '^(retrieval|execute_tool) ' group by name select count()",
        "SELECT name, count(*) FROM spans WHERE regexp_matches(name, '^(retrieval|execute_tool) ')"
        " GROUP BY name",
        clickhouse="SELECT name, count() FROM spans WHERE match(name,"
        " '^(retrieval|execute_tool) ') GROUP BY name",
        sqlite="SELECT name, count(*) FROM spans WHERE name GLOB 'retrieval *'"
        " OR name GLOB 'execute_tool *' GROUP BY name",
    ),
    query(
        "one_user",
        "user_id=user-4711 group by stage select count(), error_rate(), max(latency)",
        "SELECT stage, count(*), {error_rate}, max(latency) FROM spans"
        " WHERE user_id = 'user-4711' GROUP BY stage",
    ),
    query(
        "one_session",
        "session_id=session-1234 select trace_id, start, name, stage, latency, status, model"
        " order by start",
        "SELECT trace_id, {epoch}, name, stage, latency, status, model FROM spans"
        " WHERE session_id = 'session-1234' ORDER BY start",
        is_ordered=True,
    ),
    query(
        "extremes_by_model",
        "stage=generation group by model"
        " select count(), min(latency), max(latency), avg(latency), sum(cost)",
        "SELECT model, count(*), min(latency), max(latency), avg(latency), sum(cost) FROM spans"
        f" WHERE {GENERATIONS} GROUP BY model",
        averages=(4,),
    ),
    query(
        "error_types",
        "status=error group by error_type, stage select count()",
        "SELECT error_type, stage, count(*) FROM spans WHERE status = 'error'"
        " GROUP BY error_type, stage",
    ),
    query(
        "tokens_by_model",
        "stage=generation group by model select avg(input_tokens), avg(output_tokens),"
        " sum(total_tokens), max(total_tokens)",
        "SELECT model, avg(input_tokens), avg(output_tokens), sum(total_tokens), max(total_tokens)"
        f" FROM spans WHERE {GENERATIONS} GROUP BY model",
        averages=(1, 2),
    ),
    query(
        "percentiles_by_model",
        "stage=generation group by model select count(), p50(latency), p90(latency), p99(latency)",
        "SELECT model, count(*), {p50_90_99} FROM spans WHERE stage = 'generation'"
        " GROUP BY model",
        sqlite=sqlite_percentiles("model", "", "n", GENERATIONS, [50, 90, 99]),
    ),
    query(
        "lists",
        "stage=generation and model in (gpt-4o, claude-sonnet-4)"
        " and prompt_version in (v1, v2, v5) group by provider select count(), avg(latency)",
        f"SELECT provider, count(*), avg(latency) FROM spans WHERE {GENERATIONS}"
        " AND model IN ('gpt-4o', 'claude-sonnet-4') AND prompt_version IN ('v1', 'v2', 'v5')"
        " GROUP BY provider",
        averages=(2,),
    ),
    query(
        "any_of_ranges",
        "(stage=generation and latency>10s) or (stage=tool and latency>1s)"
        " or (stage=retrieval and latency between 200ms and 1s)"
        " group by stage select count(), max(latency)",
        "SELECT stage, count(*), max(latency) FROM spans"
        " WHERE (stage = 'generation' AND latency > 10000000000)"
        " OR (stage = 'tool' AND latency > 1000000000)"
        " OR (stage = 'retrieval' AND latency BETWEEN 200000000 AND 1000000000) GROUP BY stage",
    ),
    query(
        "one_day_dearest",
        "stage=generation during 2026-10-15 select trace_id, start, model, prompt_version, cost"
        " order by cost desc limit 100",
        "SELECT trace_id, {epoch}, model, prompt_version, cost FROM spans"
        f" WHERE {GENERATIONS} AND {{range}} ORDER BY cost DESC, start LIMIT 100",
        is_ordered=True,
    ),
    query(
        "last_day_by_version",
        "stage=generation since 2026-10-30 group by prompt_version"
        " select count(), error_rate(), sum(cost), p50(latency), p99(latency)",
        "SELECT prompt_version, count(*), {error_rate}, sum(cost), {p50_99} FROM spans"
        f" WHERE {GENERATIONS} AND {{range}} GROUP BY prompt_version",
        sqlite="WITH ranked AS (SELECT prompt_version, status, cost, latency,"
        " row_number() OVER (PARTITION BY prompt_version ORDER BY latency) AS place,"
        " count(*) OVER (PARTITION BY prompt_version) AS n FROM spans"
        f" WHERE {GENERATIONS} AND {{range}})"
        " SELECT prompt_version, count(*), {error_rate}, sum(cost),"
        " max(CASE WHEN place = (n * 50 + 99) / 100 THEN latency END),"
        " max(CASE WHEN place = (n * 99 + 99) / 100 THEN latency END)"
        " FROM ranked GROUP BY prompt_version",
    ),
    query(
        "dear_calls",
        "stage=generation and cost>$0.05 group by model select count(), sum(cost), max(cost)",
        "SELECT model, count(*), sum(cost), max(cost) FROM spans"
        f" WHERE {GENERATIONS} AND cost > 50000000 GROUP BY model",
    ),
    query(
        "all_but_one",
        "stage=generation and prompt_version != v1 and not model = gpt-4o group by model"
        " select count(), sum(output_tokens), max(output_tokens)",
        f"SELECT model, count(*), sum(output_tokens), max(output_tokens) FROM spans"
        f" WHERE {GENERATIONS} AND prompt_version <> 'v1' AND NOT model = 'gpt-4o'"
        " GROUP BY model",
    ),
    query(
        "sessions",
        "select count_distinct(session_id), count_distinct(user_id)",
        "SELECT count(DISTINCT session_id), count(DISTINCT user_id) FROM spans",
        clickhouse="SELECT uniqExact(session_id), uniqExact(user_id) FROM spans",
    ),
    query(
        "everything",
        "select count(), error_rate(), p50(latency), p95(latency), p99(latency)",
        "SELECT count(*), {error_rate}, {p50_95_99} FROM spans",
        sqlite="SELECT count(*), {error_rate}, "
        + ", ".join(map(sqlite_percentile, [50, 95, 99])) + " FROM spans",
    ),
]
