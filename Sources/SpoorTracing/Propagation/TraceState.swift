/// W3C's trace state: what each tracing system on the way wants to be told again.
///
/// https://www.w3.org/TR/trace-context/#tracestate-header
public struct TraceState: Hashable, Sendable {
  /// The header's value, without blanks around its members; empty for none.
  public let header: String

  /// No members.
  public init() { header = "" }

  /// Reads a header, or several joined by commas; nil where any part is not as specified.
  ///
  /// What is not as specified has to be dropped as a whole: a key or a value of other characters or
  /// too long, a key that comes twice, more than 32 members. Empty members are skipped.
  public init?(_ header: some StringProtocol) {
    var members: [Substring.UTF8View] = []
    var keys: Set<Substring> = []
    for part in Substring(header).utf8.split(separator: UInt8(ascii: ",")) {
      let member = part.trimmingOptionalWhitespace()
      guard !member.isEmpty else { continue }
      guard let equals = member.firstIndex(of: UInt8(ascii: "=")),
        TraceStateGrammar.isKey(member[..<equals]),
        TraceStateGrammar.isValue(member[member.index(after: equals)...]),
        keys.insert(Substring(member[..<equals])).inserted
      else { return nil }
      members.append(member)
    }
    guard members.count <= TraceStateGrammar.greatestMemberCount else { return nil }
    self.header = members.map { String(Substring($0)) }.joined(separator: ",")
  }

  /// The first 32 of members that are as specified.
  init(ofMembers header: String) {
    let members = header.split(separator: ",")
    self.init(members: members.prefix(TraceStateGrammar.greatestMemberCount))
  }

  private init(members: some Sequence<Substring>) {
    header = members.joined(separator: ",")
  }

  /// Whether there is no member.
  public var isEmpty: Bool { header.isEmpty }

  /// How many members there are.
  public var memberCount: Int { members.count }

  /// The value of a key; nil where there is none.
  public subscript(key: String) -> String? {
    guard !header.isEmpty else { return nil }
    return members.first { Self.key(of: $0) == key }.map {
      String($0.dropFirst(key.utf8.count + 1))
    }
  }

  /// The state with a member set, moved to the front as W3C asks of who changes it; the last member
  /// gives way where there are 32 others.
  ///
  /// - Returns: nil where key or value are not as specified.
  public func setting(_ key: String, to value: String) -> TraceState? {
    guard TraceStateGrammar.isKey(key.utf8), TraceStateGrammar.isValue(value.utf8) else {
      return nil
    }
    let others = members.filter { Self.key(of: $0) != key }
      .prefix(TraceStateGrammar.greatestMemberCount - 1)
    return TraceState(members: ["\(key)=\(value)"] + others)
  }

  /// The state without a member.
  public func removing(_ key: String) -> TraceState {
    guard !header.isEmpty else { return self }
    return TraceState(members: members.filter { Self.key(of: $0) != key })
  }

  private var members: [Substring] { header.split(separator: ",") }

  private static func key(of member: Substring) -> Substring { member.prefix { $0 != "=" } }
}

/// What keys and values of a trace state are made of (level 1 of the specification).
enum TraceStateGrammar {
  static let greatestMemberCount = 32
  static let greatestValueLength = 256

  /// A lower-case letter and up to 255 more characters; or, for systems with several tenants, up to
  /// 241 characters of the tenant, `@`, and up to 14 of the system.
  static func isKey(_ bytes: some Collection<UInt8>) -> Bool {
    guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else {
      return isName(bytes, atMost: 256) { isLowerLetter($0) }
    }
    return isName(bytes[..<at], atMost: 241) { isLowerLetter($0) || isDigit($0) }
      && isName(bytes[bytes.index(after: at)...], atMost: 14) { isLowerLetter($0) }
  }

  /// Up to 256 printable characters of ASCII but `,` and `=`, the last one no space.
  static func isValue(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    guard let last = bytes.last, last != UInt8(ascii: " "), bytes.count <= greatestValueLength
    else {
      return false
    }
    return bytes.allSatisfy {
      (0x20...0x7E).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "=")
    }
  }

  private static func isName(
    _ bytes: some Collection<UInt8>, atMost count: Int, beginning isFirst: (UInt8) -> Bool
  ) -> Bool {
    guard let first = bytes.first, isFirst(first), bytes.count <= count else { return false }
    return bytes.allSatisfy { isLowerLetter($0) || isDigit($0) || punctuation.contains($0) }
  }

  private static let punctuation: Set<UInt8> = [
    UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
  ]

  private static func isLowerLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
