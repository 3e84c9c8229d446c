import ByteCoding
import Scanning
import TraceModel

/// Checks a segment's index of words: that of every value each word is listed, in the group of the
/// value's row, or that the group may have any.
struct WordCheck {
  private let index: WordIndex
  private var numbers: [[UInt8]: Int] = [:]
  /// A bit for each word of each group.
  private var bits: [UInt64]
  private var buffer: [UInt8] = []
  private var group = 0
  /// The last text of each column within the group.
  private var lastTexts: [UInt32: String] = [:]

  init(_ index: WordIndex) throws(ByteCodingError) {
    self.index = index
    for (number, start) in index.starts.enumerated() {
      let end = number + 1 < index.starts.count ? index.starts[number + 1] : index.text.count
      numbers[Array(index.text[start..<end - 1])] = number
    }
    let wordCount = index.starts.count
    var bits = [UInt64](repeating: 0, count: (wordCount * index.groupCount + 63) / 64)
    try index.forEachPosting { word, group in
      let bit = group * wordCount + word
      bits[bit / 64] |= 1 << UInt64(bit % 64)
    }
    self.bits = bits
  }

  /// A word of a row's value that the index lacks; nil where it has them all.
  ///
  /// Rows ascend.
  ///
  /// O(bytes of the value); of what it begins with like the last one of the column, few steps.
  mutating func missingWord(of value: AttributeValue, in column: UInt32, row: Int) -> String? {
    while index.rowEnds[group] <= row {
      group += 1
      lastTexts.removeAll()
    }
    guard case .string(let text) = value else { return missingWord(of: value) }
    let last = lastTexts.updateValue(text, forKey: column) ?? ""
    let (old, new) = (last.utf8Span.span, text.utf8Span.span)
    var start = commonPrefixCount(old, new)
    while start > 0, !isBetweenWords(new[start - 1]) { start -= 1 }
    return missingWord(of: new, from: start)
  }

  /// The same of a value that is no text, or within another.
  private mutating func missingWord(of value: AttributeValue) -> String? {
    switch value {
    case .string(let text): return missingWord(of: text.utf8Span.span, from: 0)
    case .array(let elements):
      for element in elements {
        if let missing = missingWord(of: element) { return missing }
      }
      return nil
    case .map, .bytes:
      let json = value.json
      return missingWord(of: json.utf8Span.span, from: 0)
    case .boolean, .integer, .double, .empty: return nil
    }
  }

  private mutating func missingWord(
    of bytes: Swift.Span<UInt8>, from start: Int
  ) -> String? {
    var reader = WordReader(bytes, in: start..<bytes.count)
    while let word = reader.next() {
      word.fold(bytes, into: &buffer)
      guard buffer.count >= WordLimits.wordLeastByteCount,
        !index.isUnlisted(word.kind, inGroup: group), !isListed
      else { continue }
      return String(decoding: buffer, as: UTF8.self)
    }
    return nil
  }

  /// Whether the group has the word in the buffer.
  private var isListed: Bool {
    guard let number = numbers[buffer] else { return false }
    let bit = group * index.starts.count + number
    return bits[bit / 64] >> UInt64(bit % 64) & 1 == 1
  }
}
