"""The first-class fields of a span, from the attributes of four conventions.

Written from the documentation of the fields, not from the store's sources: each list is an order of
precedence, and the first attribute that is there and of use wins.
"""

import json
import math
import re
from datetime import datetime, timezone
from fractions import Fraction

from otlp import Empty, Map

STAGES = [
    ("spoor.stage", None),
    (
        "openinference.span.kind",
        {
            "llm": "generation",
            "embedding": "embedding",
            "chain": "chain",
            "retriever": "retrieval",
            "reranker": "reranking",
            "tool": "tool",
            "agent": "agent",
            "guardrail": "guardrail",
            "evaluator": "evaluation",
            "prompt": "augmentation",
        },
    ),
    (
        "langfuse.observation.type",
        {
            "generation": "generation",
            "embedding": "embedding",
            "agent": "agent",
            "tool": "tool",
            "chain": "chain",
            "retriever": "retrieval",
            "evaluator": "evaluation",
            "guardrail": "guardrail",
            "span": "",
            "event": "",
        },
    ),
    (
        "gen_ai.operation.name",
        {
            "chat": "generation",
            "text_completion": "generation",
            "generate_content": "generation",
            "embeddings": "embedding",
            "execute_tool": "tool",
            "invoke_agent": "agent",
            "create_agent": "agent",
            "invoke_workflow": "workflow",
            "retrieval": "retrieval",
        },
    ),
    (
        "traceloop.span.kind",
        {"workflow": "workflow", "task": "chain", "agent": "agent", "tool": "tool"},
    ),
    (
        "llm.request.type",
        {
            "chat": "generation",
            "completion": "generation",
            "embedding": "embedding",
            "rerank": "reranking",
        },
    ),
]

MODEL = [
    "gen_ai.response.model",
    "llm.response.model_name",
    "llm.model_name",
    "langfuse.observation.model.name",
    "gen_ai.request.model",
    "llm.request.model_name",
    "embedding.model_name",
    "reranker.model_name",
]
REQUEST_MODEL = ["gen_ai.request.model", "llm.request.model_name"]
PROVIDER = ["gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system"]
PROVIDERS = {
    "xai": "x_ai",
    "mistral": "mistral_ai",
    "mistralai": "mistral_ai",
    "azure": "azure.ai.openai",
    "az.ai.openai": "azure.ai.openai",
    "az.ai.inference": "azure.ai.inference",
    "aws": "aws.bedrock",
    "amazon": "aws.bedrock",
    "bedrock": "aws.bedrock",
    "aws_bedrock": "aws.bedrock",
    "vertexai": "gcp.vertex_ai",
    "vertex_ai": "gcp.vertex_ai",
    "google": "gcp.gen_ai",
    "gemini": "gcp.gemini",
    "watsonx": "ibm.watsonx.ai",
}
PROMPT_NAME = [
    "spoor.prompt.name",
    "gen_ai.prompt.name",
    "langfuse.observation.prompt.name",
    "traceloop.prompt.key",
    "prompt.id",
]
PROMPT_VERSION = [
    "spoor.prompt.version",
    "gen_ai.prompt.version",
    "langfuse.observation.prompt.version",
    "traceloop.prompt.version",
    "traceloop.prompt.version_hash",
    "llm.prompt_template.version",
]
SESSION = [
    "session.id",
    "langfuse.session.id",
    "gen_ai.conversation.id",
    "traceloop.association.properties.session_id",
]
USER = [
    "user.id",
    "langfuse.user.id",
    "enduser.id",
    "gen_ai.user",
    "traceloop.association.properties.user_id",
]

USAGE = "langfuse.observation.usage_details"
COSTS = "langfuse.observation.cost_details"
INPUT_TOKENS = [
    "gen_ai.usage.input_tokens",
    "llm.token_count.prompt",
    (USAGE, ["input", "input_tokens", "prompt_tokens"]),
    "gen_ai.usage.prompt_tokens",
]
OUTPUT_TOKENS = [
    "gen_ai.usage.output_tokens",
    "llm.token_count.completion",
    (USAGE, ["output", "output_tokens", "completion_tokens"]),
    "gen_ai.usage.completion_tokens",
]
CACHED_TOKENS = [
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
    (USAGE, ["input_cached_tokens", "input_cache_read", "cache_read_input_tokens"]),
]
REASONING_TOKENS = [
    "gen_ai.usage.reasoning.output_tokens",
    "llm.token_count.completion_details.reasoning",
    "gen_ai.usage.reasoning_tokens",
    (USAGE, ["output_reasoning_tokens", "output_reasoning", "reasoning_tokens"]),
]
TOTAL_TOKENS = [
    "gen_ai.usage.total_tokens",
    "llm.token_count.total",
    (USAGE, ["total", "total_tokens"]),
    "llm.usage.total_tokens",
]
COST = ["llm.cost.total", (COSTS, ["total"])]
PROMPT_COST = ["llm.cost.prompt", (COSTS, ["input"])]
COMPLETION_COST = ["llm.cost.completion", (COSTS, ["output"])]

