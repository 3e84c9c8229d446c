/// A line of a difference as `diff -u` writes it.
struct DifferenceLine {
  enum Kind {
    case added, removed, place, same
  }

  var kind: Kind
  /// With its mark.
  var text: String

  /// Lines end at line feeds alone; what else may look like an end is part of a line.
  static func lines(of difference: String) -> [DifferenceLine] {
    var lines = difference.unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { DifferenceLine(String($0)) }
    if lines.last?.text.isEmpty == true { lines.removeLast() }
    return lines
  }

  private init(_ text: String) {
    self.text = text
    kind =
      switch text.unicodeScalars.first {
      case "@": .place
      case "+": .added
      case "-": .removed
      default: .same
      }
  }
}
