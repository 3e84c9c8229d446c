import ByteCoding
import LMDB
import Scanning
import TraceModel

extension TraceDatabase {
  /// Reads everything that the store holds, and reports what does not add up: checksums, counts,
  /// codes, the order of rows, the trace index, identities that count twice.
  ///
  /// O(bytes). Holds one snapshot all the while, so that the file grows if another process writes
  /// much meanwhile. `progress` is told the segments done and the segments there are.
  package func check(
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(StorageError) -> CheckReport {
    var report = CheckReport()
    let snapshot: StorageSnapshot
    do throws(StorageError) {
      try verifyPages()
      snapshot = try self.snapshot()
    } catch {
      // Nothing more is read: LMDB could lose its way on pages that contradict each other.
      guard case .damaged(let reason) = error else { throw error }
      report.note(reason)
      return report
    }
    let known = Set(snapshot.headers.map(\.segment))
    checkKeys(snapshot, known, &report)
    let index = checkIndex(snapshot, &report)
    for (number, header) in snapshot.headers.enumerated() {
      progress(number, snapshot.headers.count)
      SegmentCheck(snapshot, header, index).run(&report)
    }
    progress(snapshot.headers.count, snapshot.headers.count)
    checkHot(snapshot, &report)
    checkIdentities(snapshot, index, &report)
    ScoreCheck(snapshot).run(&report)
    return report
  }

  private func verifyPages() throws(StorageError) {
    do throws(LMDBError) {
      _ = try environment.verify()
    } catch {
      throw StorageError(error, path: path)
    }
  }

  /// Every key belongs to a segment of the directory, and sits where its header says.
  private func checkKeys(
    _ snapshot: StorageSnapshot, _ known: Set<UInt32>, _ report: inout CheckReport
  ) {
    do {
      try snapshot.transaction.forEach(
        in: databases.segmentDirectory, from: [], below: nil
      ) { key, value in
        let header = try SegmentHeader(reading: value.copied())
        if header.key != key { report.note("segment \(header.segment) is filed under another key") }
        return true
      }
      for database in [databases.segments, databases.payloads] {
        try snapshot.transaction.forEach(in: database, from: [], below: nil) { key, value in
          var reader = OrderedKeyReader(key)
          let segment = try reader.readUInt32()
          if !known.contains(segment) {
            report.note("\(database.name) holds bytes of segment \(segment), which is not listed")
          }
          report.chunkCount += 1
          report.byteCount += value.byteCount
          return true
        }
      }
    } catch {
      report.note("\(error)")
    }
  }

  private func checkIndex(
    _ snapshot: StorageSnapshot, _ report: inout CheckReport
  ) -> TraceIndex? {
    do {
      let version = TraceIndexDirectory.Version(
        nextRun: snapshot.state.nextIndexRun,
        partCount: try snapshot.transaction.count(of: databases.traceIndex))
      let directory = try TraceIndexDirectory(
        snapshot.transaction, databases.traceIndex, version: version)
      let index = TraceIndex(
        directory, snapshot.transaction, databases.traceIndex, verified: VerifiedParts())
      for run in directory.runs {
        var last: UInt32 = 0
        for part in run.parts {
          for posting in try index.open(part).allPostings() {
            if posting.hash < last { report.note("index run \(run.number) is out of order") }
            last = posting.hash
          }
        }
      }
      return index
    } catch {
      report.note("\(error)")
      return nil
    }
  }

  private func checkHot(_ snapshot: StorageSnapshot, _ report: inout CheckReport) {
    do {
      var hot = HotSpans(limits: hotLimits)
      try hot.refresh(snapshot.transaction, databases.hot)
      report.spanCount += hot.count
      if hot.keys != snapshot.hot.keys {
        report.note("the hot batches are not those that were read before")
      }
    } catch {
      report.note("\(error)")
    }
  }

  /// No identity counts twice.
  ///
  /// Only traces with several fragments, or hot spans, can have one that does.
  private func checkIdentities(
    _ snapshot: StorageSnapshot, _ index: TraceIndex?, _ report: inout CheckReport
  ) {
    guard let index else { return }
    do {
      var suspects: Set<TraceID> = Set(snapshot.hot.traceIDs)
      for header in snapshot.headers {
        let segment = try snapshot.sealedSegment(header)
        for number in 0..<header.traceCount {
          let trace = try segment.traceID(number)
          if try index.postings(of: trace).count > 1 { suspects.insert(trace) }
        }
      }
      for trace in suspects {
        let spans = try snapshot.spans(of: trace)
        if Set(spans.map(\.spanID)).count != spans.count {
          report.note("trace \(trace) has a span that counts twice")
        }
      }
    } catch {
      report.note("identities could not be compared: \(error)")
    }
  }
}

extension HotSpans {
  fileprivate var keys: [SpanKey] {
    var keys: [SpanKey] = []
    forEach { keys.append(SpanKey($0)) }
    return keys
  }
}
