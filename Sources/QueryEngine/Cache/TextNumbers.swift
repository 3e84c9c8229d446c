import Scanning
import Synchronization
import TraceModel

/// Numbers for the texts of a store's columns that are the same in all segments, so that texts are
/// told apart by a look-up in an array.
///
/// A segment's dictionary counts its own texts. To group by a column of many, or to count them,
/// the dictionaries of all segments have to be matched, which costs more than going over the rows:
/// the match is made when a query first needs it, and kept. It says nothing of which rows there
/// are, and is a property of the stored columns, not of a query.
package final class TextNumbers: Sendable {
  fileprivate struct Columns {
    var numbers: [ColumnID: (content: ColumnTextNumbers, lastUse: UInt64)] = [:]
    /// Counts uses, so that they have an order.
    var useCount: UInt64 = 0
  }

  /// The users of a store of 10 million spans take 9 MiB.
  package static let defaultByteLimit = 32 << 20

  /// What may be held for all columns, roughly.
  package let byteLimit: Int
  private let columns = Mutex(Columns())

  package init(byteLimit: Int = TextNumbers.defaultByteLimit) {
    self.byteLimit = byteLimit
  }

  /// Memory held, roughly.
  package var byteCount: Int {
    columns.withLock { $0.numbers.values.reduce(0) { $0 + $1.content.byteCount } }
  }

  /// The numbers of a column's texts, for a query of a store with so many segments.
  ///
  /// Columns that were not asked for lately are dropped when together they hold too much. So is
  /// what is known of this one when it is full and half of it is of segments that are gone; who
  /// uses it still has it for as long.
  func numbers(of column: ColumnID, segmentCount: Int) -> ColumnTextNumbers {
    columns.withLock { columns in
      columns.useCount += 1
      columns.makeRoom(for: column, within: byteLimit)
      let known = columns.numbers[column]?.content
      let isStale = known.map { $0.isFull && $0.segmentCount > 2 * segmentCount } ?? true
      let numbers: ColumnTextNumbers
      if let known, !isStale {
        numbers = known
      } else {
        numbers = ColumnTextNumbers(of: column, byteLimit: byteLimit / 2)
      }
      columns.numbers[column] = (numbers, columns.useCount)
      return numbers
    }
  }
}

extension TextNumbers.Columns {
  fileprivate mutating func makeRoom(for column: ColumnID, within limit: Int) {
    var byteCount = numbers.values.reduce(0) { $0 + $1.content.byteCount }
    for (other, entry) in numbers.sorted(by: { $0.value.lastUse < $1.value.lastUse })
    where byteCount > limit && other != column {
      numbers[other] = nil
      byteCount -= entry.content.byteCount
    }
  }
}

/// The numbers of one column's texts.
///
/// Once full it takes nothing new, for good: whether a text has a number does not change in the
/// middle of a query.
final class ColumnTextNumbers: Sendable {
  fileprivate struct Contents {
    var texts = TextTable()
    /// The number of each code.
    var segments: [SegmentIdentity: [UInt32]] = [:]
    var codeCount = 0
    var isFull = false

    var byteCount: Int { texts.byteCount + codeCount * MemoryLayout<UInt32>.stride }
  }

  /// Stands for texts without a number.
  static let unknown = UInt32.max
  /// Longer texts, in bytes, have none: they are not what one groups by, and would take the room.
  private static let greatestLength = 128

  let column: ColumnID
  private let byteLimit: Int
  private let contents = Mutex(Contents())

  init(of column: ColumnID, byteLimit: Int) {
    self.column = column
    self.byteLimit = byteLimit
  }

  var byteCount: Int { contents.withLock { $0.byteCount } }
  var isFull: Bool { contents.withLock { $0.isFull } }
  /// Segments whose codes have numbers.
  var segmentCount: Int { contents.withLock { $0.segments.count } }

  func text(_ number: UInt32) -> String { contents.withLock { $0.texts.text(number) } }

  /// The number of a text; nil when there is none, now or later.
  func number(of text: String) -> UInt32? {
    guard text.utf8.count <= Self.greatestLength else { return nil }
    return contents.withLock { contents in
      defer { contents.checkSize(byteLimit) }
      return contents.isFull ? contents.texts.number(of: text) : contents.texts.identify(text)
    }
  }

  /// The number of each code of a segment, when that is known.
  func numbers(of segment: SegmentIdentity) -> [UInt32]? {
    contents.withLock { $0.segments[segment] }
  }

  /// The numbers of all texts of a dictionary, remembered for a segment; of some, `unknown`.
  func number(_ texts: DictionaryTexts, of segment: SegmentIdentity?) -> [UInt32] {
    contents.withLock { contents in
      defer { contents.checkSize(byteLimit) }
      guard !contents.isFull else { return contents.texts.numbers(of: texts) }
      let short = texts.ranges.indices.filter { texts.ranges[$0].count <= Self.greatestLength }
        .map { UInt32(truncatingIfNeeded: $0) }
      var numbers = contents.texts.identify(texts, at: short)
      if short.count < texts.count {
        let known = numbers
        numbers = Array(repeating: Self.unknown, count: texts.count)
        for (place, code) in short.enumerated() { numbers[Int(code)] = known[place] }
      }
      if let segment {
        contents.segments[segment] = numbers
        contents.codeCount += numbers.count
      }
      return numbers
    }
  }
}

/// Where a query finds the numbers of what it groups by and tells apart.
struct QueryTextNumbers: Sendable {
  /// Nil where texts are not numbered.
  let store: TextNumbers?
  let segmentCount: Int

  /// Those of a column of texts.
  func numbers(of value: Scalar) -> ColumnTextNumbers? {
    guard let store, case .column(let reference) = value else { return nil }
    switch reference.source.ofSpan {
    case .field(let field) where field.type == .string:
      return store.numbers(of: ColumnID(field), segmentCount: segmentCount)
    case .attribute(let columns) where columns.count == 1 && columns[0].type == .string:
      return store.numbers(of: columns[0].id, segmentCount: segmentCount)
    default: return nil
    }
  }
}

extension ColumnTextNumbers.Contents {
  fileprivate mutating func checkSize(_ limit: Int) {
    if byteCount > limit { isFull = true }
  }
}