INPUT = [
    "gen_ai.input.messages",
    "llm.input_messages.*",
    "langfuse.observation.input",
    "traceloop.entity.input",
    "input.value",
    "gen_ai.prompt",
    "gen_ai.prompt.*",
    "gen_ai.tool.call.arguments",
]
OUTPUT = [
    "gen_ai.output.messages",
    "llm.output_messages.*",
    "langfuse.observation.output",
    "traceloop.entity.output",
    "output.value",
    "gen_ai.completion",
    "gen_ai.completion.*",
    "gen_ai.tool.call.result",
]

KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"]


def fields(span):
    """All fields, by the names that queries use; None where there is no value."""
    attributes = dict(span.attributes)
    resource = dict(span.resource)
    found = {
        "trace_id": span.trace_id,
        "span_id": span.span_id,
        "parent_id": span.parent_id,
        "name": span.name,
        "service": text(resource.get("service.name")),
        "scope": span.scope or None,
        "kind": KINDS[span.kind],
        "stage": stage(attributes),
        "start": span.start,
        "end": span.end,
        "latency": None if span.end is None else span.end - span.start,
        "ttft": time_to_first_token(span, attributes),
        "status_message": span.status_message or None,
        "model": first(attributes, MODEL, text),
        "request_model": first(attributes, REQUEST_MODEL, text),
        "provider": provider(attributes),
        "finish_reason": finish_reason(attributes),
        "prompt_name": first(attributes, PROMPT_NAME, text),
        "prompt_version": first(attributes, PROMPT_VERSION, text),
        "input_tokens": first(attributes, INPUT_TOKENS, count),
        "output_tokens": first(attributes, OUTPUT_TOKENS, count),
        "cached_tokens": first(attributes, CACHED_TOKENS, count),
        "reasoning_tokens": first(attributes, REASONING_TOKENS, count),
        "total_tokens": first(attributes, TOTAL_TOKENS, count),
        "cost": cost(attributes),
        "session_id": first(attributes, SESSION, text),
        "user_id": first(attributes, USER, text),
        "environment": environment(attributes, resource),
        "input": payload(attributes, INPUT),
        "output": payload(attributes, OUTPUT),
    }
    if found["total_tokens"] is None:
        parts = [found["input_tokens"], found["output_tokens"]]
        known = [part for part in parts if part is not None]
        found["total_tokens"] = sum(known) if known else None
    for name in ("input", "output"):
        written = found[name]
        found[name + "_bytes"] = None if written is None else len(written.encode())
    found.update(status(span, attributes))
    return found


def first(attributes, names, reading):
    """The first of the names whose value can be read so."""
    for name in names:
        if isinstance(name, tuple):
            value = member(attributes.get(name[0]), name[1])
        else:
            value = attributes.get(name)
        if value is not None:
            value = reading(value)
        if value is not None:
            return value
    return None


def member(value, names):
    """A number of a JSON object that was sent as text, or of a map."""
    if isinstance(value, Map):
        members = dict(value)
    elif isinstance(value, str):
        try:
            members = json.loads(value)
        except ValueError:
            return None
    else:
        return None
    for name in names:
        found = members.get(name)
        if found is not None and not isinstance(found, bool):
            return found
    return None


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return value or None if isinstance(value, str) else None


