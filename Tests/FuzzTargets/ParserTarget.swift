import QuerySyntax

/// What must hold of the lexer and the parser, whatever bytes they get.
package enum ParserTarget {
  /// Traps where a text makes the parser trap, or does not come back as the tree that was printed.
  package static func check(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let statements = Parser.statements(in: text)
    precondition(statements.ranges.allSatisfy { $0.upperBound <= text.utf8.count })
    do throws(Diagnostics) {
      let query = try Parser.parse(text)
      let printed = query.printed
      // Printing may add quotes and spaces, and so pass the bound of a query's length.
      guard printed.utf8.count <= 64 << 10 else { return }
      let again = try? Parser.parse(printed)
      guard again == query else { fatalError("printed as \(printed)") }
    } catch {
      // A message that cannot be shown is a trap too.
      precondition(!error.rendered(in: text).isEmpty)
    }
  }
}
