/// A number that stands for the first spans of a workload: two workloads of one digest are the
/// same, but for chance.
public struct WorkloadDigest: Hashable, Sendable {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The digest of the table's rows of the first `traceCount` traces; payloads are not in it.
  public init(_ workload: PipelineWorkload, traceCount: Int) {
    var workload = workload
    for _ in 0..<traceCount {
      for span in workload.nextTrace() ?? [] {
        for value in FlatSpan(span).values { add(value ?? "") }
      }
    }
  }

  /// FNV-1a, each text ended by a byte that none contains.
  private mutating func add(_ text: String) {
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ 0xFF) &* 0x100_0000_01B3
  }
}
