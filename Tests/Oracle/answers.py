"""What a query language needs, over a list of rows in memory: three-valued conditions, groups,
aggregates, order. A row is a span's fields, attributes under `attr.`, `resource.` and `event.`.

A question is put together from the parts below; each has its text and its meaning, so that nothing
here reads a query.
"""

import math
import re
from collections import OrderedDict
from datetime import datetime, timezone
from fractions import Fraction

from fields import fields
from otlp import Empty, Map

KINDS = {
    "start": "instant",
    "end": "instant",
    "latency": "duration",
    "ttft": "duration",
    "cost": "money",
    "input_bytes": "bytes",
    "output_bytes": "bytes",
    "input_tokens": "integer",
    "output_tokens": "integer",
    "cached_tokens": "integer",
    "reasoning_tokens": "integer",
    "total_tokens": "integer",
}
UNITS = ("instant", "duration", "money", "bytes")


class Database:
    """Rows of spans."""

    def __init__(self, spans):
        self.types = {}  # of each name's values
        self.rows = [row_of(span, self.types) for span in spans]
        for row in self.rows:
            for name, value in row.items():
                self.types.setdefault(name, set()).add(type(value))

    def has(self, name):
        """Whether a query may use the name without a note."""
        return not name.startswith(("attr.", "resource.", "event.")) or name in self.types

    def shown(self, value, part):
        """A group's key: of an attribute of several types, 2 and 2.0 are one group, shown as 2."""
        types = self.types.get(part.text, set()) - {type(None)}
        if part.kind == "mixed" and len(types) > 1 and isinstance(value, float):
            return int(value) if value == int(value) else value
        return value


class Row(dict):
    """A span's values by name, and the types that the values of each name have in all rows."""

    def __init__(self, values, types):
        super().__init__(values)
        self.types = types


def row_of(span, types):
    row = Row(fields(span), types)
    for name, value in span.attributes:
        row["attr." + name] = missing_if_empty(value)
    for name, value in span.resource:
        row["resource." + name] = missing_if_empty(value)
    for name, value in span.scope_attributes:
        row["scope." + name] = missing_if_empty(value)
    if span.events:
        row["event.name"] = [name for name, _ in span.events]
        for _, attributes in span.events:
            for name, value in dict(attributes).items():
                if name != "name":
                    row.setdefault("event." + name, []).append(value)
    return row


def missing_if_empty(value):
    if isinstance(value, Empty):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


# ---- values ----


UNDEFINED = object()  # a division by zero; it counts as missing, and a note says so


class Value:
    """A value of a row."""

    def __init__(self, text, kind, get, names):
        self.text = text
        self.kind = kind
        self.get = get
        self.names = names  # the columns that it reads

    def __sub__(self, other):
        def get(row):
            left, right = self.get(row), other.get(row)
            return None if left is None or right is None else left - right

        kind = "duration" if self.kind == "instant" else self.kind
        return Value(f"{self.text} - {other.text}", kind, get, self.names + other.names)

    def per(self, other):
        """The quotient of two of one unit, or of two numbers."""

        def get(row):
            left, right = self.get(row), other.get(row)
            if left is None or right is None:
                return None
            return UNDEFINED if right == 0 else float(Fraction(left) / Fraction(right))

        return Value(f"{self.text} / {other.text}", "double", get, self.names + other.names)

    def modulo(self, number):
        """The remainder, with the sign of the left side."""

        def get(row):
            left = self.get(row)
            return None if left is None else int(math.fmod(left, number))

        return Value(f"{self.text} % {number}", self.kind, get, self.names)


def field(name):
    """A field, or an attribute with its scope."""
    return Value(name, KINDS.get(name, "mixed"), lambda row: row.get(name), [name])


def unit(text, number, kind):
    return Value(text, kind, lambda row: number, [])


# ---- conditions: True, False, or None for unknown ----


