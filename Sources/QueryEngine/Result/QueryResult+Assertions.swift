extension QueryResult {
  /// What an `assert` of the query came to.
  public struct Assertion: Hashable, Sendable {
    /// The condition, as written.
    public var text: String
    /// How many rows it was asked of.
    public var checkedCount: Int
    /// The rows of which it is not true.
    public var failures: [Failure]
    /// Whether there was nothing to ask it of, though a query has one row at least: no span passed
    /// the filter.
    public var hasNoSpans: Bool

    /// What was asked of so many rows, and failed for some.
    public init(text: String, checkedCount: Int, failures: [Failure], hasNoSpans: Bool) {
      self.text = text
      self.checkedCount = checkedCount
      self.failures = failures
      self.hasNoSpans = hasNoSpans
    }

    /// Whether it is true of every row, and there is one.
    public var isMet: Bool { checkedCount > 0 && failures.isEmpty }
  }

  /// A row of which a condition is not true.
  public struct Failure: Hashable, Sendable {
    /// What the row is: its group keys, or its ids.
    public var row: [NamedValue]
    /// What the condition compared.
    public var values: [NamedValue]
    /// Whether the condition is neither true nor false, since a value is missing.
    public var isUnknown: Bool

    /// A row, what was compared of it, and whether that left the condition open.
    public init(row: [NamedValue], values: [NamedValue], isUnknown: Bool) {
      self.row = row
      self.values = values
      self.isUnknown = isUnknown
    }
  }

  /// A value and what it is called.
  public struct NamedValue: Hashable, Sendable {
    /// As written.
    public var name: String
    /// The value.
    public var value: Value

    /// A value of a name.
    public init(name: String, value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// Whether every `assert` of the query is met.
  public var meetsAssertions: Bool { assertions.allSatisfy(\.isMet) }
}
