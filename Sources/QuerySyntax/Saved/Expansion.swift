/// Writes out the saved query that a text begins with.
///
/// Values go in as literals, texts in quotes: they cannot change what the saved query asks.
/// Parameters that get no value stay.
package struct Expansion {
  /// How deep saved queries may go on from others.
  package static let depthLimit = 8

  /// The texts of the saved queries, by name.
  private let saved: [String: String]

  package init(of saved: [String: String]) {
    self.saved = saved
  }

  /// The text with saved queries written out; the text itself where it begins with none, or does
  /// not parse.
  package func expand(_ text: String) throws(ExpansionError) -> String {
    var text = text
    for _ in 0...Self.depthLimit {
      guard let query = try? Parser.parse(text), let reference = query.saved else { return text }
      text = replacing(reference.range, in: text, by: try content(of: reference, in: text))
    }
    throw ExpansionError(
      diagnostics: Diagnostics(
        Diagnostic(
          "saved queries go on from each other more than \(Self.depthLimit) deep",
          at: SourceRange(0, 0), hint: "one of them may go on from itself")), text: text)
  }

  /// The text of a saved query, its parameters replaced by the values that a reference gives.
  private func content(
    of reference: SavedReference, in text: String
  ) throws(ExpansionError) -> String {
    func refusal(_ message: String, _ range: SourceRange, hint: String?) -> ExpansionError {
      ExpansionError(
        diagnostics: Diagnostics(Diagnostic(message, at: range, hint: hint)), text: text)
    }
    guard let body = saved[reference.name] else {
      let near = nearest(reference.name, among: saved.keys.sorted())
      throw refusal(
        "there is no saved query @\(reference.name)", reference.range,
        hint: near.map { "did you mean @\($0)?" })
    }
    let parameters: [SourceRange: String]
    do throws(Diagnostics) {
      parameters = try Parser.parameters(in: body)
    } catch {
      throw ExpansionError(diagnostics: error, text: body)
    }
    for argument in reference.arguments where !parameters.values.contains(argument.name) {
      throw refusal(
        "the saved query @\(reference.name) has no parameter $\(argument.name)", argument.range,
        hint: "to filter its spans further, write where")
    }
    let values = Dictionary(
      reference.arguments.map { ($0.name, $0.value.written) }, uniquingKeysWith: { $1 })
    let places = parameters.sorted { $0.key.lowerBound > $1.key.lowerBound }
    return places.reduce(body) { body, place in
      guard let value = values[place.value] else { return body }
      return replacing(place.key, in: body, by: value)
    }
  }

  private func replacing(_ range: SourceRange, in text: String, by other: String) -> String {
    let bytes = Array(text.utf8)
    // Line breaks, since a comment may end what goes in.
    let rest = bytes[range.upperBound...]
    let content = Array(other.utf8)
    let isWhole = content.contains(UInt8(ascii: "\n")) || other.contains("--")
    return String(
      decoding: bytes[..<range.lowerBound] + content + (isWhole ? [UInt8(ascii: "\n")] : []) + rest,
      as: UTF8.self)
  }
}

/// A saved query that cannot be written out, and the text that the message is about.
package struct ExpansionError: Error {
  package var diagnostics: Diagnostics
  package var text: String

  /// The messages, each with its line and caret.
  package var rendered: String { diagnostics.rendered(in: text) }
}

extension Expression {
  /// A value as it may stand wherever a parameter does: a bare word in quotes.
  fileprivate var written: String {
    if case .literal(let literal) = kind, case .word(let word) = literal.value {
      return Expression(.string(word), range).printed
    }
    // Two signs side by side would begin a comment.
    return printed.hasPrefix("-") ? " " + printed : printed
  }
}

extension Parser {
  /// The names of the parameters in a query, by their places.
  package static func parameters(in text: String) throws(Diagnostics) -> [SourceRange: String] {
    try parsing(text).parser.parameters
  }
}
