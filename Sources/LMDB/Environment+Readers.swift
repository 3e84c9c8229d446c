internal import CLMDB
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Environment {
  /// Frees the reader slots of dead processes; returns how many.
  ///
  /// Also done at open, when no slot is left, and now and then as a snapshot begins.
  package func checkReaders() throws(LMDBError) -> Int {
    lastReaderCheck.store(monotonicSeconds(), ordering: .relaxed)
    var deadCount: Int32 = 0
    // Safe: the handle is live until `deinit`.
    try check(unsafe mdb_reader_check(handle, &deadCount), "checking readers")
    return Int(deadCount)
  }

  /// Sweeps the readers when the last sweep is long ago.
  ///
  /// A failure is left for the next sweep: it must not keep a reader from reading.
  func checkReadersIfDue() {
    let last = lastReaderCheck.load(ordering: .relaxed)
    guard monotonicSeconds() - last >= Limits.readerCheckIntervalSeconds else { return }
    _ = try? checkReaders()
  }

  /// The commits that the readers of all processes see; a reader between two transactions
  /// holds no commit and is left out.
  func readerTransactionIDs() throws(LMDBError) -> [UInt64] {
    let listing = ReaderListing()
    let context = unsafe Unmanaged.passUnretained(listing).toOpaque()
    let status = unsafe mdb_reader_list(
      handle,
      { line, context in
        guard let line = unsafe line, let context = unsafe context else { return 0 }
        // Safe: the context is `listing`, alive during the call; lines are terminated.
        let listing = unsafe Unmanaged<ReaderListing>.fromOpaque(context).takeUnretainedValue()
        listing.lines.append(unsafe String(cString: line))
        return 0
      }, context)
    // The status is negative only for a bad argument, else that of the last line.
    try check(min(status, 0), "listing readers")
    return withExtendedLifetime(listing) { $0.lines.compactMap(transactionID(ofReader:)) }
  }
}

/// Collects what the library prints, a line or more a call.
private final class ReaderListing {
  var lines: [String] = []
}

/// The last column of a line `pid thread txnid`; nil for the heading and for `-`.
private func transactionID(ofReader line: String) -> UInt64? {
  let columns = line.split(whereSeparator: \.isWhitespace)
  guard columns.count == 3, let last = columns.last else { return nil }
  return UInt64(last)
}

/// Seconds of a clock that never goes back.
private func monotonicSeconds() -> Int64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec)
}
