import CivilCalendar

/// Reads dates and times as tables write them.
///
/// `2023-11-16 18:15:46.6805900`, `2023-11-16T18:15:46+01:00`, `2023/11/16`: ISO 8601 with a space
/// or a `T`, seconds and time of day left out or not, any number of decimals (those after the ninth
/// are cut off), and `Z`, `UTC`, `+01:00`, `+0100` or `+01` behind it or none.
struct Timestamp {
  private let text: [UInt8]
  private var index = 0

  /// Nanoseconds since 1970 UTC; a text without a zone is by the clocks of `zone`.
  ///
  /// Nil for what is no time, and for what 64 bits do not hold. Of an hour that clocks show twice
  /// it is the first; a time that they skip is as far behind the gap as the text is into it.
  static func read(_ text: String, in zone: Zone) -> Int64? {
    var reader = Timestamp(text: Array(text.utf8))
    return reader.read(in: zone)
  }

  private init(text: [UInt8]) {
    self.text = text
  }

  // timestamp = date [ ( "T" | " " ) time [ { " " } zone ] ] ;
  private mutating func read(in zone: Zone) -> Int64? {
    guard let day = readDate() else { return nil }
    var seconds = day * 86_400
    var fraction: Int64 = 0
    var offset: Int64?
    if index < text.count {
      guard take("T") || take("t") || take(" "), let time = readTime() else { return nil }
      seconds += time.seconds
      fraction = time.fraction
      if index < text.count {
        while take(" ") {}
        guard let read = readZone() else { return nil }
        offset = read
      }
    }
    guard index == text.count else { return nil }
    return Self.nanoseconds(seconds - (offset ?? Self.offset(at: seconds, in: zone)), fraction)
  }

  private static func nanoseconds(_ seconds: Int64, _ fraction: Int64) -> Int64? {
    let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isOverflow) = product.addingReportingOverflow(fraction)
    return isTooLarge || isOverflow ? nil : sum
  }

  /// Seconds that clocks are ahead of UTC when they show `local`, seconds since 1970 by them.
  private static func offset(at local: Int64, in zone: Zone) -> Int64 {
    // Clocks change less often than every two days.
    let before = zone.offset(at: local - 86_400)
    let after = zone.offset(at: local + 86_400)
    if before == after || zone.offset(at: local - before) == before { return before }
    return zone.offset(at: local - after) == after ? after : before
  }
}

// MARK: - Parts

extension Timestamp {
  // date = 4 digits "-" 2 digits "-" 2 digits ; (* or slashes *)
  private mutating func readDate() -> Int64? {
    guard let year = number(4) else { return nil }
    let separator: Unicode.Scalar = take("-") ? "-" : "/"
    guard separator == "-" || take("/"), let month = number(2), take(separator),
      let day = number(2), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    return date.dayNumber
  }

  // time = 2 digits ":" 2 digits [ ":" 2 digits [ "." digits ] ] ;
  private mutating func readTime() -> (seconds: Int64, fraction: Int64)? {
    guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60
    else { return nil }
    let seconds = hour * 3_600 + minute * 60
    guard take(":") else { return (seconds, 0) }
    // Second 60, a leap second, is the first of the next minute.
    guard let second = number(2), second <= 60 else { return nil }
    guard take(".") else { return (seconds + second, 0) }
    guard let fraction = readFraction() else { return nil }
    return (seconds + second, fraction)
  }

  private mutating func readFraction() -> Int64? {
    var value: Int64 = 0
    var count = 0
    while let digit = digit() {
      if count < 9 { value = value * 10 + digit }
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in min(count, 9)..<9 { value *= 10 }
    return value
  }

  // zone = "Z" | "UTC" | "GMT" | ( "+" | "-" ) 2 digits [ [ ":" ] 2 digits ] ;
  private mutating func readZone() -> Int64? {
    if take("Z") || take("z") || take(word: "UTC") || take(word: "GMT") { return 0 }
    let isWest = take("-")
    guard isWest || take("+"), let hours = number(2), hours < 24 else { return nil }
    var minutes: Int64 = 0
    if index < text.count {
      _ = take(":")
      guard let read = number(2), read < 60 else { return nil }
      minutes = read
    }
    return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < text.count, UInt32(text[index]) == character.value else { return false }
    index += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard text[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func number(_ digitCount: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digitCount {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private mutating func digit() -> Int64? {
    guard index < text.count, case let digit = text[index] &- UInt8(ascii: "0"), digit < 10 else {
      return nil
    }
    index += 1
    return Int64(digit)
  }
}
