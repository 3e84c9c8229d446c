/// Where an attribute sits; queries write it before the name.
package enum AttributeScope: UInt8, CaseIterable, Hashable, Sendable {
  /// `attr.x`: an attribute of the span itself.
  case span = 1
  /// `resource.x`: an attribute of what produced the span.
  case resource = 2
  /// `event.x`: an attribute of the span's events, a list with a value for each event that has
  /// it. `event.name` lists the names of all events.
  case event = 3
  /// `scope.x`: an attribute of the instrumentation scope.
  case instrumentation = 4
  /// `score.x`: what was said of the span, or of its trace or session, after it. The key is a
  /// score's name, or its name and source, `x[human]`. A row may have a number and a label both.
  case score = 5
}

/// The stored type of an attribute column.
///
/// One name with values of two types is two columns.
package enum AttributeType: UInt8, CaseIterable, Hashable, Sendable {
  /// Dictionary codes, or a payload.
  case string = 1
  /// Integers.
  case integer = 2
  /// Doubles.
  case double = 3
  /// Integers 0 and 1.
  case boolean = 4
  /// Dictionary codes of `AttributeValue.array`, or a payload; every column of the event scope is
  /// one.
  case array = 5
  /// The same of the other shapes: `.map`, `.bytes`, `.empty`.
  case other = 6
}

/// A column that holds the values of one type of one attribute.
package struct AttributeColumn: Hashable, Sendable {
  package var id: ColumnID
  package var scope: AttributeScope
  package var key: String
  package var type: AttributeType

  package init(id: ColumnID, scope: AttributeScope, key: String, type: AttributeType) {
    self.id = id
    self.scope = scope
    self.key = key
    self.type = type
  }
}

extension AttributeScope {
  /// The word that queries write before the dot.
  package var prefix: String {
    switch self {
    case .span: "attr"
    case .resource: "resource"
    case .event: "event"
    case .instrumentation: "scope"
    case .score: "score"
    }
  }
}
