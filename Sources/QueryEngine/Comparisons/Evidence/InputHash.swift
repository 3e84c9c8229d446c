/// A hash of what was asked of a model, without the system prompt: the same for runs of two prompt
/// versions with the same input.
///
/// Of messages as chat clients send them, roles and contents count, and not what differs each time,
/// as the messages' ids. Anything else counts as it is.
func inputHash(_ text: String) -> UInt64 {
  var bytes = Array(text.utf8)
  guard let messages = MessageList(bytes) else { return spread(contentHash(bytes.span)) }
  bytes = messages.telling
  return spread(contentHash(bytes.span))
}

/// The messages of a JSON array, or of the array that an object calls `messages`.
private struct MessageList {
  /// Roles and contents, without those of the system.
  private(set) var telling: [UInt8] = []

  /// Nil for text that is no list of messages.
  init?(_ bytes: [UInt8]) {
    var scanner = JSONCuts(bytes)
    guard let list = scanner.messages() else { return nil }
    for message in list {
      guard let members = scanner.members(of: message), let role = members["role"] else {
        return nil
      }
      let name = String(decoding: bytes[role], as: UTF8.self)
      if name == "\"system\"" || name == "\"developer\"" { continue }
      telling += bytes[role]
      telling.append(0)
      telling += bytes[members["content"] ?? members["parts"] ?? message]
      telling.append(0)
    }
    guard !list.isEmpty else { return nil }
  }
}

/// Where the parts of a JSON text are; does not check what is in them.
private struct JSONCuts {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func messages() -> [Range<Int>]? {
    let whole = trimmed(bytes.indices)
    guard let first = whole.first.map({ bytes[$0] }) else { return nil }
    if first == UInt8(ascii: "[") { return parts(of: whole) }
    guard first == UInt8(ascii: "{"), let list = members(of: whole)?["messages"],
      bytes[list.lowerBound] == UInt8(ascii: "[")
    else { return nil }
    return parts(of: list)
  }

  /// The members of an object by their names, as written; nil for what is no object.
  func members(of range: Range<Int>) -> [String: Range<Int>]? {
    guard let first = range.first, bytes[first] == UInt8(ascii: "{"),
      let parts = parts(of: range)
    else { return nil }
    var members: [String: Range<Int>] = [:]
    for part in parts {
      guard let colon = firstColon(in: part) else { return nil }
      let name = trimmed(part.lowerBound..<colon)
      guard name.count >= 2 else { return nil }
      let key = String(decoding: bytes[name.dropFirst().dropLast()], as: UTF8.self)
      let value = trimmed(colon + 1..<part.upperBound)
      if !value.isEmpty { members[key] = value }
    }
    return members
  }

  /// What commas part in an array or an object; nil where brackets do not match.
  private func parts(of range: Range<Int>) -> [Range<Int>]? {
    var parts: [Range<Int>] = []
    var depth = 0
    var start = range.lowerBound + 1
    var place = range.lowerBound
    while place < range.upperBound {
      switch bytes[place] {
      case UInt8(ascii: "\""): place = endOfString(from: place)
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 {
          let last = trimmed(start..<place)
          if !last.isEmpty { parts.append(last) }
          return trimmed(place + 1..<range.upperBound).isEmpty ? parts : nil
        }
      case UInt8(ascii: ",") where depth == 1:
        parts.append(trimmed(start..<place))
        start = place + 1
      default: break
      }
      place += 1
    }
    return nil
  }

  private func firstColon(in range: Range<Int>) -> Int? {
    var place = range.lowerBound
    while place < range.upperBound {
      if bytes[place] == UInt8(ascii: "\"") { place = endOfString(from: place) }
      if place < range.upperBound, bytes[place] == UInt8(ascii: ":") { return place }
      place += 1
    }
    return nil
  }

  /// The closing quote, or the end of the text.
  private func endOfString(from start: Int) -> Int {
    var place = start + 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place, bytes.count)
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, bytes[low] <= UInt8(ascii: " ") { low += 1 }
    while low < high, bytes[high - 1] <= UInt8(ascii: " ") { high -= 1 }
    return low..<high
  }
}
