"""Whether engines answer the same. Times count for nothing where they do not."""

from __future__ import annotations

from queries import Query


def canonical(rows: list[tuple], query: Query) -> list[tuple]:
    """Rows in an order of their own, unless their order is part of the answer."""
    return rows if query.is_ordered else sorted(rows, key=sort_key)


def sort_key(row: tuple) -> list[tuple]:
    """Nulls first, then numbers, then text; the type decides before the value does."""
    return [(value is not None, isinstance(value, str), value if value is not None else 0)
            for value in row]


def difference(given: dict[str, list[tuple]], query: Query) -> str | None:
    """What differs first between two engines' answers; None when all are equal."""
    names = list(given)
    for name in names[1:]:
        expected, actual = given[names[0]], given[name]
        if len(expected) != len(actual):
            return f"{names[0]} has {len(expected)} rows, {name} {len(actual)}"
        for left, right in zip(expected, actual):
            if not equal(left, right, query):
                return f"{names[0]} has {left}, {name} {right}"
    return None


def equal(left: tuple, right: tuple, query: Query) -> bool:
    """Equal to the last digit, but for averages: these are doubles here and rounded there."""
    if len(left) != len(right):
        return False
    for place, (one, other) in enumerate(zip(left, right)):
        if place in query.averages:
            if not is_same_average(one, other):
                return False
        elif one != other:
            return False
    return True


def is_same_average(one: float, other: float) -> bool:
    """Within a unit where one side rounds to whole ones, else to twelve digits."""
    if one is None or other is None:
        return one is other
    allowed = 1 if isinstance(one, int) or isinstance(other, int) else 1e-12 * abs(one)
    return abs(one - other) <= allowed


def spans(rows: list[tuple]) -> list[tuple]:
    """A trace's rows; a number that a span lacks is None in one engine and 0 in another."""
    return [tuple(value or None for value in row) for row in rows]
