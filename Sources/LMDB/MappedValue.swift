/// The bytes of one value in the map, kept valid by a strong reference to their snapshot.
///
/// - Note: holding one holds the whole snapshot. A small value is aligned to 2 bytes only;
///   one that fills pages of its own, to 16.
@safe package struct MappedValue: @unchecked Sendable {
  // Sendable: the bytes never change while the snapshot lives, and `owner` is Sendable.
  let region: MappedRegion
  let owner: Snapshot

  /// - Note: unsafe unless `region` belongs to the transaction of `owner`.
  @unsafe init(_ region: MappedRegion, owner: Snapshot) {
    unsafe self.region = region
    self.owner = owner
  }

  package var byteCount: Int { unsafe region.bytes.count }

  /// The bytes, lent without a copy.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: `owner` keeps the region mapped for as long as `self` is borrowed.
      unsafe _overrideLifetime(RawSpan(_unsafeBytes: region.bytes), borrowing: self)
    }
  }

  /// Whether the first byte's address is a multiple of `alignment`.
  package func isAligned(to alignment: Int) -> Bool {
    // Safe: the address is looked at, never followed.
    unsafe UInt(bitPattern: region.bytes.baseAddress) % UInt(alignment) == 0
  }

  /// The bytes, copied: for keeping them without the snapshot.
  package func copied() -> [UInt8] {
    // Safe: `owner` keeps the region mapped during the call.
    unsafe region.copied()
  }
}
