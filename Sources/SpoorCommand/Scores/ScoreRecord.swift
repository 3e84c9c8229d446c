import Foundation
import Spoor
import TraceModel

/// Why a record is no score.
struct RecordError: Error {
  var reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}

/// A score as a file or the command line says it: named texts.
struct ScoreRecord {
  /// What a record may say; other columns are passed over.
  enum Member: Int, CaseIterable {
    case trace, span, session, name, value, label, source, time, comment

    /// A column or member of this name, or of one that others use for it.
    init?(named text: String) {
      let name = text.trimmingCharacters(in: .whitespaces).lowercased()
      guard let known = Self.names[name] else { return nil }
      self = known
    }

    private static let names: [String: Member] = [
      "trace_id": .trace, "span_id": .span, "session_id": .session, "name": .name,
      "value": .value, "label": .label, "source": .source, "time": .time, "comment": .comment,
      "traceid": .trace, "spanid": .span, "sessionid": .session, "score": .value,
      "annotator": .source, "timestamp": .time, "explanation": .comment,
    ]
  }

  /// By the members' numbers.
  private var texts = [String?](repeating: nil, count: Member.allCases.count)

  /// An empty text says nothing.
  subscript(member: Member) -> String? {
    get { texts[member.rawValue] }
    set { texts[member.rawValue] = newValue?.isEmpty == false ? newValue : nil }
  }

  /// The score; `now` is when a score was said that does not tell.
  func score(now: Int64) throws(RecordError) -> Score {
    guard let name = self[.name] else { throw RecordError("there is no name") }
    var score = Score(of: try target(), name: name, time: try time() ?? now)
    score.source = self[.source] ?? ""
    score.label = self[.label]
    score.comment = self[.comment]
    if let value = self[.value] {
      if let number = Double(value) {
        score.number = number
      } else if score.label == nil {
        score.label = value
      } else {
        throw RecordError("the value \(value) is no number")
      }
    }
    return score
  }

  private func target() throws(RecordError) -> Score.Target {
    if let session = self[.session] {
      guard self[.trace] == nil, self[.span] == nil else {
        throw RecordError("a score is about a session, or about a trace or span, not both")
      }
      return .session(session)
    }
    guard let text = self[.trace] else {
      throw RecordError("there is no trace_id, and no session_id")
    }
    guard let trace = TraceID(text) else {
      throw RecordError("\(text) is no trace id: 32 hexadecimal digits")
    }
    guard let digits = self[.span] else { return .trace(trace) }
    guard let span = SpanID(digits) else {
      throw RecordError("\(digits) is no span id: 16 hexadecimal digits")
    }
    return .span(trace: trace, span: span)
  }

  private func time() throws(RecordError) -> Int64? {
    guard let text = self[.time] else { return nil }
    guard let time = Int64(text) ?? InstantText.parse(text) else {
      throw RecordError("\(text) is no time, as 2026-11-02T00:00:00Z or nanoseconds since 1970")
    }
    return time
  }
}

extension ScoreRecord {
  /// A record of a JSON object's members: texts, numbers and booleans.
  init(json line: [UInt8]) throws(RecordError) {
    let members: [String: JSONScalar]
    do {
      members = try JSONDecoder().decode([String: JSONScalar].self, from: Data(line))
    } catch {
      throw RecordError("the line is no JSON object of texts and numbers")
    }
    for (name, value) in members {
      if let member = Member(named: name) { self[member] = value.text }
    }
  }

  /// A record of a row, its columns named by the header.
  init(row: [String], columns: [Member?]) throws(RecordError) {
    guard row.count == columns.count else {
      let fields = row.count == 1 ? "1 field" : "\(row.count) fields"
      throw RecordError("the row has \(fields), and the header \(columns.count)")
    }
    for (column, text) in zip(columns, row) {
      if let column { self[column] = text }
    }
  }
}

/// A member's value as text; lists and objects are nothing to a score.
private struct JSONScalar: Decodable {
  var text: String?

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let text = try? value.decode(String.self) {
      self.text = text
    } else if let flag = try? value.decode(Bool.self) {
      text = flag ? "true" : "false"
    } else if let number = try? value.decode(Int64.self) {
      text = String(number)
    } else if let number = try? value.decode(Double.self) {
      text = String(number)
    }
  }
}
