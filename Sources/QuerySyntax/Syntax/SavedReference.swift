/// `@name key=value …`: a saved query, with values for its parameters.
package struct SavedReference: Sendable {
  package var name: String
  package var arguments: [Argument]
  /// From the `@` to the last value.
  package var range: SourceRange

  /// A value for a parameter of the saved query.
  package struct Argument: Sendable {
    package var name: String
    package var value: Expression
    package var range: SourceRange
  }
}

extension SavedReference: Hashable {
  package static func == (left: SavedReference, right: SavedReference) -> Bool {
    left.name == right.name && left.arguments == right.arguments
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(arguments)
  }
}

extension SavedReference.Argument: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.value == right.value
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(value)
  }
}
