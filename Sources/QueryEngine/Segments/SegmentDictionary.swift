import Scanning
import TraceModel

/// The values of a column's codes, decoded when first asked for.
final class SegmentDictionary {
  /// How many codes there are.
  let count: Int
  let column: ColumnID
  private let segment: any ScanSegment
  private let identity: SegmentIdentity?
  /// Decoded values in pages of neighbours; empty while a page was not decoded.
  private var pages: [[Value]]
  /// How many values of each page were decoded alone.
  private var singleCounts: [UInt8]
  /// The value that was decoded alone last: neighbouring rows often have the same.
  private var latest: (code: UInt32, value: Value)?
  private var codes: [String: UInt32?] = [:]
  /// All texts; nil while they were not asked for, or when the values are of another type.
  private var texts: DictionaryTexts?
  private var hasOtherValues = false
  /// The column's number of each code.
  private var numbers: [UInt32]?

  private static let pageCount = 256
  /// From so many values of a page on, decoding all of it costs less than one after the other: a
  /// value alone takes what half of sixteen neighbours take.
  private static let greatestSingleCount: UInt8 = 16

  init(
    of column: ColumnID, in segment: any ScanSegment, _ identity: SegmentIdentity?, count: Int
  ) {
    self.column = column
    self.segment = segment
    self.identity = identity
    self.count = count
    pages = Array(repeating: [], count: count / Self.pageCount + 1)
    singleCounts = Array(repeating: 0, count: count / Self.pageCount + 1)
  }

  func value(of code: UInt32) throws(QueryError) -> Value {
    let index = Int(code)
    guard index < count else {
      throw .storage(.damaged("column \(column.rawValue) has a code past its dictionary"))
    }
    let (page, place) = index.quotientAndRemainder(dividingBy: Self.pageCount)
    if pages[page].isEmpty {
      if singleCounts[page] < Self.greatestSingleCount, count > Int(Self.greatestSingleCount) {
        return try single(code, ofPage: page)
      }
      pages[page] = try decode(page)
    }
    return pages[page][place]
  }

  /// Notes that about so many values are wanted: where these are some of most pages, none is
  /// decoded alone.
  func expect(_ valueCount: Int) {
    guard valueCount / Int(Self.greatestSingleCount) >= pages.count else { return }
    for page in singleCounts.indices { singleCounts[page] = Self.greatestSingleCount }
  }

  /// A value of a page of which few are wanted, as the few shown rows of a long table do.
  private func single(_ code: UInt32, ofPage page: Int) throws(QueryError) -> Value {
    if let latest, latest.code == code { return latest.value }
    singleCounts[page] += 1
    do {
      let value = Value(try segment.dictionaryValue(code, in: column))
      latest = (code, value)
      return value
    } catch {
      throw .storage(error)
    }
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
