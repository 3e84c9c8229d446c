import Dispatch
import Synchronization

/// Runs two pieces of work beside each other, the second on a thread of the system's pool where
/// `isConcurrent`; returns when both are done.
///
/// Where no thread is free the caller does both, one after the other.
func both<First: Sendable, Second: Sendable>(
  isConcurrent: Bool, _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
  guard isConcurrent else { return (first(), second()) }
  let firstResult = Mutex<First?>(nil)
  let secondResult = Mutex<Second?>(nil)
  DispatchQueue.concurrentPerform(iterations: 2) { number in
    if number == 0 {
      let result = first()
      firstResult.withLock { $0 = result }
    } else {
      let result = second()
      secondResult.withLock { $0 = result }
    }
  }
  guard let first = firstResult.withLock({ $0 }), let second = secondResult.withLock({ $0 }) else {
    preconditionFailure("both ran")
  }
  return (first, second)
}

/// What `make` makes of the numbers below `count`, in their order; where `isConcurrent` two threads
/// share the work, each taking the next number when it is done with one.
func results<Result: Sendable>(
  count: Int, isConcurrent: Bool, _ make: @Sendable (Int) -> Result
) -> [Result] {
  guard isConcurrent else { return (0..<count).map(make) }
  let next = Atomic<Int>(0)
  let work = { @Sendable () -> [(number: Int, result: Result)] in
    var made: [(number: Int, result: Result)] = []
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < count else { return made }
      made.append((number, make(number)))
    }
  }
  let (first, second) = both(isConcurrent: true, work, work)
  return (first + second).sorted { $0.number < $1.number }.map(\.result)
}
