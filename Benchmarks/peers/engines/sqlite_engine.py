"""SQLite: the interpreter's own, with an index for each kind of question."""

from __future__ import annotations

import pathlib
import sqlite3
import time

import duckdb

import table
from .base import Asked, Engine, Load, bytes_below, timed

#: Rows that one call inserts.
BATCH = 100_000

#: Most of them cover what their questions read, so that these never touch the table. A partial
#: index has its own condition's column too: without it SQLite looks the column up in the table.
INDEXES = [
    "by_trace ON spans (trace_id)",
    "by_start ON spans (start, stage, status, latency)",
    "by_stage ON spans (stage, latency, status)",
    "by_latency ON spans (latency, status)",
    "by_name ON spans (name, status, latency)",
    "by_user ON spans (user_id, stage, status, latency)",
    "by_session ON spans (session_id, start)",
    "errors ON spans (error_type, stage, status) WHERE status = 'error'",
    "failed_roots ON spans (trace_id) WHERE parent_id IS NULL AND status = 'error'",
    "generations_by_version ON spans (prompt_version, latency, status, cost, user_id, stage)"
    " WHERE stage = 'generation'",
    "generations_by_latency ON spans (latency, prompt_version, status, cost, stage)"
    " WHERE stage = 'generation'",
    "generations_by_model ON spans (model, prompt_version, provider, latency, input_tokens,"
    " output_tokens, total_tokens, cost, stage) WHERE stage = 'generation'",
    "generations_by_model_latency ON spans (model, latency, stage) WHERE stage = 'generation'",
    "generations_by_start ON spans (start, prompt_version, latency, status, cost, stage)"
    " WHERE stage = 'generation'",
    "generations_by_user ON spans (user_id, cost, stage) WHERE stage = 'generation'",
    "generations_by_cost ON spans (cost, model, stage) WHERE stage = 'generation'",
]


class SQLite(Engine):
    name = "sqlite"

    def __init__(self, folder: pathlib.Path):
        self.path = folder / "spans.sqlite"

    def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def load(self, parquet: pathlib.Path) -> Load:
        started = time.monotonic()
        connection = sqlite3.connect(self.path, isolation_level=None)
        configure(connection)
        # A bulk load that fails is begun anew, so nothing is written twice for its sake.
        connection.executescript(
            "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            + create_table()
        )
        with duckdb.connect() as source:
            source.execute(f"SELECT {', '.join(map(stored, table.COLUMNS))} FROM '{parquet}'")
            places = ", ".join("?" * len(table.COLUMNS))
            connection.execute("BEGIN")
            while rows := source.fetchmany(BATCH):
                connection.executemany(f"INSERT INTO spans VALUES ({places})", rows)
            connection.execute("COMMIT")
        table_bytes = bytes_below(self.path)
        for index in INDEXES:
            connection.execute(f"CREATE INDEX {index}")
        connection.execute("ANALYZE")
        connection.close()
        return Load(
            time.monotonic() - started, table_bytes, bytes_below(self.path), table_bytes)

    def open(self) -> None:
        self.connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        configure(self.connection)

    def close(self) -> None:
        self.connection.close()

    def ask(self, text: str) -> Asked:
        return timed(lambda: self.connection.execute(text).fetchall())

    def rows(self, content: object) -> list[tuple]:
        return [tuple(map(plain, row)) for row in content]

    def trace(self, trace_id: str) -> list[tuple]:
        rows = self.connection.execute(BY_TRACE, (bytes.fromhex(trace_id),)).fetchall()
        return [
            (row[0].hex(), row[1] % (1 << 64), row[2] and row[2] % (1 << 64), *row[3:])
            for row in rows
        ]

    def time_traces(self, trace_ids: list[str]) -> list[float]:
        times = []
        for trace_id in trace_ids:
            identity = bytes.fromhex(trace_id)
            started = time.perf_counter()
            self.connection.execute(BY_TRACE, (identity,)).fetchall()
            times.append((time.perf_counter() - started) * 1e6)
        return times


BY_TRACE = "SELECT * FROM spans WHERE trace_id = ? ORDER BY start, span_id"


def configure(connection: sqlite3.Connection) -> None:
    connection.executescript(
        "PRAGMA cache_size = -1048576; PRAGMA mmap_size = 68719476736;"
        " PRAGMA temp_store = MEMORY; PRAGMA threads = 2;"
    )


def create_table() -> str:
    """Ids of 16 bytes as such, those of 8 as signed numbers, the rest as it is."""
    types = {name: "TEXT" for name in table.COLUMNS}
    types |= {"trace_id": "BLOB NOT NULL", "span_id": "INTEGER NOT NULL", "parent_id": "INTEGER"}
    types |= {name: "INTEGER" for name in table.NUMBERS}
    columns = ", ".join(f"{name} {types[name]}" for name in table.COLUMNS)
    return f"CREATE TABLE spans ({columns}) STRICT;"


def stored(column: str) -> str:
    """A column of the Parquet file, in DuckDB's words, as SQLite stores it."""
    if column == "trace_id":
        return "unhex(replace(trace_id::VARCHAR, '-', ''))"
    if column in ("span_id", "parent_id"):
        # SQLite's integers are signed: the upper half wraps.
        return (
            f"CASE WHEN {column} < 9223372036854775808 THEN {column}::BIGINT"
            f" ELSE ({column}::HUGEINT - 18446744073709551616)::BIGINT END"
        )
    return column


def plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
