/// Numbers in ascending order; none is NaN.
///
/// A radix sort by digits of eleven bits, of which those that all numbers share are passed over:
/// whole numbers leave the low ones empty.
/// - Complexity: O(n).
package func ascending(_ values: [Double]) -> [Double] {
  guard values.count >= radixSortCount else { return values.sorted() }
  var keys = values.map(\.orderedBits)
  var spare = keys
  let digits = Digits(of: keys)
  for digit in digits.telling {
    var places = digits.places(of: digit)
    var place = places.mutableSpan
    var target = spare.mutableSpan
    for key in keys {
      let bucket = Digits.bucket(key, digit)
      target[place[bucket]] = key
      place[bucket] &+= 1
    }
    swap(&keys, &spare)
  }
  return keys.map(Double.init(orderedBits:))
}

/// Numbers in ascending order, and their labels in the same order.
///
/// - Complexity: O(n).
func ascending(_ values: [Double], labels: [UInt16]) -> (values: [Double], labels: [UInt16]) {
  guard values.count >= radixSortCount else {
    let order = values.indices.sorted { values[$0] < values[$1] }
    return (order.map { values[$0] }, order.map { labels[$0] })
  }
  var (keys, labels) = (values.map(\.orderedBits), labels)
  var (spareKeys, spareLabels) = (keys, labels)
  let digits = Digits(of: keys)
  for digit in digits.telling {
    var places = digits.places(of: digit)
    var placeOf = places.mutableSpan
    var target = spareKeys.mutableSpan
    var targetLabels = spareLabels.mutableSpan
    for index in keys.indices {
      let key = keys[index]
      let bucket = Digits.bucket(key, digit)
      let place = placeOf[bucket]
      target[place] = key
      targetLabels[place] = labels[index]
      placeOf[bucket] = place &+ 1
    }
    swap(&keys, &spareKeys)
    swap(&labels, &spareLabels)
  }
  return (keys.map(Double.init(orderedBits:)), labels)
}

/// From so many values on the passes cost less than comparisons.
private let radixSortCount = 2_048

/// How often each digit of some keys has each value.
private struct Digits {
  private static let bits = 11
  private static let size = 1 << bits
  private static let count = 6
  private var counts = [Int](repeating: 0, count: count * size)
  private let total: Int

  init(of keys: [UInt64]) {
    total = keys.count
    var count = counts.mutableSpan
    for key in keys {
      for digit in 0..<Self.count { count[digit &* Self.size &+ Self.bucket(key, digit)] &+= 1 }
    }
  }

  static func bucket(_ key: UInt64, _ digit: Int) -> Int {
    Int(truncatingIfNeeded: key >> UInt64(digit &* bits)) & (size - 1)
  }

  /// The digits in which keys differ.
  var telling: [Int] {
    (0..<Self.count).filter { digit in
      !counts[(digit * Self.size)..<((digit + 1) * Self.size)].contains(total)
    }
  }

  /// Where the first key with each value of a digit goes.
  func places(of digit: Int) -> [Int] {
    var sum = 0
    return counts[(digit * Self.size)..<((digit + 1) * Self.size)].map { count in
      defer { sum += count }
      return sum
    }
  }
}

extension Double {
  /// A number whose order as an integer is that of the doubles.
  fileprivate var orderedBits: UInt64 {
    bitPattern ^ (bitPattern >> 63 == 1 ? .max : 1 << 63)
  }

  fileprivate init(orderedBits: UInt64) {
    self.init(bitPattern: orderedBits ^ (orderedBits >> 63 == 1 ? 1 << 63 : .max))
  }
}
