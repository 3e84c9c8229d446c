import QuerySyntax
import TraceModel

/// A moment in time, to the nanosecond.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// UTC; from the year 1677 to 2262.
  public var nanosecondsSince1970: Int64

  /// A moment by its nanoseconds since 1970 UTC.
  public init(nanosecondsSince1970: Int64) {
    self.nanosecondsSince1970 = nanosecondsSince1970
  }

  /// A moment by its seconds since 1970 UTC, as dates of Foundation give them.
  ///
  /// - Precondition: The moment is in the years from 1678 to 2261.
  public init(secondsSince1970: Double) {
    nanosecondsSince1970 = Int64((secondsSince1970 * 1e9).rounded())
  }

  /// A moment in RFC 3339, as in `2026-05-12T21:47:08.437Z`; nil for other text.
  public init?(_ text: String) {
    guard let nanoseconds = InstantText.parse(text) else { return nil }
    nanosecondsSince1970 = nanoseconds
  }

  /// Whether the left moment is the earlier.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanosecondsSince1970 < right.nanosecondsSince1970
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC, with as many decimals as it needs.
  public var description: String { InstantText.shortest(nanosecondsSince1970) }
}

extension Timestamp: QueryValue {
  /// RFC 3339 in UTC.
  public var queryText: QueryText {
    QueryText(
      InstantText.format(nanosecondsSince1970),
      .instant(from: nanosecondsSince1970, to: nanosecondsSince1970 &+ 1))
  }
}
