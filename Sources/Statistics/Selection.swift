/// Puts the element of a rank where sorting would put it, and returns it.
///
/// Afterwards nothing before `rank` within `range` is greater and nothing after it is less.
/// - Complexity: O(n) as a rule, O(n log n) at worst.
package func selectInPlace(
  _ values: inout MutableSpan<Int64>, rank: Int, in range: Range<Int>
) -> Int64 {
  select(&values, rank: rank, in: range)
}

/// Puts the element of a rank where sorting would put it, and returns it.
///
/// No value is NaN.
package func selectInPlace(
  _ values: inout MutableSpan<Double>, rank: Int, in range: Range<Int>
) -> Double {
  select(&values, rank: rank, in: range)
}

/// Below this many values insertion sort is quicker than another partition.
private let insertionSortCount = 24

/// Introselect: quickselect around a median of three, and a heap sort once the partitions have
/// gone badly too often.
private func select<Number: Comparable & BitwiseCopyable>(
  _ values: inout MutableSpan<Number>, rank: Int, in range: Range<Int>
) -> Number {
  precondition(range.contains(rank), "the rank lies in the range")
  var low = range.lowerBound
  var high = range.upperBound
  var partitionsLeft = 2 * (Int.bitWidth - range.count.leadingZeroBitCount)
  while high - low > insertionSortCount {
    guard partitionsLeft > 0 else {
      heapSort(&values, low..<high)
      return values[rank]
    }
    partitionsLeft -= 1
    let (left, right) = partition(&values, low..<high)
    if rank < left {
      high = left
    } else if rank >= right {
      low = right
    } else {
      return values[rank]
    }
  }
  insertionSort(&values, low..<high)
  return values[rank]
}

/// Splits a range into values up to a pivot, pivots, and values from the pivot on; returns the
/// bounds of the middle.
private func partition<Number: Comparable & BitwiseCopyable>(
  _ values: inout MutableSpan<Number>, _ range: Range<Int>
) -> (left: Int, right: Int) {
  let pivot = medianOfThree(
    values[range.lowerBound], values[range.lowerBound + range.count / 2],
    values[range.upperBound - 1])
  var left = range.lowerBound
  var right = range.upperBound - 1
  // Hoare's scheme: it stops at values equal to the pivot, so runs of one value split evenly.
  while left <= right {
    while values[left] < pivot { left &+= 1 }
    while pivot < values[right] { right &-= 1 }
    guard left <= right else { break }
    values.swapAt(left, right)
    left &+= 1
    right &-= 1
  }
  return (right + 1, left)
}

private func medianOfThree<Number: Comparable>(
  _ first: Number, _ second: Number, _ third: Number
) -> Number {
  let low = min(first, second)
  let high = max(first, second)
  return max(low, min(high, third))
}

private func insertionSort<Number: Comparable & BitwiseCopyable>(
  _ values: inout MutableSpan<Number>, _ range: Range<Int>
) {
  for index in range.dropFirst() {
    let value = values[index]
    var hole = index
    while hole > range.lowerBound && value < values[hole - 1] {
      values[hole] = values[hole - 1]
      hole &-= 1
    }
    values[hole] = value
  }
}

private func heapSort<Number: Comparable & BitwiseCopyable>(
  _ values: inout MutableSpan<Number>, _ range: Range<Int>
) {
  for root in (0..<range.count / 2).reversed() { sift(&values, range, from: root) }
  for last in (1..<max(1, range.count)).reversed() {
    values.swapAt(range.lowerBound, range.lowerBound + last)
    sift(&values, range.lowerBound..<range.lowerBound + last, from: 0)
  }
}

private func sift<Number: Comparable & BitwiseCopyable>(
  _ values: inout MutableSpan<Number>, _ range: Range<Int>, from root: Int
) {
  let base = range.lowerBound
  var root = root
  while 2 * root + 1 < range.count {
    var child = 2 * root + 1
    if child + 1 < range.count && values[base + child] < values[base + child + 1] { child += 1 }
    guard values[base + root] < values[base + child] else { return }
    values.swapAt(base + root, base + child)
    root = child
  }
}
