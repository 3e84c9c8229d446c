/// A span as OTLP tells it, nothing left out.
public struct SpanData: Hashable, Sendable {
  /// The trace that the span belongs to.
  public var traceID: TraceID
  /// The span's identity within the trace.
  public var spanID: SpanID
  /// The span that caused this one; nil for the root of a trace.
  public var parentID: SpanID?
  /// W3C trace state, as sent.
  public var traceState: String
  /// W3C trace flags and OTLP's bits on the parent's remoteness.
  public var flags: UInt32
  /// What the operation is called.
  public var name: String
  /// The span's role towards its relatives.
  public var kind: SpanKind
  /// Start, in nanoseconds since 1970 UTC.
  public var start: Int64
  /// End, in nanoseconds since 1970 UTC; nil while the span is running.
  public var end: Int64?
  /// Attributes in the order sent.
  public var attributes: [Attribute]
  /// How many attributes the sender left out.
  public var droppedAttributesCount: UInt32
  /// Events in the order sent.
  public var events: [SpanEvent]
  /// How many events the sender left out.
  public var droppedEventsCount: UInt32
  /// Links in the order sent.
  public var links: [SpanLink]
  /// How many links the sender left out.
  public var droppedLinksCount: UInt32
  /// How the operation ended, as sent.
  public var status: SpanStatus
  /// What produced the span: a service, a host, a process.
  public var resource: Resource
  /// The instrumentation that recorded the span.
  public var scope: InstrumentationScope

  /// A span with the given identity and times; everything else empty unless given.
  public init(
    traceID: TraceID, spanID: SpanID, parentID: SpanID? = nil, name: String, start: Int64,
    end: Int64?, kind: SpanKind = .unspecified, attributes: [Attribute] = [],
    status: SpanStatus = SpanStatus(), resource: Resource = Resource(),
    scope: InstrumentationScope = InstrumentationScope()
  ) {
    self.traceID = traceID
    self.spanID = spanID
    self.parentID = parentID
    self.traceState = ""
    self.flags = 0
    self.name = name
    self.kind = kind
    self.start = start
    self.end = end
    self.attributes = attributes
    self.droppedAttributesCount = 0
    self.events = []
    self.droppedEventsCount = 0
    self.links = []
    self.droppedLinksCount = 0
    self.status = status
    self.resource = resource
    self.scope = scope
  }
}

/// A span's role, numbered as OTLP numbers it.
public enum SpanKind: UInt8, CaseIterable, Hashable, Sendable {
  /// Not said.
  case unspecified = 0
  /// Work inside the process.
  case `internal` = 1
  /// Handling of a remote request.
  case server = 2
  /// A request to a remote service.
  case client = 3
  /// Sending of a message.
  case producer = 4
  /// Handling of a message.
  case consumer = 5

  /// The name that queries use.
  public var name: String {
    switch self {
    case .unspecified: "unspecified"
    case .internal: "internal"
    case .server: "server"
    case .client: "client"
    case .producer: "producer"
    case .consumer: "consumer"
    }
  }
}

/// How an operation ended.
public struct SpanStatus: Hashable, Sendable {
  /// OTLP's three codes.
  public enum Code: UInt8, CaseIterable, Hashable, Sendable {
    /// Not said.
    case unset = 0
    /// Validated as a success.
    case ok = 1
    /// Failed.
    case error = 2
  }

  /// The code as sent.
  public var code: Code
  /// The sender's words on an error; often empty.
  public var message: String

  /// A code and its message.
  public init(code: Code = .unset, message: String = "") {
    self.code = code
    self.message = message
  }
}

/// Something that happened at a moment of a span.
public struct SpanEvent: Hashable, Sendable {
  /// When, in nanoseconds since 1970 UTC.
  public var time: Int64
  /// What happened.
  public var name: String
  /// Attributes in the order sent.
  public var attributes: [Attribute]
  /// How many attributes the sender left out.
  public var droppedAttributesCount: UInt32

  /// An event of a moment.
  public init(
    time: Int64, name: String, attributes: [Attribute] = [], droppedAttributesCount: UInt32 = 0
  ) {
    self.time = time
    self.name = name
    self.attributes = attributes
    self.droppedAttributesCount = droppedAttributesCount
  }
}

/// A pointer from a span to another span, of this trace or another.
public struct SpanLink: Hashable, Sendable {
  /// The trace pointed to.
  public var traceID: TraceID
  /// The span pointed to.
  public var spanID: SpanID
  /// W3C trace state of the span pointed to.
  public var traceState: String
  /// W3C trace flags of the span pointed to.
  public var flags: UInt32
  /// Attributes in the order sent.
  public var attributes: [Attribute]
  /// How many attributes the sender left out.
  public var droppedAttributesCount: UInt32

  /// A link to a span.
  public init(
    traceID: TraceID, spanID: SpanID, traceState: String = "", flags: UInt32 = 0,
    attributes: [Attribute] = [], droppedAttributesCount: UInt32 = 0
  ) {
    self.traceID = traceID
    self.spanID = spanID
    self.traceState = traceState
    self.flags = flags
    self.attributes = attributes
    self.droppedAttributesCount = droppedAttributesCount
  }
}

/// What produced telemetry.
public struct Resource: Hashable, Sendable {
  /// Attributes in the order sent; `service.name` among them as a rule.
  public var attributes: [Attribute]
  /// How many attributes the sender left out.
  public var droppedAttributesCount: UInt32
  /// The schema that the attributes follow; often empty.
  public var schemaURL: String

  /// A resource of the given attributes.
  public init(
    attributes: [Attribute] = [], droppedAttributesCount: UInt32 = 0, schemaURL: String = ""
  ) {
    self.attributes = attributes
    self.droppedAttributesCount = droppedAttributesCount
    self.schemaURL = schemaURL
  }
}

/// The instrumentation library that recorded a span.
public struct InstrumentationScope: Hashable, Sendable {
  /// The library's name; empty when not said.
  public var name: String
  /// The library's version; empty when not said.
  public var version: String
  /// Attributes in the order sent.
  public var attributes: [Attribute]
  /// How many attributes the sender left out.
  public var droppedAttributesCount: UInt32
  /// The schema that the spans follow; often empty.
  public var schemaURL: String

  /// A scope of the given name.
  public init(
    name: String = "", version: String = "", attributes: [Attribute] = [],
    droppedAttributesCount: UInt32 = 0, schemaURL: String = ""
  ) {
    self.name = name
    self.version = version
    self.attributes = attributes
    self.droppedAttributesCount = droppedAttributesCount
    self.schemaURL = schemaURL
  }
}
