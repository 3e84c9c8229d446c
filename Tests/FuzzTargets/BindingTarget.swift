import Spoor
import TestSupport

/// What must hold of binding and of answering, whatever query they get.
package struct BindingTarget {
  private let folder = TemporaryFolder()
  private let store: Store

  /// Asks some made spans, of which half are sealed.
  package init() throws {
    store = try Store.open(folder.appending("fuzz.spoor"), compactsInBackground: false)
    var generator = SpanGenerator(seed: 5)
    try store.append(generator.spans(40))
    try store.close()
    try store.append(generator.spans(40))
    try store.save(SavedQuery(name: "slow", text: "latency > $limit group by name"))
  }

  /// Traps where a query makes the binder or the engine trap, or is answered in rows of another
  /// width than its columns.
  package func check(_ bytes: [UInt8]) {
    var settings = QuerySettings()
    settings.parameters = ["p": "v3", "limit": "2s"]
    settings.memoryByteLimit = 8 << 20
    settings.deadline = .now + .seconds(5)
    settings.now = 1_790_000_000_000_000_000
    do throws(StoreError) {
      let result = try store.query(String(decoding: bytes, as: UTF8.self), settings)
      precondition(result.rows.allSatisfy { $0.count == result.columns.count })
    } catch {
      if case .damaged(let reason) = error { fatalError(reason) }
      precondition(error != .deadlineExceeded, "80 spans took five seconds")
    }
  }
}
