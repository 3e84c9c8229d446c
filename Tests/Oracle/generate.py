"""Makes spans of four conventions from a seed: missing fields, attributes of several types, events,
running spans, ties, duplicates that disagree, in no order."""

import random

from otlp import Map, Span

START = 1_793_318_400 * 10**9  # 2026-10-30T00:00:00Z
WEEK = 7 * 86_400


def generate(seed, trace_count):
    """Spans in the order in which they are sent, copies included."""
    maker = Maker(seed)
    spans = [span for _ in range(trace_count) for span in maker.trace()]
    copies = [copy for span in spans if maker.chance(12) for copy in maker.copies(span)]
    sent = spans + copies
    maker.random.shuffle(sent)
    return sent


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def chance(self, one_in):
        return self.random.randrange(one_in) == 0

    def pick(self, *choices):
        return self.random.choice(choices)

    def trace(self):
        trace_id = f"{self.random.getrandbits(128) | 1:032x}"
        start = START + self.random.randrange(WEEK) * 10**9 + self.pick(0, 0, 1, 123_456_789)
        resource = [("service.name", self.pick("api", "worker", "批処理"))]
        if self.chance(2):
            resource.append(("resource.kind", "x"))
            resource.append(("region", self.pick("eu", "us")))
        if self.chance(3):
            name = self.pick("deployment.environment.name", "deployment.environment")
            resource.append((name, self.pick("prod", "staging")))
        identities = []
        for _ in range(self.random.randint(1, 8)):
            span = self.span(trace_id, start, resource)
            if identities and not self.chance(10):
                span.parent_id = self.random.choice(identities)
            elif self.chance(20):
                span.parent_id = f"{self.random.getrandbits(64) | 1:016x}"
            identities.append(span.span_id)
            yield span

    def span(self, trace_id, start, resource):
        span = Span()
        span.trace_id = trace_id
        span.span_id = f"{self.random.getrandbits(64) | 1:016x}"
        span.kind = self.random.randrange(6)
        span.start = start + self.random.randrange(4) * 10**9
        # Few different ones, so that there are ties.
        latency = self.pick(0, 1, 10**9, 2 * 10**9, 2 * 10**9 + 1, self.random.randrange(4 * 10**9))
        span.end = None if self.chance(15) else span.start + latency
        span.status = self.pick(0, 0, 0, 1, 1, 2)
        span.status_message = "it broke" if span.status == 2 and self.chance(2) else ""
        span.resource = resource
        span.scope = self.pick("", "tracer", "openinference")
        step = self.pick(
            self.otel, self.openinference, self.langfuse, self.traceloop, self.own, self.plain)
        span.attributes = step(span)
        span.attributes += self.extras()
        if span.status == 0 and self.chance(8):
            span.attributes.append(("error.type", self.pick("TimeoutError", "RateLimit")))
        span.events = self.events()
        return span

    def maybe(self, name, value, one_in=4):
        return [] if self.chance(one_in) else [(name, value)]

    def tokens(self):
        number = self.random.randrange(2_000)
        return self.pick(number, number, number, float(number), str(number))

    def dollars(self):
        return self.pick(
            round(self.random.random() / 10, 6), 0.01, 0.1, 0.0, self.random.random() / 1_000)

    def model(self):
        return self.pick("gpt-4o", "gpt-4o-mini", "claude-4", "GPT-5", "google/gemini-2.5")

    def otel(self, span):
        operation = self.pick("chat", "chat", "execute_tool", "invoke_agent", "embeddings", "odd")
        model = self.model()
        span.name = f"{operation} {model}"
        input_tokens = self.tokens()
        return (
            [("gen_ai.operation.name", operation)]
            + self.maybe("gen_ai.request.model", model)
            + self.maybe("gen_ai.response.model", model + "-2026", 2)
            + self.maybe(self.pick("gen_ai.provider.name", "gen_ai.system"),
                         self.pick("openai", "OpenAI", "xai", "azure", "Acme"))
            + self.maybe("gen_ai.usage.input_tokens", input_tokens)
            + self.maybe("gen_ai.usage.output_tokens", self.tokens())
            + self.maybe("gen_ai.usage.cache_read.input_tokens", self.tokens(), 2)
            + self.maybe("gen_ai.usage.reasoning.output_tokens", self.tokens(), 2)
            + self.maybe("gen_ai.response.finish_reasons", self.pick(["stop"], ["length", "stop"]))
            + self.maybe("gen_ai.response.time_to_first_chunk", self.pick(0.25, 0.5, 1, 1.125))
            + self.maybe("gen_ai.prompt.name", self.pick("summarize", "answer"))
            + self.maybe("gen_ai.prompt.version", self.pick("v3", "v4", 3, "1.10"))
            + self.maybe("gen_ai.conversation.id", f"c{self.random.randrange(9)}")
            + self.maybe("user.id", f"u{self.random.randrange(9)}")
            + self.maybe("gen_ai.input.messages", self.message("user"), 2)
            + self.maybe("gen_ai.output.messages", self.message("assistant"), 2)
        )

    def openinference(self, span):
        kind = self.pick("LLM", "LLM", "TOOL", "CHAIN", "RETRIEVER", "PROMPT", "UNKNOWN", "Own")
        span.name = kind.lower()
        return (
            [("openinference.span.kind", kind)]
            + self.maybe("llm.model_name", self.model())
            + self.maybe("llm.provider", self.pick("anthropic", "google"))
            + self.maybe("llm.token_count.prompt", self.tokens())
            + self.maybe("llm.token_count.completion", self.tokens())
            + self.maybe("llm.token_count.total", self.tokens(), 2)
            + self.maybe("llm.cost.total", self.dollars(), 2)
            + self.maybe("llm.cost.prompt", self.dollars(), 2)
            + self.maybe("llm.cost.completion", self.dollars(), 2)
            + self.maybe("llm.prompt_template.version", self.pick("v3", "v5"))
            + self.maybe("prompt.id", "answer", 2)
            + self.maybe("session.id", f"s{self.random.randrange(9)}")
            + self.maybe("user.id", f"u{self.random.randrange(9)}")
            + self.maybe("input.value", self.message("user"), 3)
            + self.maybe("llm.input_messages.0.message.role", "user", 3)
            + self.maybe("llm.input_messages.0.message.content", "tell me the \"truth\"", 3)
            + self.maybe("output.value", self.pick("", "sorry", "an ERROR\nhappened"), 3)
        )

    def langfuse(self, span):
        kind = self.pick("generation", "generation", "span", "event", "tool", "retriever")
        span.name = "langfuse " + kind
        usage = f'{{"input":{self.random.randrange(900)},"output":{self.random.randrange(90)}'
        usage += self.pick("}", ',"total":1000}', ',"input_cached_tokens":5,"note":"x"}')
        return (
            [("langfuse.observation.type", kind)]
            + self.maybe("langfuse.observation.model.name", self.model())
            + self.maybe("langfuse.observation.usage_details", usage)
            + self.maybe("langfuse.observation.cost_details",
                         self.pick('{"total":0.02}', '{"input":0.001,"output":0.002}', "free"))
            + self.maybe("langfuse.observation.level", self.pick("DEFAULT", "ERROR", "WARNING"))
            + self.maybe("langfuse.observation.prompt.name", "summarize", 2)
            + self.maybe("langfuse.observation.prompt.version", self.pick(1, 2, 10), 2)
            + self.maybe("langfuse.session.id", f"s{self.random.randrange(9)}")
            + self.maybe("langfuse.user.id", f"u{self.random.randrange(9)}")
            + self.maybe("langfuse.environment", "dev", 2)
            + self.maybe("langfuse.observation.input", self.message("user"), 2)
        )

    def traceloop(self, span):
        kind = self.pick("workflow", "task", "agent", "tool")
        span.name = "step é"
        return (
            [("traceloop.span.kind", kind)]
            + self.maybe("gen_ai.system", self.pick("bedrock", "MistralAI"))
            + self.maybe("gen_ai.usage.prompt_tokens", self.tokens())
            + self.maybe("gen_ai.usage.completion_tokens", self.tokens())
            + self.maybe("llm.usage.total_tokens", self.tokens(), 2)
            + self.maybe("traceloop.prompt.key", "answer", 2)
            + self.maybe("traceloop.prompt.version", self.random.randrange(12), 2)
            + self.maybe("traceloop.association.properties.session_id", "s1", 2)
            + self.maybe("traceloop.association.properties.user_id", "u1", 2)
            + self.maybe("traceloop.entity.input", self.message("user"), 2)
        )

    def own(self, span):
        span.name = "own"
        return (
            [("spoor.stage", self.pick("augmentation", "validation", "Parsing"))]
            + self.maybe("spoor.prompt.name", "answer", 2)
            + self.maybe("spoor.prompt.version", self.pick("v3", "v4"), 2)
            + self.maybe("gen_ai.prompt.version", "v9", 2)
        )

    def plain(self, span):
        span.name = self.pick("request", "", "GET /", "request")
        return self.maybe("http.request.method", "GET", 2)

    def message(self, role):
        words = self.pick("tell me the truth", "Refund?", "狐 🦊", "line\nbreak, \"quoted\"", "")
        return self.pick(words, [Map([("role", role), ("content", words)])])

    def extras(self):
        retries = self.pick(0, 1, 2, 2.0, 2.5, "2", "many", True, [1, "2"])
        # Sums that rounding after each step would spoil.
        score = self.pick(
            0.1, 0.1, 0.1, 0.2, 0.7, 1e16, -1e16, 1.0, 3, round(self.random.random(), 3))
        return (
            self.maybe("tier", self.pick("pro", "free", "", "Pro"), 3)
            + self.maybe("retries", retries, 2)
            + self.maybe("score", score, 2)
            + self.maybe("tags", self.pick(["red"], ["red", "blue"], [], ["green", 7, True]), 3)
        )

    def events(self):
        if not self.chance(5):
            return []
        exception = [("exception.type", self.pick("TimeoutError", "ValueError"))]
        retry = [("attempt", self.random.randrange(3))]
        return self.pick(
            [("exception", exception)],
            [("retry", retry), ("retry", retry), ("exception", exception)],
            [("retry", retry)],
            [("exception", [])],
        )

    def copies(self, span):
        """The span again: while it ran, with an earlier or later end, or just so."""
        for _ in range(self.random.randint(1, 2)):
            copy = Span()
            copy.__dict__.update(span.__dict__)
            if self.chance(3):
                copy.end = None
                copy.attributes = copy.attributes[:2]
            elif span.end is not None and not self.chance(3):
                copy.end = max(copy.start, span.end + self.pick(-1, 1, 10**9))
                copy.attributes = copy.attributes + [("copy", True)]
            yield copy
