"""Writes questions and their answers as a query script, so that the tests of the store ask them
without Python. The format is described in grammar/scripts/README.md."""

import math
import re
from datetime import datetime, timezone

from fields import KINDS, compact
from otlp import Empty, Map

STATUSES = ["unset", "ok", "error"]


def script(comment, load, questions, database):
    lines = ["# " + line for line in comment] + [""] + load
    for question in questions:
        lines += ["", *wrapped("query " + question.text), "expect"]
        lines += indented(csv(question.columns))
        for row in question.answer(database):
            texts = [cell(value, kind) for value, kind in zip(row, question.kinds)]
            lines += ["  ∅"] if texts == [None] else indented(csv(texts))
        notes = question.notes(database)
        lines += ["notes"] + ["  " + note for note in notes] if notes else []
    return "\n".join(lines) + "\n"


def wrapped(text):
    """A long query on several lines."""
    lines = []
    while len(text) > 98 and " select " in text[60:]:
        place = text.index(" select ", 60)
        lines.append(text[:place])
        text = "      " + text[place + 1:]
    return lines + [text]


def csv(texts):
    return ",".join(quoted(text) for text in texts)


def quoted(text):
    if text is None:
        return ""
    if text == "" or re.search('[,"\n\r]', text):
        return '"' + text.replace('"', '""') + '"'
    return text


def indented(text):
    return ["  " + line for line in text.split("\n")]


def cell(value, kind):
    """A value in the machine format."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind == "money":
        return dollars(value)
    if kind == "instant":
        return instant(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, (list, Map)):
        return compact(value)
    return str(value)


def number(value):
    # Integers stay written out up to 2^53, in Python up to 10^16.
    if 2**53 < abs(value) < 1e16:
        digits = str(int(abs(value))).rstrip("0")
        exponent = len(str(int(abs(value)))) - 1
        mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        return f"{'-' if value < 0 else ''}{mantissa}e+{exponent}"
    return repr(value)


def dollars(nano):
    whole, rest = divmod(abs(nano), 10**9)
    text = ("-" if nano < 0 else "") + str(whole)
    return text + (f".{rest:09d}".rstrip("0") if rest else "")


def instant(nano):
    moment = datetime.fromtimestamp(nano // 10**9, timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{nano % 10**9:09d}Z"


def notation(span):
    """The span as a line of a script."""
    words = [
        "trace=" + span.trace_id.lstrip("0"),
        "span=" + span.span_id.lstrip("0"),
        "name=" + text(span.name),
        "start=" + instant(span.start),
    ]
    words.append("end=-" if span.end is None else f"latency={span.end - span.start}ns")
    if span.parent_id:
        words.append("parent=" + span.parent_id.lstrip("0"))
    if span.kind:
        words.append("kind=" + KINDS[span.kind])
    if span.status:
        words.append("status=" + STATUSES[span.status])
    if span.status_message:
        words.append("status_message=" + text(span.status_message))
    if span.scope:
        words.append("scope=" + text(span.scope))
    words += ["resource." + name + "=" + literal(value) for name, value in span.resource]
    words += ["attr." + name + "=" + literal(value) for name, value in span.attributes]
    for name, attributes in span.events:
        words.append("event=" + text(name))
        words += ["event." + key + "=" + literal(value) for key, value in attributes]
    return "  " + " ".join(words)


def text(value):
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(escapes.get(character, character) for character in value) + '"'


def literal(value):
    if isinstance(value, Empty):
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        return repr(value) if math.isfinite(value) else ("-" if value < 0 else "") + "Infinity"
    if isinstance(value, Map):
        members = (text(key) + ":" + literal(part) for key, part in value)
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(literal(element) for element in value) + "]"
    return str(value) if isinstance(value, int) else text(value)
