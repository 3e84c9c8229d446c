#!/usr/bin/env python3
"""Asks Spoor and a program that shares no code with it the same questions, and compares.

    oracle.py SPOOR [SEED…]     SPOOR is the command; spans are generated from each seed
    oracle.py --scripts         writes the answers into grammar/scripts

Counts, sums, rates and percentiles must be equal, not close.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from answers import Database
from generate import generate
from otlp import finished_copies, json_of_span, read
from questions import questions
from script import cell, notation, script

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ["airline-agent.otlp.jsonl.gz", "browser-agent.otlp.jsonl.gz"]
SEEDS = [1, 2, 3]


def main(arguments):
    if arguments == ["--scripts"]:
        write_scripts()
        return 0
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    spoor = os.path.abspath(arguments[0])
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        examples = [str(ROOT / "Examples" / name) for name in EXAMPLES]
        wrong += compare(spoor, "the examples", examples, os.path.join(folder, "examples"))
        for seed in [int(seed) for seed in arguments[1:]] or SEEDS:
            path = os.path.join(folder, f"{seed}.jsonl.gz")
            with gzip.open(path, "wt") as file:
                for span in generate(seed, 400):
                    file.write(json.dumps(json_of_span(span)) + "\n")
            wrong += compare(spoor, f"seed {seed}", [path], os.path.join(folder, str(seed)))
    return 1 if wrong else 0


def compare(spoor, name, paths, store):
    """Asks every question of the spans of some files; how many answers were wrong."""
    subprocess.run(
        [spoor, "import", "--store", store, *paths], check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    spans = finished_copies([span for path in paths for span in read(path)])
    database = Database(spans)
    asked = wrong = 0
    for question in questions():
        asked += 1
        expected = expectation(question, database)
        actual = answer(spoor, store, question)
        if actual == expected:
            continue
        wrong += 1
        print(f"{name}: {question.text}")
        print(f"  expected {shortened(expected, actual)}")
        print(f"  actual   {shortened(actual, expected)}")
    print(f"{name}: {len(spans)} spans, {asked} questions, {wrong} wrong answers")
    return wrong


def expectation(question, database):
    return {
        "columns": question.columns,
        "rows": [
            [comparable(value, kind) for value, kind in zip(row, question.kinds)]
            for row in question.answer(database)
        ],
        "notes": question.notes(database),
    }


def comparable(value, kind):
    if value is None or isinstance(value, (bool, str)):
        return value
    return cell(value, kind)


def answer(spoor, store, question):
    """What Spoor says, its numbers as text."""
    process = subprocess.run(
        [spoor, "query", "--store", store, "--format", "json", question.text],
        capture_output=True, text=True)
    if process.returncode != 0:
        return {"error": process.stderr}
    result = json.loads(process.stdout, parse_float=Number, parse_int=Number)
    return {
        "columns": [column["name"] for column in result["columns"]],
        "rows": [[spelled(value) for value in row] for row in result["rows"]],
        "notes": result["notes"],
    }


class Number(str):
    """A number as it was written."""


def spelled(value):
    if isinstance(value, list):
        return "[" + ",".join(json_text(element) for element in value) + "]"
    if isinstance(value, dict):
        return json_text(value)
    return str(value) if isinstance(value, Number) else value


def json_text(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, (list, dict)):
        return spelled(value)
    return json.dumps(value, ensure_ascii=False)


def shortened(answer, other):
    """The part of an answer that differs."""
    if "error" in answer or "error" in other:
        return answer.get("error", "an answer")
    for part in ("columns", "notes"):
        if answer[part] != other[part]:
            return f"{part} {answer[part]}"
    for number, row in enumerate(answer["rows"]):
        if number >= len(other["rows"]) or other["rows"][number] != row:
            return f"row {number + 1} of {len(answer['rows'])}: {row}"
    return f"{len(answer['rows'])} rows"


def write_scripts():
    """Answers as scripts: about the examples, and about a few generated spans."""
    folder = ROOT / "grammar" / "scripts"
    comment = [
        "Written by `python3 Tests/Oracle/oracle.py --scripts`, which computes the answers without",
        "Spoor. Change it there.",
    ]
    spans = [span for name in EXAMPLES for span in read(str(ROOT / "Examples" / name))]
    database = Database(finished_copies(spans))
    (folder / "examples.test").write_text(
        script(comment, ["load examples"], few_questions(), database))
    sent = generate(0, 24)
    load = ["load"] + [notation(span) for span in sent]
    database = Database(finished_copies(sent))
    (folder / "generated.test").write_text(script(comment, load, questions(), database))


def few_questions():
    """Those whose answers are not long."""
    for question in questions():
        if question.columns[0] != "trace_id" or "input" not in question.columns:
            if not question.text.startswith("group by trace_id"):
                yield question


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