def count(value):
    """A whole number from 0."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = number(value)
    if isinstance(value, float):
        if not math.isfinite(value) or value != int(value):
            return None
        value = int(value)
    return value if isinstance(value, int) and value >= 0 else None


def number(value):
    if isinstance(value, bool) or isinstance(value, (Empty, list)):
        return None
    if isinstance(value, str):
        try:
            value = int(value)
        except ValueError:
            try:
                value = float(value)
            except ValueError:
                return None
    return value if math.isfinite(value) else None


def stage(attributes):
    for name, words in STAGES:
        word = text(attributes.get(name))
        if word is None:
            continue
        if words is None:
            return word
        word = word.lower()
        found = words.get(word, word)
        if found not in ("", "unknown", "undefined", "unspecified", "none"):
            return found
    return None


def provider(attributes):
    name = first(attributes, PROVIDER, text)
    return None if name is None else PROVIDERS.get(name.lower(), name.lower())


def finish_reason(attributes):
    def reading(value):
        if isinstance(value, list) and not isinstance(value, Map):
            value = value[0] if value else None
        return text(value)

    names = ["gen_ai.response.finish_reasons", "llm.finish_reason", "gen_ai.response.finish_reason"]
    return first(attributes, names, reading)


def nano(amount):
    """Billionths of a double, to the nearest, halves away from zero."""
    scaled = float(amount) * 1e9
    if not math.isfinite(scaled):
        return None
    whole = math.floor(abs(scaled) + 0.5) if abs(scaled) < 2**52 else abs(scaled)
    whole = int(math.copysign(whole, scaled))
    return whole if -(2**63) <= whole < 2**63 else None


def cost(attributes):
    def dollars(value):
        value = number(value)
        return None if value is None else nano(value)

    total = first(attributes, COST, dollars)
    if total is not None:
        return total
    parts = [first(attributes, names, number) for names in (PROMPT_COST, COMPLETION_COST)]
    known = [float(part) for part in parts if part is not None]
    return nano(sum(known)) if known else None


def time_to_first_token(span, attributes):
    def seconds(value):
        value = number(value)
        return nano(value) if value is not None and value >= 0 else None

    found = first(attributes, ["gen_ai.response.time_to_first_chunk"], seconds)
    if found is not None:
        return found
    moment = attributes.get("langfuse.observation.completion_start_time")
    match = re.fullmatch(r'"?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z"?', str(moment))
    if not match:
        return None
    second = datetime.fromisoformat(match[1]).replace(tzinfo=timezone.utc)
    fraction = int(Fraction("0." + (match[2] or "0")) * 10**9)
    elapsed = int(second.timestamp()) * 10**9 + fraction - span.start
    return elapsed if elapsed >= 0 else None


def environment(attributes, resource):
    return (
        text(resource.get("deployment.environment.name"))
        or text(resource.get("deployment.environment"))
        or text(attributes.get("langfuse.environment"))
        or text(resource.get("langfuse.environment"))
    )


def status(span, attributes):
    exceptions = [dict(pairs) for name, pairs in span.events if name == "exception"]
    named = text(attributes.get("error.type"))
    level = text(attributes.get("langfuse.observation.level")) or ""
    if span.end is None:
        found = "running"
    elif span.status == 1:
        found = "ok"
    elif span.status == 2 or named or exceptions or level.upper() == "ERROR":
        found = "error"
    else:
        found = "unset"
    kind = named or (text(exceptions[-1].get("exception.type")) if exceptions else None)
    kind = kind or text(attributes.get("gen_ai.guardrail.error.type"))
    return {"status": found, "error_type": kind or ("error" if found == "error" else None)}


def payload(attributes, names):
    for name in names:
        if name.endswith(".*"):
            found = unflattened(attributes, name[:-1])
        else:
            value = attributes.get(name)
            if value is None or isinstance(value, Empty):
                continue
            found = value if isinstance(value, str) else compact(value)
        if found is not None:
            return found
    return None


def unflattened(attributes, prefix):
    """`llm.input_messages.0.message.role` and its like, put together as `[{"role":…}]`."""
    messages = {}
    for name, value in attributes.items():
        match = re.match(re.escape(prefix) + r"(\d+)\.(?:message\.)?(\w+)$", name)
        if match:
            messages.setdefault(int(match[1]), {})[match[2]] = value
    if not messages:
        return None
    return compact([Map(sorted(messages[index].items())) for index in sorted(messages)])


def compact(value):
    """JSON without white space."""
    if isinstance(value, Map):
        members = (json.dumps(key, ensure_ascii=False) + ":" + compact(part) for key, part in value)
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(compact(element) for element in value) + "]"
    if isinstance(value, Empty):
        return "null"
    if isinstance(value, float) and not math.isfinite(value):
        return "null"
    return json.dumps(value, ensure_ascii=False)
