import TestSupport
import Scanning
import TraceModel

/// A column of a segment in memory.
struct MemoryColumn: Sendable {
  enum Rows: Sendable {
    case bytes([UInt8])
    case shorts([UInt16])
    case words([UInt32])
    case longs([UInt64])
    case doubles([Double])
    case texts([String?])
  }

  var summary: ColumnSummary
  var rows: Rows
  var validity: [UInt64]?
  var base: Int64 = 0
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

  private init?(_ form: ColumnSummary.Form, _ isValid: [Bool], _ rows: Rows) {
    let nullCount = isValid.count { !$0 }
    guard nullCount < isValid.count else { return nil }
    summary = ColumnSummary(form: form, nullCount: nullCount, distinctCount: 0, range: nil)
    self.rows = rows
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
      uniqueKeysWithValues: dictionary.enumerated().map { (Self.bytes(of: $1), UInt64($0)) })
    let numbers = values.map { $0.flatMap { positions[Self.bytes(of: $0)] } }
    let greatest = UInt64(max(0, dictionary.count - 1))
    let width = Self.width(of: greatest, upTo: 4, using: &generator)
    self.init(.codes, numbers.map { $0 != nil }, Self.rows(numbers, width: width))
    self.dictionary = dictionary
    summary.distinctCount = dictionary.count
  }

  /// What tells values apart: `String` equates spellings that a store does not.
  private static func bytes(of value: AttributeValue) -> [UInt8] {
    if case .string(let text) = value { Array(text.utf8) } else { Array("\(value)".utf8) }
  }

  private init?(integers values: [Int64?], using generator: inout SeededGenerator) {
    let present = values.compactMap { $0 }
    guard let least = present.min(), let greatest = present.max() else { return nil }
    // The base may lie below the least value.
    let slack = Int64.random(in: 0...3, using: &generator)
    let base = least.subtractingReportingOverflow(slack).overflow ? least : least - slack
    let offsets = values.map { $0.map { UInt64(bitPattern: $0 &- base) } }
    let width = Self.width(
      of: UInt64(bitPattern: greatest &- base), upTo: 8, using: &generator)
    self.init(.integers, values.map { $0 != nil }, Self.rows(offsets, width: width))
    self.base = base
    summary.range = base...greatest
  }

  private init?(doubles values: [Double?]) {
    self.init(.doubles, values.map { $0 != nil }, .doubles(values.map { $0 ?? 7 }))
  }

  private init?(texts: [String?]) {
    self.init(.payload, texts.map { $0 != nil }, .texts(texts))
  }

  /// A width in bytes that holds a number, not always the narrowest.
  private static func width(
    of greatest: UInt64, upTo most: Int, using generator: inout SeededGenerator
  ) -> Int {
    let fitting = [1, 2, 4, 8].filter {
      $0 <= most && ($0 == 8 || greatest >> UInt64(8 * $0) == 0)
    }
    return Int.random(in: 0..<4, using: &generator) == 0
      ? fitting.randomElement(using: &generator) ?? most : fitting[0]
  }

  /// Numbers in a width; a null row holds the greatest number there is, which is no value.
  private static func rows(_ numbers: [UInt64?], width: Int) -> Rows {
    switch width {
    case 1: .bytes(numbers.map { $0.map { UInt8($0) } ?? .max })
    case 2: .shorts(numbers.map { $0.map { UInt16($0) } ?? .max })
    case 4: .words(numbers.map { $0.map { UInt32($0) } ?? .max })
    default: .longs(numbers.map { $0 ?? .max })
    }
  }
}