class Condition:
    def __init__(self, text, holds, names, mentioned=None):
        self.text = text
        self.holds = holds
        self.names = names  # the columns that it compares
        self.mentioned = names if mentioned is None else mentioned

    def __and__(self, other):
        def holds(row):
            left, right = self.holds(row), other.holds(row)
            if left is False or right is False:
                return False
            return None if left is None or right is None else True

        return self.joined(other, f"{self.text} and {other.text}", holds)

    def __or__(self, other):
        def holds(row):
            left, right = self.holds(row), other.holds(row)
            if left is True or right is True:
                return True
            return None if left is None or right is None else False

        return self.joined(other, f"({self.text} or {other.text})", holds)

    def __invert__(self):
        def holds(row):
            truth = self.holds(row)
            return None if truth is None else not truth

        return Condition(f"not ({self.text})", holds, self.names, self.mentioned)

    def joined(self, other, text, holds):
        mentioned = self.mentioned + other.mentioned
        return Condition(text, holds, self.names + other.names, mentioned)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same_kind(left, right):
    if is_number(left) and is_number(right):
        return True
    return type(left) is type(right)


def any_of(value, holds):
    """Of a list, whether it holds of any element; unknown when no element decides."""
    if not isinstance(value, list) or isinstance(value, Map):
        return holds(value)
    truths = [holds(element) for element in value]
    if True in truths:
        return True
    return None if None in truths else False


def compare(name, text, operator, test, constant):
    def holds(row):
        value = row.get(name)
        if value is None:
            return None

        def one(element):
            if isinstance(element, Map):
                element = text_of(element)
            if element is None or isinstance(element, Empty) or not same_kind(element, constant):
                return None
            return test(element)

        return any_of(value, one)

    return Condition(f"{name} {operator} {text}", holds, [name])


def quoted(constant):
    if isinstance(constant, bool):
        return "true" if constant else "false"
    if isinstance(constant, str):
        return '"' + constant.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(constant)


def equal(name, constant, text=None):
    return compare(name, text or quoted(constant), "=", lambda v: v == constant, constant)


def unequal(name, constant, text=None):
    return compare(name, text or quoted(constant), "!=", lambda v: v != constant, constant)


def above(name, constant, text=None):
    return compare(name, text or quoted(constant), ">", lambda v: v > constant, constant)


def at_least(name, constant, text=None):
    return compare(name, text or quoted(constant), ">=", lambda v: v >= constant, constant)


def below(name, constant, text=None):
    return compare(name, text or quoted(constant), "<", lambda v: v < constant, constant)


def within(name, low, high, low_text=None, high_text=None):
    text = f"{low_text or quoted(low)} and {high_text or quoted(high)}"
    return compare(name, text, "between", lambda v: low <= v <= high, low)


def among(name, constants):
    text = "(" + ", ".join(quoted(constant) for constant in constants) + ")"
    return compare(name, text, "in", lambda v: v in constants, constants[0])


def contains(name, part):
    return compare(name, quoted(part), "contains", lambda v: part in v, "")


def icontains(name, part):
    return compare(name, quoted(part), "icontains", lambda v: part.lower() in v.lower(), "")


def starts_with(name, part):
    return compare(name, quoted(part), "startswith", lambda v: v.startswith(part), "")


def matches(name, pattern):
    search = re.compile(pattern).search
    return compare(name, quoted(pattern), "=~", lambda v: search(v) is not None, "")


def missing(name):
    return Condition(f"{name} is missing", lambda row: row.get(name) is None, [], [name])


def present(name):
    return Condition(f"{name} is not missing", lambda row: row.get(name) is not None, [], [name])


def exceeds(left, right):
    """A comparison of two values."""

    def holds(row):
        values = left.get(row), right.get(row)
        return None if None in values else values[0] > values[1]

    return Condition(f"{left.text} > ({right.text})", holds, left.names + right.names)


EVERYTHING = Condition("", lambda row: True, [])


# ---- aggregates ----


class Aggregate:
    def __init__(self, text, kind, of, value=None):
        self.text = text
        self.kind = kind
        self.of = of  # from a group's rows
        self.values = [] if value is None else [value]


def known(value, rows):
    values = (value.get(row) for row in rows)
    return [value for value in values if value is not None and value is not UNDEFINED]


def numbers(value, rows):
    return [number for number in known(value, rows) if is_number(number)]


def rounded(number):
    """The nearest double; None for what no double holds."""
    try:
        result = float(number)
    except OverflowError:
        return None
    return result if math.isfinite(result) else None


def count(value=None):
    if value is None:
        return Aggregate("count()", "integer", len)
    return Aggregate(f"count({value.text})", "integer", lambda rows: len(known(value, rows)), value)


