/// A pattern of whole text: `%` stands for any text, `_` for one character.
struct LikePattern: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case any
    case one
    case exactly(Unicode.Scalar)
  }

  /// As written.
  let text: String
  private let parts: [Part]

  /// Behind `\`, `%` and `_` are themselves.
  init(_ text: String) {
    self.text = text
    var parts: [Part] = []
    var isEscaped = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\" where !isEscaped:
        isEscaped = true
        continue
      case "%" where !isEscaped: if parts.last != .any { parts.append(.any) }
      case "_" where !isEscaped: parts.append(.one)
      default:
        if isEscaped, scalar != "%", scalar != "_", scalar != "\\" { parts.append(.exactly("\\")) }
        parts.append(.exactly(scalar))
      }
      isEscaped = false
    }
    if isEscaped { parts.append(.exactly("\\")) }
    self.parts = parts
  }

  /// The characters between `%` and `_`.
  var stretches: [String] {
    var stretches = [""]
    for part in parts {
      if case .exactly(let scalar) = part {
        stretches[stretches.count - 1].unicodeScalars.append(scalar)
      } else {
        stretches.append("")
      }
    }
    return stretches.filter { !$0.isEmpty }
  }

  /// Whether all of a text is as the pattern says.
  ///
  /// - Complexity: O(n m) at worst: what does not fit is looked for further on behind the last `%`
  ///   only.
  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (place, part) = (0, 0)
    var last: (part: Int, place: Int)?
    while place < scalars.count {
      if part < parts.count, parts[part] == .any {
        last = (part, place)
        part += 1
      } else if part < parts.count, parts[part] == .one || parts[part] == .exactly(scalars[place]) {
        part += 1
        place += 1
      } else if let known = last {
        last = (known.part, known.place + 1)
        (part, place) = (known.part + 1, known.place + 1)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .any }
  }
}
