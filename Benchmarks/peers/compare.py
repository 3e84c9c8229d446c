"""Spoor beside DuckDB, chDB and SQLite: the same spans, the same questions, the same answers."""

from __future__ import annotations

import argparse
import json
import pathlib
import platform
import random
import shutil
import statistics
import subprocess
import sys

import duckdb

import answers
import ingest
import report
import table
from engines import Asked, ChDB, DuckDB, Engine, Refused, Spoor, SQLite
from memory import MemorySampler
from queries import QUERIES, Query

HERE = pathlib.Path(__file__).resolve().parent
#: An engine that takes longer than this is timed once, however many rounds there are.
PATIENCE_MILLISECONDS = 2_000


def main() -> int:
    options = parse_arguments()
    folder = options.data.resolve() / f"{options.shape}-{options.spans}-{options.seed}"
    folder.mkdir(parents=True, exist_ok=True)
    made = [
        "--spans", str(options.spans), "--seed", str(options.seed), "--shape", options.shape,
    ]
    bench = options.bench.resolve()
    peers = [DuckDB(folder), ChDB(folder), SQLite(folder)]
    engines = [Spoor(folder, bench, made)] + [
        peer for peer in peers if not options.peers or peer.name in options.peers
    ]
    parquet = folder / "spans.parquet"
    if not parquet.exists():
        say("making the spans")
        table.make_parquet(bench, made, parquet)
    loads = load_all(engines, parquet, folder / "loads.json", options.reload)

    results = {
        "spans": duckdb.sql(f"SELECT count(*) FROM '{parquet}'").fetchall()[0][0],
        "shape": options.shape,
        "seed": options.seed,
        "machine": f"{platform.machine()}, {platform.system()} {platform.release()}",
        "versions": {engine.name: engine.version() for engine in engines},
        "loads": loads,
        "queries": {},
    }
    for engine in engines:
        engine.open()
    try:
        results["traces"] = compare_traces(engines, parquet, options)
        wanted = [item for item in QUERIES if not options.only or item.name in options.only]
        for query in wanted:
            results["queries"][query.name] = compare_query(query, engines, options.rounds)
            report.progress(query, results["queries"][query.name])
    finally:
        for engine in engines:
            engine.close()
    if options.ingest:
        results["ingest"] = ingest.compare(bench, made, parquet, options)
    text = report.markdown(results)
    print(text)
    output = options.output or HERE / f"results-{folder.name}.json"
    output.write_text(json.dumps(results, indent=1))
    output.with_suffix(".md").write_text(text)
    say(f"written: {output}")
    if not options.keep:
        shutil.rmtree(folder)
    return 1 if any(found.get("differs") for found in results["queries"].values()) else 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shape", choices=["pipeline", "agents"], default="pipeline")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--traces", type=int, default=1_000, help="traces that are looked up")
    parser.add_argument("--peers", nargs="*", choices=["duckdb", "clickhouse", "sqlite"],
                        help="compare with these alone")
    parser.add_argument("--only", nargs="*", help="names of queries")
    parser.add_argument("--ingest", type=int, metavar="SPANS", help="spans to append; 0 for none",
                        default=500_000)
    parser.add_argument("--data", type=pathlib.Path, required=True,
                        help="the folder for the engines' files")
    parser.add_argument("--keep", action="store_true", help="keep these for the next run")
    parser.add_argument("--reload", nargs="*", default=[], metavar="ENGINE",
                        help="load these anew, such as spoor after a change of its format")
    parser.add_argument("--output", type=pathlib.Path, help="the JSON file of results")
    parser.add_argument("--bench", type=pathlib.Path,
                        default=HERE.parent / ".build/release/spoor-bench")
    return parser.parse_args()


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def load_all(
    engines: list[Engine], parquet: pathlib.Path, kept: pathlib.Path, anew: list[str]
) -> dict:
    """Loads what is not loaded yet; what earlier loads took is kept beside the files."""
    loads = json.loads(kept.read_text()) if kept.exists() else {}
    for engine in engines:
        if engine.name in loads and engine.name not in anew and engine.path.exists():
            continue
        if engine.path.is_dir():
            shutil.rmtree(engine.path)
        else:
            engine.path.unlink(missing_ok=True)
        say(f"loading {engine.name}")
        loads[engine.name] = vars(engine.load(parquet))
        if isinstance(engine, Spoor):
            loads[engine.name]["memory"] = engine.load_memory
        kept.write_text(json.dumps(loads, indent=1))
    return loads


def compare_query(query: Query, engines: list[Engine], rounds: int) -> dict:
    """Asks all, compares what they answer, and only then measures, one engine after another."""
    found: dict = {"text": query.texts}
    answered: dict[str, tuple[Engine, list[Asked]]] = {}
    given: dict[str, list[tuple]] = {}
    for engine in engines:
        text = query.texts[engine.name]
        try:
            if isinstance(engine, Spoor):
                with MemorySampler(engine.process.pid) as sampler:
                    asked = engine.ask(text)
                found["memory"] = sampler.report()
            else:
                asked = engine.ask(text)
        except Refused as refusal:
            found["not_askable_yet"] = str(refusal).splitlines()[0]
            continue
        answered[engine.name] = (engine, [asked])
        given[engine.name] = answers.canonical(engine.rows(asked.content), query)
    if difference := answers.difference(given, query):
        found["differs"] = difference
        return found
    found["rows"] = len(next(iter(given.values())))
    for round_number in range(rounds):
        for name, (engine, times) in answered.items():
            if round_number == 0 or times[0].milliseconds < PATIENCE_MILLISECONDS:
                times.append(engine.ask(query.texts[name]))
    found["milliseconds"] = {
        name: {
            "first": first.milliseconds,
            "least": min(asked.milliseconds for asked in warm),
            "median": statistics.median(asked.milliseconds for asked in warm),
            "processor": min(asked.processor_milliseconds for asked in warm),
        }
        for name, (_, (first, *warm)) in answered.items()
    }
    return found


def compare_traces(
    engines: list[Engine], parquet: pathlib.Path, options: argparse.Namespace
) -> dict:
    """Looks random traces up: some for their contents, all for the time."""
    ids = [
        row[0].hex for row in duckdb.execute(
            f"SELECT trace_id FROM '{parquet}' WHERE parent_id IS NULL"
            f" USING SAMPLE reservoir({options.traces} ROWS) REPEATABLE ({options.seed})"
        ).fetchall()
    ]
    random.Random(options.seed).shuffle(ids)
    for trace_id in ids[:20]:
        spans = [engine.trace(trace_id) for engine in engines]
        for engine, other in zip(engines[1:], spans[1:]):
            if answers.spans(other) != answers.spans(spans[0]):
                raise SystemExit(f"{engine.name} and Spoor differ in trace {trace_id}")
    found = {}
    for engine in engines:
        engine.time_traces(ids[:50])
        times = sorted(engine.time_traces(ids))
        found[engine.name] = {
            "p50_microseconds": times[(len(times) + 1) // 2 - 1],
            "p99_microseconds": times[-(-len(times) * 99 // 100) - 1],
        }
    return found


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failure:
        sys.exit(f"{failure.cmd[0]} failed with {failure.returncode}")
