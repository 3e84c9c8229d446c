/// Reads attributes one by one, in any order, and keeps for each field the best that it saw.
struct FieldReader {
  var promptDollars: Double?
  var completionDollars: Double?
  var guardrailError: String?
  var hasErrorLevel = false
  /// Whether a name that a field is read from came twice: what the first one left may be wrong.
  private(set) var hasRepeatedSource = false

  private let start: Int64
  private let index = SourceIndex.shared
  /// The rank of the source that each target has its value from; `UInt8.max` for none.
  ///
  /// In place rather than in an array, with room for more targets than there are.
  private var ranks = [40 of UInt8](repeating: .max)
  /// A bit for each name that came, by the place of its first use: `SourceIndex.maximumUseCount`.
  private var seen = [4 of UInt64](repeating: 0)
  /// The prefix of a flattened input or output, while no better source was seen.
  private var flattenedInput: String?
  private var flattenedOutput: String?

  init(start: Int64) {
    self.start = start
  }

  mutating func read(_ attribute: Attribute, into fields: inout SpanFields) {
    guard let uses = index.uses(of: attribute.key) else {
      if attribute.value != .empty { noteFlattened(attribute.key, in: &fields) }
      return
    }
    let bit = UInt64(1) << UInt64(uses.lowerBound % 64)
    if seen[uses.lowerBound / 64] & bit != 0 { hasRepeatedSource = true }
    seen[uses.lowerBound / 64] |= bit
    for position in uses { read(attribute, index.uses[position], into: &fields) }
  }

  private mutating func read(
    _ attribute: Attribute, _ use: SourceIndex.Use, into fields: inout SpanFields
  ) {
    guard use.rank < ranks[use.target.rawValue] else { return }
    let isUsable =
      switch use.reading {
      case .whole: take(attribute.value, for: use.target, key: attribute.key, into: &fields)
      case .member(let names):
        take(
          attribute.value.member(names), for: use.target, key: attribute.key, into: &fields)
      case .stage(let names): set(&fields.stage, attribute.value.fieldText.flatMap(names.stage))
      case .instant: set(&fields.timeToFirstToken, timeFromStart(attribute.value))
      case .flattened: false
      }
    if isUsable { ranks[use.target.rawValue] = use.rank }
  }

  /// Takes a value for a target; false when it is of no use there.
  private mutating func take(
    _ value: AttributeValue, for target: Precedence.Target, key: String,
    into fields: inout SpanFields
  ) -> Bool {
    switch target {
    case .stage: set(&fields.stage, value.fieldText)
    case .model: set(&fields.model, value.fieldText)
    case .requestModel: set(&fields.requestModel, value.fieldText)
    case .provider: set(&fields.provider, value.fieldText.map(ProviderName.canonical))
    case .finishReason: set(&fields.finishReason, value.firstElement.fieldText)
    case .promptName: set(&fields.promptName, value.fieldText)
    case .promptVersion: set(&fields.promptVersion, value.fieldText)
    case .template: set(&fields.template, value.fieldText)
    case .inputTokens: set(&fields.inputTokens, value.count)
    case .outputTokens: set(&fields.outputTokens, value.count)
    case .cachedTokens: set(&fields.cachedTokens, value.count)
    case .reasoningTokens: set(&fields.reasoningTokens, value.count)
    case .totalTokens: set(&fields.totalTokens, value.count)
    case .cost: set(&fields.cost, value.number.flatMap(Self.nanoDollars))
    case .promptCost: set(&promptDollars, value.number)
    case .completionCost: set(&completionDollars, value.number)
    case .sessionID: set(&fields.sessionID, value.fieldText)
    case .userID: set(&fields.userID, value.fieldText)
    case .environment: set(&fields.environment, value.fieldText)
    case .errorType: set(&fields.errorType, value.fieldText)
    case .guardrailError: set(&guardrailError, value.fieldText)
    case .level: set(&hasErrorLevel, value.fieldText.map { $0.uppercased() == "ERROR" })
    case .timeToFirstToken: set(&fields.timeToFirstToken, value.number.flatMap(Self.nanoseconds))
    case .sampleRate: set(&fields.samplingProbability, value.number.flatMap(Self.probability))
    case .input: set(&fields.input, value.payload(of: key))
    case .output: set(&fields.output, value.payload(of: key))
    }
  }

  private func set<Value>(_ field: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    field = value
    return true
  }

  private func set<Value>(_ field: inout Value?, _ value: Value?) -> Bool {
    guard let value else { return false }
    field = value
    return true
  }
}

// MARK: - Quantities

extension FieldReader {
  /// Dollars as nano-dollars, to the nearest, halves away from zero; nil for what 64 bits do
  /// not hold, NaN and the infinities.
  static func nanoDollars(_ dollars: Double) -> Int64? {
    Int64(exactly: (dollars * 1e9).rounded(.toNearestOrAwayFromZero))
  }

  /// The probability of one in so many; nil for fewer than one.
  private static func probability(_ rate: Double) -> Double? {
    rate >= 1 ? 1 / rate : nil
  }

  /// Seconds as nanoseconds; nil for a negative time and what 64 bits do not hold.
  private static func nanoseconds(_ seconds: Double) -> Int64? {
    seconds >= 0 ? Int64(exactly: (seconds * 1e9).rounded(.toNearestOrAwayFromZero)) : nil
  }

  /// The time from the span's start to a moment; nil for a moment before.
  private func timeFromStart(_ value: AttributeValue) -> Int64? {
    guard case .string(let text) = value else { return nil }
    // Langfuse writes the moment as JSON, in quotes of its own.
    let isQuoted = text.hasPrefix("\"") && text.hasSuffix("\"")
    guard let moment = InstantText.parse(isQuoted ? text.dropFirst().dropLast() : text[...])
    else { return nil }
    let (time, overflow) = moment.subtractingReportingOverflow(start)
    return overflow || time < 0 ? nil : time
  }
}

// MARK: - Flattened structures

extension FieldReader {
  private mutating func noteFlattened(_ key: String, in fields: inout SpanFields) {
    guard let found = index.prefix(of: key), found.use.rank < ranks[found.use.target.rawValue]
    else { return }
    ranks[found.use.target.rawValue] = found.use.rank
    if found.use.target == .input {
      flattenedInput = found.prefix
      fields.input = nil
    } else {
      flattenedOutput = found.prefix
      fields.output = nil
    }
  }

  /// Whether a flattened structure was met.
  var hasFlattened: Bool { flattenedInput != nil || flattenedOutput != nil }

  /// Puts flattened payloads together where nothing better was found.
  func assembleFlattened(_ attributes: [Attribute], into fields: inout SpanFields) {
    if fields.input == nil, let flattenedInput {
      fields.input = .assembled(Unflattened(attributes, under: flattenedInput).json)
    }
    if fields.output == nil, let flattenedOutput {
      fields.output = .assembled(Unflattened(attributes, under: flattenedOutput).json)
    }
  }
}
