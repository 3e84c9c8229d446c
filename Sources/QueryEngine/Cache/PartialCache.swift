import Synchronization

/// Remembers what queries found in the sealed segments of one store, so that a question asked again
/// reads only the segments that are new or changed.
///
/// A partial aggregate depends on the segment's live rows, the filter, the group keys and the
/// aggregates, and on nothing else of the store; the key has all of these. Segments that changed or
/// are gone are not asked for again, and their partials leave when room is needed.
package final class PartialCache: Sendable {
  fileprivate struct Entry {
    var partial: SegmentPartial
    var byteCount: Int
    var lastUse: UInt64
  }

  fileprivate struct Contents {
    var entries: [PartialKey: Entry] = [:]
    var byteCount = 0
    /// Counts uses, so that they have an order.
    var useCount: UInt64 = 0
  }

  /// A store is embedded in services; this is a quarter of what one of its queries may hold.
  package static let defaultByteLimit = 64 << 20

  /// What may be held.
  package let byteLimit: Int
  private let contents = Mutex(Contents())

  package init(byteLimit: Int = PartialCache.defaultByteLimit) {
    self.byteLimit = byteLimit
  }

  /// Memory held, roughly.
  package var byteCount: Int { contents.withLock { $0.byteCount } }

  /// Segments' partials held.
  package var count: Int { contents.withLock { $0.entries.count } }

  func partial(for key: PartialKey) -> SegmentPartial? {
    contents.withLock { contents in
      contents.useCount += 1
      contents.entries[key]?.lastUse = contents.useCount
      return contents.entries[key]?.partial
    }
  }

  func remember(_ partial: SegmentPartial, for key: PartialKey) {
    let byteCount = partial.byteCount
    guard byteCount <= byteLimit else { return }
    contents.withLock { contents in
      contents.useCount += 1
      let entry = Entry(partial: partial, byteCount: byteCount, lastUse: contents.useCount)
      let old = contents.entries.updateValue(entry, forKey: key)
      contents.byteCount += byteCount - (old?.byteCount ?? 0)
      if contents.byteCount > byteLimit { contents.makeRoom(downTo: byteLimit / 4 * 3) }
    }
  }
}

extension PartialCache.Contents {
  /// Drops what was not used for longest.
  ///
  /// A quarter goes at a time, which makes sorting all cheap for each that came.
  fileprivate mutating func makeRoom(downTo limit: Int) {
    for (key, entry) in entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
      guard byteCount > limit else { return }
      entries[key] = nil
      byteCount -= entry.byteCount
    }
  }
}
