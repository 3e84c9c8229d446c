"""The questions that are asked of every set of spans."""

from answers import (
    above, among, at_least, average, below, contains, count, distinct, equal, error_rate,
    exceeds, field, greatest, groups, icontains, instant, least, matches, missing, percentile,
    present, quantile, spans, starts_with, total, unequal, unit, within,
)

SECOND = 10**9

latency = field("latency")
cost = field("cost")
ttft = field("ttft")
tokens = field("total_tokens")
generation = equal("stage", "generation")
slow = above("latency", 2 * SECOND, "2s")
of_identity = [(field(name), False) for name in ("start", "trace_id", "span_id")]


def day(text, hours=24):
    start = instant(text)
    return text, (start, start + hours * 3600 * SECOND)


def questions():
    yield from of_groups()
    yield from of_aggregates()
    yield from of_filters()
    yield from of_attributes()
    yield from of_times()
    yield from of_spans()


def of_groups():
    yield groups(["prompt_version"], where=generation & slow)
    yield groups(["stage"])
    yield groups(["model"])
    yield groups(["service", "stage"], [count(), error_rate()])
    yield groups(["provider", "model"], [count(), total(tokens), total(cost)])
    yield groups(["prompt_name", "prompt_version"], [count(), average(latency), average(cost)])
    yield groups(["status", "error_type"], [count()])
    yield groups(["kind"], [count(), least(field("start")), greatest(field("end"))])
    yield groups(["scope"], [count(), distinct(field("trace_id"))])
    yield groups(["environment", "user_id"], [count(), total(cost)])
    yield groups(["finish_reason"], [count(), total(field("output_tokens"))])
    yield groups(["session_id"], [count(), distinct(field("stage")), average(tokens)])
    yield groups(["trace_id"], [count(), greatest(latency), total(tokens)])
    yield groups([tokens.modulo(7)], [count()])
    yield groups([(field("end") - field("start"))], [count()], limit=20)
    yield groups(
        ["model"], [count(), percentile(latency, "95")],
        having=("count() > 3", lambda values: values[0] > 3), order=[(1, True), (0, False)],
        limit=5)
    yield groups(
        ["user_id"], [total(cost), count()],
        having=("sum(cost) is not missing", lambda values: values[0] is not None),
        order=[(1, True)], skip=1, limit=3)
    yield groups(
        ["stage"], [error_rate(), count()],
        having=("error_rate() > 10%", lambda values: values[0] > 0.1),
        order=[(2, True), (0, False)])
    yield groups(
        ["name"], [count(), greatest(latency)], order=[(2, True), (0, False)], limit=10)


def of_aggregates():
    yield groups([], [
        count(), count(latency), count(ttft), count(cost), count(field("model")),
        count(field("input")),
    ])
    yield groups([], [
        total(latency), average(latency), least(latency), greatest(latency), total(cost),
        average(cost), least(cost), greatest(cost),
    ])
    yield groups([], [
        total(tokens), average(tokens), least(tokens), greatest(tokens),
        average(field("cached_tokens")), total(field("reasoning_tokens")),
    ])
    yield groups([], [
        percentile(latency, digits) for digits in ("50", "75", "90", "95", "99", "999")
    ])
    yield groups(["stage"], [
        percentile(latency, digits) for digits in ("50", "75", "90", "95", "99", "999")
    ])
    yield groups(["prompt_version"], [
        percentile(ttft, "50"), percentile(cost, "90"), percentile(tokens, "99"),
        percentile(field("input_bytes"), "50"),
    ])
    yield groups(["stage"], [
        quantile(latency, share) for share in ("0", "0.28", "0.56", "0.07", "0.999", "1")
    ])
    yield groups(["model"], [quantile(field("start"), "0.5"), average(field("start"))])
    yield groups([], [
        distinct(field(name)) for name in (
            "trace_id", "span_id", "parent_id", "name", "model", "user_id", "session_id", "latency",
            "total_tokens", "cost", "input", "status")
    ])
    yield groups(["service"], [distinct(field("user_id")), distinct(field("prompt_version"))])
    yield groups([], [error_rate()], where=generation)
    yield groups(["model"], [error_rate()], where=present("model"))
    yield groups([], [least(field("name")), greatest(field("name")), least(field("user_id"))])
    yield groups([], [total(field("input_bytes")), total(field("output_bytes"))])
    yield groups([], [count(), total(latency), average(cost), percentile(tokens, "50")],
                 where=equal("name", "there is no such span"))
    yield groups([], [average(field("end") - field("start")), total(latency - ttft)])
    yield groups(["stage"], [average(field("output_tokens").per(field("input_tokens")))])