def total(value):
    def of(rows):
        found = numbers(value, rows)
        if not found:
            return None
        exact = sum(Fraction(number) for number in found)
        whole = value.kind in UNITS or value.kind == "integer"
        return int(exact) if whole else rounded(exact)

    kind = value.kind if value.kind != "mixed" else "double"
    return Aggregate(f"sum({value.text})", kind, of, value)


def average(value):
    def of(rows):
        found = numbers(value, rows)
        if not found:
            return None
        exact = sum(Fraction(number) for number in found) / len(found)
        return round(exact) if value.kind in UNITS else rounded(exact)

    kind = value.kind if value.kind in UNITS else "double"
    return Aggregate(f"avg({value.text})", kind, of, value)


def least(value):
    return Aggregate(f"min({value.text})", value.kind, lambda rows: extreme(value, rows, 0), value)


def greatest(value):
    return Aggregate(f"max({value.text})", value.kind, lambda rows: extreme(value, rows, -1), value)


def extreme(value, rows, place):
    found = sorted(known(value, rows), key=order_key)
    return found[place] if found else None


def quantile_of(value, rows, share):
    found = sorted(numbers(value, rows))
    if not found:
        return None
    rank = max(1, math.ceil(share * len(found)))
    # Of an attribute with whole numbers and others, all are taken as doubles.
    is_double = value.kind == "mixed" and float in rows[0].types.get(value.text, ())
    return float(found[rank - 1]) if is_double else found[rank - 1]


def percentile(value, digits):
    """p50 and its like: p999 is 99.9%."""
    share = Fraction(int(digits), 10 ** len(digits))
    of = lambda rows: quantile_of(value, rows, share)
    return Aggregate(f"p{digits}({value.text})", value.kind, of, value)


def quantile(value, share):
    of = lambda rows: quantile_of(value, rows, Fraction(share))
    return Aggregate(f"quantile({value.text}, {share})", value.kind, of, value)


def distinct(value):
    def of(rows):
        return len({order_key(found) for found in known(value, rows)})

    return Aggregate(f"count_distinct({value.text})", "integer", of, value)


def error_rate():
    def of(rows):
        if not rows:
            return None
        return sum(row["status"] == "error" for row in rows) / len(rows)

    return Aggregate("error_rate()", "double", of)


def exemplar():
    """The trace of the slowest span; of equals the first, then the least ids."""

    def of(rows):
        ended = [row for row in rows if row["latency"] is not None]
        if not ended:
            return None
        key = lambda row: (-row["latency"], row["start"], row["trace_id"], row["span_id"])
        return min(ended, key=key)["trace_id"]

    return Aggregate("exemplar", "string", of)


def defaults():
    """What `group by` shows without `select`."""
    latency, tokens, cost = field("latency"), field("total_tokens"), field("cost")
    return [
        count(),
        error_rate(),
        percentile(latency, "50"),
        percentile(latency, "95"),
        total(tokens),
        total(cost),
        exemplar(),
    ]


# ---- order ----


def order_key(value):
    """Booleans, numbers, text by its bytes, lists; nulls come last."""
    if value is None or isinstance(value, Empty):
        return (9,)
    if isinstance(value, bool):
        return (0, value)
    if is_number(value):
        return (1, Fraction(value))
    if isinstance(value, list) and not isinstance(value, Map):
        return (7, tuple(order_key(element) for element in value))
    return (6, text_of(value).encode())


def text_of(value):
    from fields import compact

    return compact(value) if isinstance(value, Map) else value


class Descending:
    def __init__(self, key):
        self.key = key

    def __lt__(self, other):
        return other.key < self.key

    def __eq__(self, other):
        return self.key == other.key


def directed(value, descending):
    key = order_key(value)
    # Nulls stay last.
    return (key[0] == 9, Descending(key) if descending else key)


# ---- questions ----


class Question:
    """A query, and how to answer it without Spoor."""

    def __init__(self, text, parts, answer, condition, values, during):
        self.text = text
        self.columns = [part.text for part in parts]
        self.kinds = [part.kind for part in parts]
        self.answer = answer  # from a database
        self.condition = condition
        self.values = values  # all that are computed
        self.span = during and during[1]  # of time: from, until

    def notes(self, database):
        asked = selected(database, EVERYTHING, self.span)
        rows = selected(database, self.condition, self.span)
        notes = []
        mentioned = self.condition.mentioned + [n for value in self.values for n in value.names]
        for name in OrderedDict.fromkeys(mentioned):
            if not database.has(name):
                notes.append(f"no span has `{name}`")
        for name in OrderedDict.fromkeys(self.condition.names):
            lacking = sum(row.get(name) is None for row in asked)
            if lacking and database.has(name):
                spans = "1 span" if lacking == 1 else f"{lacking} spans"
                notes.append(f"{spans} lacked `{name}`")
        if any(value.get(row) is UNDEFINED for value in self.values for row in rows):
            notes.append("a division by zero, NaN or an infinity counts as missing")
        if self.span and not asked and database.rows:
            newest = instant_text(max(row["start"] for row in database.rows))
            notes.append(f"no span started in the time range; the newest started at {newest}")
        return notes


