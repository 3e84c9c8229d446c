import Columns
import Scanning

/// A segment during a scan, and what was decoded of it.
///
/// Used by one thread.
final class SegmentReader {
  let segment: any ScanSegment
  /// What the segment is one of.
  let source: any ScanSource
  /// The segment's place in the source.
  let index: Int
  let notices: Notices
  /// Where the relatives of the segment's spans are, once that was asked.
  private(set) var knownRelatives: SegmentRelatives?
  /// Segments that have relatives of this one's spans.
  private var neighbours: [Int: SegmentReader] = [:]
  /// The roots found so far of traces that are not settled, by the traces' first rows.
  var resolvedRoots: [UInt32: RowPlace?] = [:]
  /// The trace whose spans were looked up last: rows are asked in order.
  var traceMembers: TraceMembers?
  private var dictionaries: [ColumnID: SegmentDictionary] = [:]
  /// Room for the block that is decoded at the moment.
  var scratch = BlockScratch()
  /// What the conditions evaluated so far have cost.
  var counters = BlockCounters()

  /// Opens a segment of a source.
  init(ofSegmentAt index: Int, in source: any ScanSource, notices: Notices) throws(ScanError) {
    segment = try source.segment(at: index)
    self.source = source
    self.index = index
    self.notices = notices
  }

  func relatives() throws(ScanError) -> SegmentRelatives {
    if let knownRelatives { return knownRelatives }
    let relatives = try SegmentRelatives(of: self)
    knownRelatives = relatives
    return relatives
  }

  /// Another segment of the source, or this one.
  func neighbour(at index: Int) throws(ScanError) -> SegmentReader {
    if index == self.index { return self }
    if let known = neighbours[index] { return known }
    let new = try SegmentReader(ofSegmentAt: index, in: source, notices: notices)
    neighbours[index] = new
    return new
  }

  func dictionary(of column: ColumnID) -> SegmentDictionary {
    if let dictionary = dictionaries[column] { return dictionary }
    let count = segment.summary(of: column)?.distinctCount ?? 0
    let dictionary = SegmentDictionary(
      of: column, in: segment, source.identity(ofSegmentAt: index), count: count)
    dictionaries[column] = dictionary
    return dictionary
  }
}

/// The values of a column's codes, decoded when first asked for.
final class SegmentDictionary {
  /// How many codes there are.
  let count: Int
  let column: ColumnID
  private let segment: any ScanSegment
  private let identity: SegmentIdentity?
  /// Decoded values in pages of neighbours, decoded when one of them is asked for.
  private var pages: [[Value]]
  private var codes: [String: UInt32?] = [:]
  /// All texts; nil while they were not asked for, or when the values are of another type.
  private var texts: DictionaryTexts?
  private var hasOtherValues = false
  /// The column's number of each code.
  private var numbers: [UInt32]?

  private static let pageCount = 256

  init(
    of column: ColumnID, in segment: any ScanSegment, _ identity: SegmentIdentity?, count: Int
  ) {
    self.column = column
    self.segment = segment
    self.identity = identity
    self.count = count
    pages = Array(repeating: [], count: count / Self.pageCount + 1)
  }

  func value(of code: UInt32) throws(QueryError) -> Value {
    let index = Int(code)
    guard index < count else {
      throw .storage(.damaged("column \(column.rawValue) has a code past its dictionary"))
    }
    let (page, place) = index.quotientAndRemainder(dividingBy: Self.pageCount)
    if pages[page].isEmpty { pages[page] = try decode(page) }
    return pages[page][place]
  }

  private func decode(_ page: Int) throws(QueryError) -> [Value] {
    let first = page * Self.pageCount
    let codes = UInt32(first)..<UInt32(min(first + Self.pageCount, count))
    do {
      return try segment.dictionaryValues(codes, in: column).map { Value($0) }
    } catch {
      throw .storage(error)
    }
  }

  /// All texts, when so many codes are to be told apart that decoding them by the page would
  /// decode most of them; nil when single values are cheaper, or not texts.
  func texts(toIdentify codeCount: Int) throws(QueryError) -> DictionaryTexts? {
    if let texts { return texts }
    guard codeCount >= count / Self.pageCount, count > 0, !hasOtherValues else { return nil }
    do {
      texts = try segment.dictionaryTexts(0..<UInt32(count), in: column)
    } catch {
      throw .storage(error)
    }
    hasOtherValues = texts == nil
    return texts
  }

  /// The column's number of each code's text; nil when the values are no texts, or when they are
  /// not numbered yet and so few are to be told apart that single texts are cheaper.
  func numbers(
    in column: ColumnTextNumbers, toIdentify codeCount: Int
  ) throws(QueryError) -> [UInt32]? {
    if let numbers { return numbers }
    if let identity { numbers = column.numbers(of: identity) }
    if numbers == nil, let texts = try texts(toIdentify: codeCount) {
      numbers = column.number(texts, of: identity)
    }
    return numbers
  }

  /// The code of a text; nil when the segment does not have it.
  func code(of text: String) throws(QueryError) -> UInt32? {
    if let known = codes[text] { return known }
    let code: UInt32?
    do {
      code = try segment.code(of: text, in: column)
    } catch {
      throw .storage(error)
    }
    codes[text] = .some(code)
    return code
  }
}
