"""Batches of spans, each on disk when it is acknowledged."""

from __future__ import annotations

import json
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import time

import duckdb
import pyarrow
import pyarrow.parquet

import table
from engines import chdb_engine, duckdb_engine, sqlite_engine

BATCH = 8_192
#: Of so many runs each engine's fastest counts.
ROUNDS = 3


def compare(
    bench: pathlib.Path, made: list[str], parquet: pathlib.Path, options
) -> dict:
    """Appends the same spans to each engine, in turns, beside the data."""
    found: dict = {"batch": BATCH, "engines": {}}
    for _ in range(ROUNDS):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="ingest-", dir=parquet.parent))
        try:
            round_times = {
                "spoor": append_to_spoor(bench, made, folder, options),
                "sqlite": append_to_sqlite(parquet, folder, options.ingest),
                "duckdb": append_to_duckdb(parquet, folder, options.ingest),
                "clickhouse": append_to_chdb(parquet, folder, options.ingest),
            }
        finally:
            shutil.rmtree(folder)
        for name, taken in round_times.items():
            best = found["engines"].setdefault(name, taken)
            if taken["seconds"] < best["seconds"]:
                found["engines"][name] = taken
    return found


def append_to_spoor(bench, made, folder, options) -> dict:
    arguments = [*made, "--batch", str(BATCH)]
    arguments[arguments.index("--spans") + 1] = str(options.ingest)
    output = subprocess.run(
        [bench, "ingest", "--store", folder / "spans.spoor", *arguments],
        check=True, capture_output=True, text=True,
    ).stdout
    return json.loads(output)


def append_to_sqlite(parquet, folder, count) -> dict:
    """A write-ahead log, flushed at each commit, and the two indexes that look-ups need."""
    connection = sqlite3.connect(folder / "spans.sqlite", isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -1048576;"
        + sqlite_engine.create_table()
        + "CREATE INDEX by_trace ON spans (trace_id); CREATE INDEX by_start ON spans (start);"
    )
    insert = f"INSERT INTO spans VALUES ({', '.join('?' * len(table.COLUMNS))})"

    def append(rows: list[tuple]) -> None:
        connection.execute("BEGIN")
        connection.executemany(insert, rows)
        connection.execute("COMMIT")

    columns = ", ".join(map(sqlite_engine.stored, table.COLUMNS))
    with duckdb.connect() as source:
        source.execute(f"SELECT {columns} FROM '{parquet}' LIMIT {count}")
        return timed(lambda: source.fetchmany(BATCH), append)


def append_to_duckdb(parquet, folder, count) -> dict:
    """Arrow batches, each a transaction whose log is flushed; an index on the trace id."""
    connection = duckdb.connect(str(folder / "spans.duckdb"))
    columns = ", ".join(map(duckdb_engine.typed, table.COLUMNS))
    for column in table.FEW_VALUED:
        columns = columns.replace(f"::{column}_values", "")
    connection.execute(f"CREATE TABLE spans AS SELECT {columns} FROM '{parquet}' LIMIT 0")
    connection.execute("CREATE INDEX by_trace ON spans (trace_id)")
    batches = arrow_batches(parquet, columns, count)

    def append(batch: pyarrow.Table) -> None:
        connection.register("batch", batch)
        connection.execute("INSERT INTO spans SELECT * FROM batch")

    found = timed(lambda: next(batches, None), append)
    connection.close()
    return found


def append_to_chdb(parquet, folder, count) -> dict:
    """Arrow batches, each a part whose files are flushed."""
    from chdb import session

    opened = session.Session(str(folder / "chdb"))
    columns = ", ".join(f"{name} {chdb_engine.TYPES[name]}" for name in table.COLUMNS)
    opened.query(
        f"CREATE TABLE spans ({columns}) ENGINE = MergeTree ORDER BY (stage, start)"
        " SETTINGS fsync_after_insert = 1, fsync_part_directory = 1"
    )
    source = ", ".join(
        "lower(replace(trace_id::VARCHAR, '-', '')) AS trace_id" if name == "trace_id"
        else name for name in table.COLUMNS
    )
    batches = arrow_batches(parquet, source, count)
    chosen = ", ".join(map(chdb_engine.typed, table.COLUMNS))

    def append(batch: pyarrow.Table) -> None:
        opened.query(f"INSERT INTO spans SELECT {chosen} FROM Python(batch)")

    found = timed(lambda: next(batches, None), append)
    opened.close()
    return found


def arrow_batches(parquet, columns: str, count: int):
    """Tables of a batch's rows each, made before their turn."""
    with duckdb.connect() as source:
        rows = source.sql(
            f"SELECT {columns} FROM '{parquet}' LIMIT {count}").to_arrow_table()
    for offset in range(0, rows.num_rows, BATCH):
        yield rows.slice(offset, BATCH)


def timed(take, append) -> dict:
    """Appends batches until there are none; only the appending counts."""
    times = []
    processor = 0.0
    count = 0
    while True:
        batch = take()
        if not batch:
            break
        processor_started = time.process_time()
        started = time.perf_counter()
        append(batch)
        times.append(time.perf_counter() - started)
        processor += time.process_time() - processor_started
        count += len(batch)
    ordered = sorted(times)
    return {
        "spans": count,
        "seconds": sum(times),
        "processor_seconds": processor,
        "batch_p50_milliseconds": ordered[len(ordered) // 2] * 1e3,
        "batch_max_milliseconds": ordered[-1] * 1e3,
    }
