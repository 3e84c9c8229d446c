/// The texts of neighbouring codes, as bytes in one buffer.
///
/// For telling a dictionary's texts apart from those of others: to make a `String` of each would
/// cost more than all the rest.
package struct DictionaryTexts: Hashable, Sendable {
  /// UTF-8; there may be more than that of the texts.
  package private(set) var bytes: [UInt8] = []
  /// The places of each text's bytes.
  package private(set) var ranges: [Range<Int>] = []

  /// No texts.
  package init() {}

  /// Texts of one length, one after another.
  package init(_ bytes: [UInt8], textByteCount: Int) {
    self.bytes = bytes
    ranges = stride(from: 0, to: bytes.count, by: textByteCount).map { $0..<$0 + textByteCount }
  }

  package var count: Int { ranges.count }

  package mutating func append(_ text: String) {
    let first = bytes.count
    bytes.append(contentsOf: text.utf8)
    ranges.append(first..<bytes.count)
  }

  /// Appends texts whose bytes the caller writes, one after another.
  ///
  /// - Parameters:
  ///   - lengths: Bytes of each text.
  ///   - skipped: How many of them, from the first on, are written because others depend on them,
  ///     and are not among the texts.
  ///   - write: Writes all of them, given the place of the first byte.
  package mutating func append(
    lengths: [Int], leavingOut skipped: Int,
    _ write: (_ target: inout MutableSpan<UInt8>, _ first: Int) -> Void
  ) {
    let first = bytes.count
    var end = first
    ranges.reserveCapacity(ranges.count + lengths.count)
    for index in lengths.indices {
      let start = end
      end += lengths[index]
      if index >= skipped { ranges.append(start..<end) }
    }
    bytes.append(contentsOf: repeatElement(0, count: end - first))
    var target = bytes.mutableSpan
    write(&target, first)
  }
}
