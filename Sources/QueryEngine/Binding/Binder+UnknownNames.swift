import QuerySyntax
import Scanning

/// What to say of names that nothing has.
extension Binder {
  /// The prefix is the relative whose field was named, with its dot.
  func unknownName(_ name: String, prefix: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      "there is no field or attribute \(name)", at: range, hint: hint(forUnknown: name, prefix))
  }

  private func hint(forUnknown name: String, _ prefix: String) -> String {
    if AggregateName(rawValue: name.lowercased()) != nil {
      return "an aggregate has parentheses, and is selected: select \(name.lowercased())(…)"
    }
    if name == "score" { return "a score has a name: score.x, or score.x[human]" }
    if let identity = identity(name) { return "write \(identity) = \(name)" }
    if let scoped = scopedElsewhere(name) { return "write \(prefix)\(scoped)" }
    let isNew = "an attribute not seen yet is written \(prefix)attr[\"\(name)\"]"
    guard let known = knownName(for: name) else { return isNew }
    return "did you mean \(prefix)\(known)? \(isNew)"
  }

  private func knownName(for name: String) -> String? {
    if !catalogue.columns(of: name, in: .score).isEmpty { return "score.\(name)" }
    return ForeignNames.field(name) ?? catalogue.nearestName(to: name)
  }

  /// The id that digits on their own are.
  private func identity(_ name: String) -> String? {
    guard name.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
      return nil
    }
    return switch name.utf8.count {
    case 32: "trace_id"
    case 16: "span_id"
    default: nil
    }
  }

  /// Attributes and scores behind the words that other systems put before them.
  private func scopedElsewhere(_ name: String) -> String? {
    guard let dot = name.firstIndex(of: ".") else { return nil }
    let (scope, rest) = (name[..<dot].lowercased(), String(name[name.index(after: dot)...]))
    switch scope {
    case "span", "attributes", "attribute", "tags", "tag":
      return "attr." + rest
    case "any": return "trace{\(rest) …}"
    case "none": return "not trace{\(rest) …}"
    case "child", "ancestor", "descendant", "sibling": return "\(scope){\(rest) …}"
    case "metadata": return "attr[\"\(name)\"]"
    case "evals", "evaluations", "annotations", "feedback", "scores":
      return "score." + rest.split(separator: ".")[0]
    default: return nil
    }
  }
}
