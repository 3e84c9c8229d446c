"""Reads OTLP/JSON: one export request a line, plain or gzip-compressed."""

import gzip
import json
import math


class Span:
    """A span as it was sent."""

    def __init__(self):
        self.trace_id = ""
        self.span_id = ""
        self.parent_id = None
        self.name = ""
        self.kind = 0
        self.start = 0
        self.end = None
        self.status = 0
        self.status_message = ""
        self.attributes = []  # (name, value) as sent
        self.resource = []
        self.scope = ""
        self.scope_attributes = []
        self.events = []  # (name, [(name, value)])


class Map(list):
    """A map: (name, value) pairs in the order sent."""


class Empty:
    """A value with nothing set."""

    def __eq__(self, other):
        return isinstance(other, Empty)

    def __hash__(self):
        return 0


def read(path):
    """The spans of a file, in the order sent."""
    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as lines:
        return [span for line in lines if line.strip() for span in spans_of(json.loads(line))]


def spans_of(request):
    for resource_spans in request.get("resourceSpans", []):
        resource = pairs(resource_spans.get("resource", {}).get("attributes", []))
        for scope_spans in resource_spans.get("scopeSpans", []):
            scope = scope_spans.get("scope", {})
            for raw in scope_spans.get("spans", []):
                yield span_of(raw, resource, scope)


def span_of(raw, resource, scope):
    span = Span()
    span.trace_id = raw["traceId"].lower()
    span.span_id = raw["spanId"].lower()
    span.parent_id = raw.get("parentSpanId", "").lower() or None
    span.name = raw.get("name", "")
    span.kind = raw.get("kind", 0)
    span.start = int(raw["startTimeUnixNano"])
    span.end = int(raw.get("endTimeUnixNano", 0)) or None
    status = raw.get("status", {})
    span.status = status.get("code", 0)
    span.status_message = status.get("message", "")
    span.attributes = pairs(raw.get("attributes", []))
    span.events = [
        (event.get("name", ""), pairs(event.get("attributes", [])))
        for event in raw.get("events", [])
    ]
    span.resource = resource
    span.scope = scope.get("name", "")
    span.scope_attributes = pairs(scope.get("attributes", []))
    return span


def pairs(attributes):
    return [(attribute["key"], value_of(attribute.get("value", {}))) for attribute in attributes]


def value_of(raw):
    for kind, value in raw.items():
        if kind == "stringValue":
            return value
        if kind == "boolValue":
            return value
        if kind == "intValue":
            return int(value)
        if kind == "doubleValue":
            return float(value)
        if kind == "arrayValue":
            return [value_of(element) for element in value.get("values", [])]
        if kind == "kvlistValue":
            return Map(pairs(value.get("values", [])))
    return Empty()


def json_of_value(value):
    """The value in OTLP's encoding."""
    if isinstance(value, Empty):
        return {}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value if math.isfinite(value) else special(value)}
    if isinstance(value, Map):
        return {"kvlistValue": {"values": json_of_pairs(value)}}
    if isinstance(value, list):
        return {"arrayValue": {"values": [json_of_value(element) for element in value]}}
    return {"stringValue": value}


def json_of_pairs(attributes):
    return [{"key": key, "value": json_of_value(value)} for key, value in attributes]


def special(value):
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def json_of_span(span):
    """The request that holds the span alone."""
    raw = {
        "traceId": span.trace_id,
        "spanId": span.span_id,
        "name": span.name,
        "kind": span.kind,
        "startTimeUnixNano": str(span.start),
        "attributes": json_of_pairs(span.attributes),
        "events": [
            {"name": name, "timeUnixNano": str(span.start), "attributes": json_of_pairs(attributes)}
            for name, attributes in span.events
        ],
        "status": {"code": span.status, "message": span.status_message},
    }
    if span.end is not None:
        raw["endTimeUnixNano"] = str(span.end)
    if span.parent_id is not None:
        raw["parentSpanId"] = span.parent_id
    scope = {"name": span.scope, "attributes": json_of_pairs(span.scope_attributes)}
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": json_of_pairs(span.resource)},
                "scopeSpans": [{"scope": scope, "spans": [raw]}],
            }
        ]
    }


def finished_copies(spans):
    """Each span once: of its copies the one that ended last, running ones before all others; of
    several that ended together the last one sent."""
    best = {}
    for span in spans:
        key = (span.trace_id, span.span_id)
        known = best.get(key)
        if known is None or rank(span) >= rank(known):
            best[key] = span
    return list(best.values())


def rank(span):
    return -math.inf if span.end is None else span.end
