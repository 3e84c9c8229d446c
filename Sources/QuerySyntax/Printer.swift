/// Prints a tree back to its canonical text, which parses to the same tree.
///
/// One line, single spaces, operators in symbols, keywords in lower case, no pipe between
/// stages, and no parentheses but those that the tree needs.
extension Query {
  package var printed: String {
    let parts =
      [explanation?.rawValue, saved?.printed, level.map { "from " + $0.rawValue }, printedFilter]
      .compactMap { $0 }
      + stages.map(\.printed)
    return parts.joined(separator: " ")
  }

  /// A name that would be read as part of `explain analyze` takes parentheses.
  private var printedFilter: String? {
    guard let text = filter?.printed, explanation == .plan, level == nil,
      text.lowercased().hasPrefix("analyze")
    else { return filter?.printed }
    return "(\(text))"
  }
}

extension SavedReference {
  package var printed: String {
    let values = arguments.map { "\($0.name)=\($0.value.printedAsValue)" }
    return (["@" + name] + values).joined(separator: " ")
  }
}

extension Stage {
  package var printed: String {
    switch kind {
    case .filter(let predicate): "where " + predicate.printed
    case .since(let bound): "since " + bound.printedAsValue
    case .until(let bound): "until " + bound.printedAsValue
    case .during(let bound): "during " + bound.printedAsValue
    case .offset(let distance): "offset " + distance.printedAsValue
    case .naming(let name, let expression):
      "let " + name + " = " + expression.printed(atLeast: .sum)
    case .every(let every): every.printed
    case .group(let items): "group by " + list(items.map(\.printed))
    case .select(let items): "select " + list(items.map(\.printed))
    case .having(let predicate): "having " + predicate.printed
    case .order(let keys): "order by " + list(keys.map(\.printed))
    case .limit(let count): "limit " + count.printedAsValue
    case .cut(let cut): cut.printed
    case .skip(let count): "skip " + count.printedAsValue
    case .assertion(let predicate): "assert " + predicate.printed
    case .difference(let difference): difference.printed
    case .comparison(let comparison): comparison.printed
    case .unweighted: "unweighted"
    case .show(let presentation): "show " + presentation.rawValue
    }
  }
}

extension Every {
  fileprivate var printed: String {
    "every " + width.printedAsValue + (zone.map { " tz " + $0.printedAsValue } ?? "")
      + (fill.map { " fill " + $0.printedAsValue } ?? "")
  }
}

extension Cut {
  fileprivate var printed: String {
    let per = keys.isEmpty ? "" : " per " + list(keys.map { $0.printed(atLeast: .sum) })
    return "limit " + count.printedAsValue + per + (keepsOther ? " with other" : "")
  }
}

extension Difference {
  package var printed: String {
    "diff " + first.printed + (second.map { " vs " + $0.printed } ?? "")
      + (count.map { " top " + $0.printedAsValue } ?? "")
  }
}

extension Item {
  package var printed: String {
    expression.printed(atLeast: .sum) + (alias.map { " as " + $0 } ?? "")
  }
}

extension OrderKey {
  package var printed: String {
    expression.printed(atLeast: .sum) + (direction == .descending ? " desc" : "")
      + (nullsFirst ? " nulls first" : "")
  }
}

extension Expression {
  /// Canonical text; also the header of a column without an alias.
  package var printed: String {
    switch kind {
    case .literal(let literal): literal.text
    case .string(let text): quotedString(text)
    case .parameter(let name): "$" + name
    case .path(let path): path.printed
    case .call(let call): call.printed
    case .negate(let operand): printedNegation(of: operand)
    case .not(let operand): "not " + operand.printed(atLeast: .not)
    case .and(let left, let right): printed(left, "and", right)
    case .or(let left, let right): printed(left, "or", right)
    case .arithmetic(let symbol, let left, let right): printed(left, symbol.rawValue, right)
    case .comparison(let comparison, let left, let right):
      operand(left) + comparison.rawValue + " " + right.printedAsRight
    case .membership(let value, let values, let isNegated):
      operand(value) + (isNegated ? "not in (" : "in (") + list(values.map(\.printedAsValue)) + ")"
    case .between(let value, let lower, let upper, let isNegated):
      operand(value) + (isNegated ? "not between " : "between ")
        + lower.printedAsValue + " and " + upper.printedAsValue
    case .missing(let value, let isNegated):
      operand(value) + (isNegated ? "is not missing" : "is missing")
    case .relatives(let relatives): relatives.printed
    case .spans(let condition): "{" + (condition?.printed ?? "") + "}"
    case .arrow(let arrow, let left, let right): printed(left, arrow.rawValue, right)
    case .both(let left, let right): printed(left, "&&", right)
    case .either(let left, let right): printed(left, "||", right)
    }
  }

  /// Two signs stand apart, since `--` begins a comment, and not in parentheses, of which there may
  /// be only so many.
  private func printedNegation(of operand: Expression) -> String {
    if case .negate = operand.kind { return "- " + operand.printed }
    return "-" + operand.printed(atLeast: .primary)
  }

  /// In parentheses if it binds looser than its place asks for.
  func printed(atLeast power: BindingPower) -> String {
    bindingPower < power ? "(" + printed + ")" : printed
  }

  private func printed(_ left: Expression, _ symbol: String, _ right: Expression) -> String {
    left.printed(atLeast: bindingPower) + " " + symbol + " "
      + right.printed(atLeast: bindingPower.tighter)
  }

  /// The left side of a comparison.
  private func operand(_ left: Expression) -> String { left.printed(atLeast: .sum) + " " }

  /// A value as it stands behind a comparison; anything else takes parentheses there.
  fileprivate var printedAsRight: String {
    switch kind {
    case .literal, .string, .parameter: printed
    default: "(" + printed(atLeast: .sum) + ")"
    }
  }

  var printedAsValue: String { printedAsRight }

  private var bindingPower: BindingPower {
    switch kind {
    case .or: .or
    case .and: .and
    case .not: .not
    case .either: .union
    case .both: .intersection
    case .arrow: .arrow
    // Braces hold together; where a value is due, they take parentheses as well.
    case .comparison, .membership, .between, .missing, .spans: .comparison
    case .arithmetic(let symbol, _, _): symbol.power
    case .negate: .negation
    case .literal, .string, .parameter, .path, .call, .relatives: .primary
    }
  }
}

extension Path {
  package var printed: String {
    let name = parts.dropFirst().reduce(parts.first ?? "") { text, part in
      text + (isName(part) ? "." + part : "[" + quotedString(part) + "]")
    }
    guard let source else { return name }
    return name + "[" + (isName(source) ? source : quotedString(source)) + "]"
  }

  private func isName(_ part: String) -> Bool {
    !part.isEmpty && part.unicodeScalars.allSatisfy(\.isNamePart)
  }
}

extension Relatives {
  package var printed: String {
    relation.rawValue + "{" + (condition?.printed ?? "") + "}"
      + (field.map { "." + $0.printed } ?? "")
  }
}

extension Call {
  package var printed: String {
    let texts = arguments.map { argument in
      switch argument {
      case .expression(let expression): expression.printed(atLeast: .sum)
      case .everything: "*"
      }
    }
    let suffix = condition.map { " if (" + $0.printed + ")" } ?? ""
    return name + "(" + list(texts) + ")" + suffix
  }
}

private func list(_ texts: [String]) -> String { texts.joined(separator: ", ") }

/// A string literal; every character that could end it or upset a terminal is escaped.
func quotedString(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
      result += "\\u{" + String(scalar.value, radix: 16) + "}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
