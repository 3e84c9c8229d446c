/// First in, first out, in an array that grows by doubling and is used round and round.
///
/// It keeps the slots that it once needed; its user bounds the count.
struct RingBuffer<Element> {
  /// Their number is 0 or a power of two.
  private var slots: [Element?] = []
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  private func slot(_ offset: Int) -> Int { (head &+ offset) & (slots.count &- 1) }

  /// O(1), amortised.
  mutating func append(_ element: consuming Element) {
    if count == slots.count { grow() }
    slots[slot(count)] = element
    count += 1
  }

  mutating func popFirst() -> Element? {
    guard count > 0 else { return nil }
    let element = slots[head].take()
    head = slot(1)
    count -= 1
    return element
  }

  /// The first elements, at most `limit`.
  mutating func popFirst(atMost limit: Int) -> [Element] {
    var taken: [Element] = []
    taken.reserveCapacity(min(count, limit))
    while taken.count < limit, let element = popFirst() { taken.append(element) }
    return taken
  }

  private mutating func grow() {
    var larger: [Element?] = []
    let capacity = max(16, slots.count * 2)
    larger.reserveCapacity(capacity)
    for offset in 0..<count { larger.append(slots[slot(offset)].take()) }
    larger.append(contentsOf: repeatElement(nil, count: capacity - count))
    slots = larger
    head = 0
  }
}

extension RingBuffer: Sendable where Element: Sendable {}
