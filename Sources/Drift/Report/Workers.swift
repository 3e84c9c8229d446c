import Synchronization

/// Threads that the parts of a report are shared among.
///
/// What is made of a part depends on that part alone, so that a report is the same on any number of
/// threads.
package struct Workers: Sendable {
  /// How many work at a time, at most.
  package let count: Int
  private let run: @Sendable (_ threads: Int, _ body: @escaping @Sendable (Int) -> Void) -> Void

  /// The caller's thread alone.
  package static let caller = Workers(count: 1) { _, body in body(0) }

  /// Threads that `run` makes: it runs a body once on each of so many, and returns when all are done.
  package init(
    count: Int,
    run: @escaping @Sendable (_ threads: Int, _ body: @escaping @Sendable (Int) -> Void) -> Void
  ) {
    self.count = max(1, count)
    self.run = run
  }

  /// What is made of each part, in the order of the parts, in which they are begun, too.
  package func map<Part: Sendable, Made: Sendable>(
    _ parts: [Part], _ make: @escaping @Sendable (Part) -> Made
  ) -> [Made] {
    guard count > 1, parts.count > 1 else { return parts.map(make) }
    let work = SharedWork<Made>(parts.count)
    run(min(count, parts.count)) { _ in
      while let place = work.next() { work.put(make(parts[place]), at: place) }
    }
    return work.all
  }
}

/// What threads have begun, and what they have made.
private final class SharedWork<Made: Sendable>: Sendable {
  private let begun = Atomic(0)
  private let made: Mutex<[Made?]>
  private let count: Int

  init(_ count: Int) {
    self.count = count
    made = Mutex(Array(repeating: nil, count: count))
  }

  func next() -> Int? {
    let place = begun.add(1, ordering: .relaxed).oldValue
    return place < count ? place : nil
  }

  func put(_ element: Made, at place: Int) {
    made.withLock { $0[place] = element }
  }

  /// Read once all threads are done.
  var all: [Made] { made.withLock { $0.compactMap { $0 } } }
}