def selected(database, condition, span):
    rows = database.rows
    if span is not None:
        rows = [row for row in rows if span[0] <= row["start"] < span[1]]
    return [row for row in rows if condition.holds(row) is True]


def groups(
    keys, aggregates=None, where=EVERYTHING, having=None, order=None, limit=None, skip=None,
    during=None,
):
    """`… group by keys select aggregates having … order by … skip … limit …`.

    `having` is (text, test of the aggregates' values); `order` a list of (place among the columns,
    descending).
    """
    keys = [field(key) if isinstance(key, str) else key for key in keys]
    items = defaults() if aggregates is None else aggregates
    columns = keys + items
    parts = [where.text, f"during {during[0]}" if during else ""]
    if keys:
        parts.append("group by " + ", ".join(key.text for key in keys))
    if aggregates is not None:
        parts.append("select " + ", ".join(item.text for item in items))
    if having:
        parts.append("having " + having[0])
    if order:
        written = [columns[place].text + (" desc" if down else "") for place, down in order]
        parts.append("order by " + ", ".join(written))
    if skip is not None:
        parts.append(f"skip {skip}")
    if limit is not None:
        parts.append(f"limit {limit}")

    def answer(database):
        found = {} if keys else {(): []}
        for row in selected(database, where, during and during[1]):
            found.setdefault(tuple(order_key(key.get(row)) for key in keys), []).append(row)
        rows = []
        for _, group in sorted(found.items(), key=lambda entry: entry[0]):
            shown = [database.shown(key.get(group[0]), key) for key in keys]
            rows.append(shown + [item.of(group) for item in items])
        if having:
            rows = [row for row in rows if having[1](row[len(keys):]) is True]
        if order:
            rows.sort(key=lambda row: [directed(row[place], down) for place, down in order])
        rows = rows[skip or 0:]
        return rows if limit is None else rows[:limit]

    text = " ".join(part for part in parts if part)
    values = keys + [value for item in items for value in item.values]
    return Question(text, columns, answer, where, values, during)


def spans(values, where=EVERYTHING, order=None, limit=None, during=None):
    """`… select values order by … limit …`; `order` is a list of (value, descending)."""
    values = [field(value) if isinstance(value, str) else value for value in values]
    parts = [where.text, f"during {during[0]}" if during else ""]
    parts.append("select " + ", ".join(value.text for value in values))
    if order:
        written = [value.text + (" desc" if down else "") for value, down in order]
        parts.append("order by " + ", ".join(written))
    if limit is not None:
        parts.append(f"limit {limit}")

    def answer(database):
        found = selected(database, where, during and during[1])
        ties = lambda row: (row["start"], row["trace_id"], row["span_id"])
        if order:
            directions = lambda row: [directed(value.get(row), down) for value, down in order]
            found.sort(key=lambda row: (directions(row), ties(row)))
        else:
            found.sort(key=lambda row: (-row["start"], row["trace_id"], row["span_id"]))
        return [[value.get(row) for value in values] for row in found[:limit]]

    text = " ".join(part for part in parts if part)
    ordering = [value for value, _ in order or []]
    return Question(text, values, answer, where, values + ordering, during)


def instant_text(nano):
    """An instant with no more decimals than it has."""
    moment = datetime.fromtimestamp(nano // 10**9, timezone.utc)
    fraction = f".{nano % 10**9:09d}".rstrip("0") if nano % 10**9 else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def instant(text):
    """Nanoseconds of `2026-11-03T10`, without its last part or with more."""
    padded = text + "1970-01-01T00:00:00"[len(text):]
    moment = datetime.fromisoformat(padded).replace(tzinfo=timezone.utc)
    return int(moment.timestamp()) * 10**9
