/// Where a value lies in the map, as of one commit: for finding it again without a search.
///
/// It says nothing of whether the value is still there; a `Snapshot` of the same commit knows.
@safe package struct MappedPlace: @unchecked Sendable {
  // Sendable: an address and a length that nobody follows before a snapshot agrees.
  fileprivate let region: MappedRegion
  fileprivate let view: MappedView
}

/// What two snapshots must agree in to have the same bytes at the same addresses: the library never
/// writes a page that the last commit uses, and only a move of the map gives it another address.
struct MappedView: Hashable, Sendable {
  var transactionID: UInt64
  /// How often the map was moved, or may have been.
  var mapMoveCount: Int
}

extension MappedValue {
  /// Where the value lies.
  package var place: MappedPlace {
    unsafe MappedPlace(region: region, view: owner.view)
  }
}

extension Snapshot {
  /// The value at a place; nil when the place is of another commit, or the map was moved since.
  package func value(at place: MappedPlace) -> MappedValue? {
    guard place.view == view else { return nil }
    // Safe: another snapshot found the value there in the pages of the same commit, which are at
    // the same addresses and unchanged, and were seen to hold it whole.
    return unsafe MappedValue(place.region, owner: self)
  }

  /// The bytes at a place, lent without a copy; nil as for `value(at:)`.
  @_lifetime(borrow self)
  package func bytes(at place: MappedPlace) -> RawSpan? {
    guard place.view == view else { return nil }
    // Safe: as for `value(at:)`; the map stays in place as long as `self`.
    return unsafe _overrideLifetime(RawSpan(_unsafeBytes: place.region.bytes), borrowing: self)
  }
}