def of_filters():
    counted = [count(), total(latency)]
    for condition in (
        equal("status", "error"),
        unequal("status", "error"),
        unequal("model", "gpt-4o"),
        ~equal("model", "gpt-4o"),
        ~(equal("stage", "generation") & equal("model", "gpt-4o")),
        equal("stage", "tool") | slow,
        ~(equal("stage", "tool") | slow),
        missing("model") & present("stage"),
        among("stage", ["tool", "agent", "retrieval"]),
        ~among("stage", ["tool", "agent", "retrieval"]),
        within("latency", SECOND, 2 * SECOND, "1s", "2s"),
        ~within("latency", SECOND, 2 * SECOND, "1s", "2s"),
        at_least("cost", 10_000_000, "$0.01"),
        below("cost", 10_000_000, "$0.01"),
        within("total_tokens", 100, 1_000),
        above("input_bytes", 1_000, "1KB"),
        contains("name", "e"),
        starts_with("name", "chat"),
        icontains("model", "GPT"),
        matches("name", "^[a-z_]+ [a-z]"),
        ~matches("model", "[0-9]$"),
        above("model", "gpt-4o"),
        within("user_id", "u1", "u5"),
        contains("input", "the") & generation,
        icontains("output", "ERROR"),
        missing("input") | missing("output"),
        exceeds(latency, ttft),
        exceeds(field("input_tokens"), field("output_tokens")),
        present("parent_id") & equal("status", "error"),
        starts_with("trace_id", "0"),
    ):
        yield groups([], counted, where=condition)


def of_attributes():
    counted = [count()]
    retries, score = field("attr.retries"), field("attr.score")
    for condition in (
        equal("attr.tier", "pro"),
        unequal("attr.tier", "pro"),
        missing("attr.tier"),
        ~equal("attr.tier", "pro") | missing("attr.tier"),
        above("attr.score", 0.5),
        within("attr.score", 0, 1),
        present("attr.score"),
        equal("attr.tags", "red"),
        unequal("attr.tags", "red"),
        ~equal("attr.tags", "red"),
        among("attr.tags", ["red", "blue"]),
        equal("event.name", "exception"),
        equal("event.exception.type", "TimeoutError"),
        present("event.name") & ~equal("event.name", "exception"),
        equal("resource.region", "eu"),
    ):
        yield groups([], counted, where=condition)
    yield groups(["attr.tier"], [count(), average(score), total(score)])
    yield groups(["resource.region", "attr.tier"], [count()])
    yield groups(["attr.retries"], [count()])
    yield groups([], [count(retries), distinct(retries), distinct(score)])
    yield groups(["stage"], [total(score), average(score), percentile(score, "50")])


def of_times():
    for text, hours in (("2026-11-01", 24), ("2026-11", 30 * 24), ("2026-11-02T10", 1)):
        yield groups(["stage"], [count(), total(cost)], during=day(text, hours))
    yield groups([], [count()], where=equal("attr.tier", "pro"), during=day("2026-11-03"))
    yield groups([], [count()], where=at_least("start", instant("2026-11-02"), "2026-11-02"))


def of_spans():
    identity = ["trace_id", "span_id"]
    yield spans(identity + ["name", "start", "latency", "status"], order=of_identity, limit=25)
    yield spans(identity + ["latency"], order=[(latency, True)], limit=20)
    yield spans(identity + ["cost"], order=[(cost, False), (latency, True)], limit=20)
    yield spans(identity + ["model"], where=generation, order=[(field("model"), False)], limit=20)
    yield spans(identity, where=equal("status", "running"), order=of_identity, limit=20)
    yield spans(identity + ["attr.tier"], order=[(field("attr.tier"), True)], limit=15)
    yield spans(
        identity + ["stage", "provider", "prompt_name", "prompt_version", "request_model"],
        order=of_identity, limit=40)
    yield spans(
        identity + [
            "input_tokens", "output_tokens", "cached_tokens", "reasoning_tokens", "total_tokens",
            "cost", "ttft",
        ], order=of_identity, limit=40)
    yield spans(
        identity + ["error_type", "status_message", "finish_reason", "environment", "service"],
        order=of_identity, limit=40)
    yield spans(identity + ["input", "output"], where=present("input"), order=of_identity, limit=8)
    yield spans(identity + ["event.name"], where=present("event.name"), order=of_identity, limit=10)
    yield spans(identity + ["attr.retries"], where=present("attr.retries"), order=of_identity,
                limit=20)
    yield spans([latency.per(unit("1ms", 10**6, "duration"))], order=of_identity, limit=10)
