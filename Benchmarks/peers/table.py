"""The table that every engine holds: a row a span, the first-class fields alone."""

from __future__ import annotations

import pathlib
import subprocess

import duckdb

#: Columns in the exported order. Times are nanoseconds, the cost nano-dollars.
COLUMNS = [
    "trace_id", "span_id", "parent_id", "name", "service", "scope", "kind", "stage", "start",
    "latency", "status", "error_type", "status_message", "model", "request_model", "provider",
    "prompt_name", "prompt_version", "input_tokens", "output_tokens", "total_tokens", "cost",
    "session_id", "user_id", "environment",
]

#: Columns of few different values.
FEW_VALUED = [
    "name", "service", "scope", "kind", "stage", "status", "error_type", "status_message",
    "model", "request_model", "provider", "prompt_name", "prompt_version", "environment",
]

#: Columns of whole numbers.
NUMBERS = ["start", "latency", "input_tokens", "output_tokens", "total_tokens", "cost"]


def csv_types() -> dict[str, str]:
    """DuckDB's types for reading the exported CSV."""
    types = {name: "VARCHAR" for name in COLUMNS}
    types |= {"span_id": "UBIGINT", "parent_id": "UBIGINT", "trace_id": "UUID"}
    types |= {name: "BIGINT" for name in NUMBERS}
    return types


def make_parquet(bench: pathlib.Path, arguments: list[str], parquet: pathlib.Path) -> None:
    """Exports the workload, and keeps it in a form that all engines load fast."""
    draft = parquet.with_suffix(".csv")
    subprocess.run([bench, "export", "--output", draft, *arguments], check=True)
    with duckdb.connect() as connection:
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in csv_types().items())
        connection.execute(
            f"COPY (SELECT * FROM read_csv('{draft}', header = true, columns = {{{types}}}))"
            f" TO '{parquet}.new' (FORMAT parquet, COMPRESSION zstd)"
        )
    draft.unlink()
    pathlib.Path(f"{parquet}.new").rename(parquet)
