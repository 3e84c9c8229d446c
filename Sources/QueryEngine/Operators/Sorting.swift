/// How one key of an order sorts.
struct SortDirection: Sendable {
  var isDescending = false
  var nullsFirst = false

  init() {}

  init<Content>(_ order: Order<Content>) {
    isDescending = order.isDescending
    nullsFirst = order.nullsFirst
  }

  /// Negative when the left value comes first.
  ///
  /// Nulls stand where asked, in either direction.
  func compare(_ left: Value, _ right: Value) -> Int {
    switch (left == .null, right == .null) {
    case (true, true): return 0
    case (true, false): return nullsFirst ? -1 : 1
    case (false, true): return nullsFirst ? 1 : -1
    case (false, false):
      let order = Value.order(left, right)
      return isDescending ? -order : order
    }
  }
}

/// Negative when the left keys come first.
func compare(_ left: [Value], _ right: [Value], _ directions: [SortDirection]) -> Int {
  for index in directions.indices {
    let order = directions[index].compare(left[index], right[index])
    if order != 0 { return order }
  }
  return 0
}

/// The first elements of an order, in order.
///
/// O(n) comparisons and some for those that are ever among the first.
func first<Element>(
  _ count: Int, of elements: [Element], by precedes: (Element, Element) -> Bool
) -> [Element] {
  guard count > 0 else { return [] }
  var first: [Element] = []
  for element in elements {
    if first.count == count, !precedes(element, first[count - 1]) { continue }
    var (low, high) = (0, first.count)
    while low < high {
      let middle = (low + high) / 2
      if precedes(element, first[middle]) { high = middle } else { low = middle + 1 }
    }
    first.insert(element, at: low)
    if first.count > count { first.removeLast() }
  }
  return first
}
