import Columns
import Scanning
import TestSupport
import TraceModel

/// A column of a segment in memory.
struct MemoryColumn: Sendable {
  var summary: ColumnSummary
  /// As `EncodedColumn` reads it; empty for texts.
  var bytes: [UInt8] = []
  /// The values of a payload column.
  var texts: [String?] = []
  var validity: [UInt64]?
  var dictionary: [AttributeValue] = []

  /// A first-class field's column; nil when no span has a value.
  init?(_ field: Field, of spans: [TestSpan], using generator: inout SeededGenerator) {
    switch field.type {
    case .traceID:
      self.init(codes: spans.map { .string($0.traceID.description) }, using: &generator)
    case .spanID:
      let ids = spans.map { field == .spanID ? $0.spanID : $0.parentID }
      self.init(
        integers: ids.map { $0.map { Int64(bitPattern: $0.rawValue) } }, using: &generator)
    case .string:
      self.init(codes: spans.map { $0.texts[field].map { .string($0) } }, using: &generator)
    case .payload:
      self.init(texts: spans.map { $0.texts[field] })
    case .double:
      // The one field of doubles is the probability.
      self.init(doubles: spans.map(\.samplingProbability))
    default:
      self.init(integers: spans.map { $0.numbers[field] }, using: &generator)
    }
  }

  /// An attribute's column of one type; nil when no span has a value.
  init?(
    _ values: [AttributeValue?], type: AttributeType, using generator: inout SeededGenerator
  ) {
    switch type {
    case .string, .array, .other: self.init(codes: values, using: &generator)
    case .integer:
      self.init(
        integers: values.map { if case .integer(let number)? = $0 { number } else { nil } },
        using: &generator)
    case .boolean:
      self.init(
        integers: values.map { if case .boolean(let flag)? = $0 { flag ? 1 : 0 } else { nil } },
        using: &generator)
    case .double:
      self.init(doubles: values.map { if case .double(let number)? = $0 { number } else { nil } })
    }
  }

  private init?(_ form: ColumnSummary.Form, _ isValid: [Bool]) {
    let nullCount = isValid.count { !$0 }
    guard nullCount < isValid.count else { return nil }
    summary = ColumnSummary(form: form, nullCount: nullCount, distinctCount: 0, range: nil)
    validity = nullCount == 0 ? nil : packed(isValid)
  }

  private init?(codes values: [AttributeValue?], using generator: inout SeededGenerator) {
    let distinct = Dictionary(
      values.compactMap { $0 }.map { (Self.bytes(of: $0), $0) },
      uniquingKeysWith: { first, _ in first })
    var dictionary = distinct.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    // Some dictionaries are sorted, others are not: nobody may rely on it.
    if Bool.random(using: &generator) { dictionary.shuffle(using: &generator) }
    let positions = Dictionary(
      uniqueKeysWithValues: dictionary.enumerated().map { (Self.bytes(of: $1), Int64($0)) })
    let codes = values.map { $0.flatMap { positions[Self.bytes(of: $0)] } }
    self.init(.codes, codes.map { $0 != nil })
    bytes = Self.encode(codes).bytes
    self.dictionary = dictionary
    summary.distinctCount = dictionary.count
  }

  /// What tells values apart: `String` equates spellings that a store does not.
  private static func bytes(of value: AttributeValue) -> [UInt8] {
    if case .string(let text) = value { Array(text.utf8) } else { Array("\(value)".utf8) }
  }

  private static func encode(_ values: [Int64?]) -> ColumnBody {
    let rows = values.indices.filter { values[$0] != nil }.map { UInt32($0) }
    return .integers(values.compactMap { $0 }, rows: rows, rowCount: values.count)
  }

  init?(integers values: [Int64?], using generator: inout SeededGenerator) {
    self.init(.integers, values.map { $0 != nil })
    let body = Self.encode(values)
    bytes = body.bytes
    // The bounds need not be attained.
    summary.range = body.range.map { range in
      let slack = Int64.random(in: 0...3, using: &generator)
      let least = range.lowerBound.subtractingReportingOverflow(slack)
      return (least.overflow ? range.lowerBound : least.partialValue)...range.upperBound
    }
  }

  private init?(doubles values: [Double?]) {
    self.init(.doubles, values.map { $0 != nil })
    let rows = values.indices.filter { values[$0] != nil }.map { UInt32($0) }
    bytes = ColumnBody.doubles(values.compactMap { $0 }, rows: rows, rowCount: values.count).bytes
  }

  private init?(texts: [String?]) {
    self.init(.payload, texts.map { $0 != nil })
    self.texts = texts
  }
}
