/// Doubles that are, most of them, a whole number over one power of ten: prices, ratios and scores
/// as people write them.
///
/// Numerators are far shorter than 64 bits where the doubles' own bits look random. After ALP
/// (Afroozeh, Kuffo and Boncz 2023), without its second, inverse, power. Every double that division does not
/// give back bit for bit is kept beside the others as an exception: NaN, infinities and -0.0 are.
struct DecimalBlock {
  private let exponent: Int
  private let numerators: [Int64]
  private let exceptions: [(place: Int, value: Double)]
  private let width: PlaneWidth
  private let least: Int64

  /// Whole numbers from here on are not all doubles.
  private static let limit = 9_007_199_254_740_992.0  // 2^53
  /// Doubles that are tried to find the power.
  private static let sampleCount = 32

  /// Nil where that would not save an eighth of the doubles' bytes.
  init?(_ values: Swift.Span<Double>) {
    guard let exponent = Self.exponent(of: values) else { return nil }
    self.exponent = exponent
    let power = DecimalPowers.all[exponent]
    var numerators = [Int64](repeating: 0, count: values.count)
    var exceptions: [(place: Int, value: Double)] = []
    var range: ClosedRange<Int64>?
    for index in values.indices {
      guard let numerator = Self.numerator(of: values[index], power) else {
        exceptions.append((index, values[index]))
        continue
      }
      numerators[index] = numerator
      range =
        range.map { min($0.lowerBound, numerator)...max($0.upperBound, numerator) }
        ?? numerator...numerator
    }
    guard let range else { return nil }
    // The numerators of exceptions stand for nothing: the least one keeps the width.
    for exception in exceptions { numerators[exception.place] = range.lowerBound }
    self.numerators = numerators
    self.exceptions = exceptions
    least = range.lowerBound
    width = PlaneWidth(holding: UInt64(bitPattern: range.upperBound &- range.lowerBound))
    guard byteCount * 8 <= values.count * 8 * 7 else { return nil }
  }

  private var byteCount: Int {
    DecimalsLayout.prefixByteCount + width.byteCount(numerators.count)
      + roundedToWord(exceptions.count * 2) + exceptions.count * 8
  }

  /// The power with the fewest exceptions among some of the doubles; the least of equals.
  private static func exponent(of values: Swift.Span<Double>) -> Int? {
    let step = max(1, values.count / sampleCount)
    var best: (exponent: Int, hits: Int)?
    for exponent in DecimalPowers.all.indices {
      let power = DecimalPowers.all[exponent]
      var (hits, tried) = (0, 0)
      for index in stride(from: 0, to: values.count, by: step) {
        tried += 1
        if numerator(of: values[index], power) != nil { hits += 1 }
      }
      if hits > best?.hits ?? 0 { best = (exponent, hits) }
      if hits == tried { break }
    }
    return best?.exponent
  }

  /// The whole number that over the power is the double, bit for bit.
  private static func numerator(of value: Double, _ power: Double) -> Int64? {
    let scaled = value * power
    // False for NaN, too. Half away from zero is as good as any: what counts is the way back.
    guard scaled.magnitude < limit else { return nil }
    let numerator = Int64(scaled + (scaled < 0 ? -0.5 : 0.5))
    return (Double(numerator) / power).bitPattern == value.bitPattern ? numerator : nil
  }

  func append(to bytes: inout [UInt8]) {
    appendWord(UInt64(bitPattern: least), to: &bytes)
    appendShort(exponent, to: &bytes)
    appendShort(width.bits, to: &bytes)
    appendShort(exceptions.count, to: &bytes)
    appendShort(0, to: &bytes)
    let offsets = numerators.map { UInt64(bitPattern: $0 &- least) }
    appendPlanes(offsets, count: offsets.count, width, to: &bytes)
    for exception in exceptions { appendShort(exception.place, to: &bytes) }
    padToWord(&bytes)
    for exception in exceptions { appendWord(exception.value.bitPattern, to: &bytes) }
  }
}
