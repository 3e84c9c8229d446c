/// What was typed before, kept from session to session in a file that only the user can read.
///
/// The file has an entry a line, oldest first; line feeds in an entry are `\n`, backslashes
/// `\\`. Sessions that run side by side only append, so that none loses another's entries.
package struct HistoryFile: Hashable, Sendable {
  /// How many entries are recalled.
  package static let entryLimit = 1_000
  /// A file of more entries than this many times the limit is written anew, shorter.
  private static let slack = 2

  private let path: String
  private let entryLimit: Int

  /// A file at an absolute path, of at most the given number of entries.
  package init(path: String, entryLimit: Int = entryLimit) {
    self.path = path
    self.entryLimit = entryLimit
  }

  /// The place that the XDG Base Directory Specification gives to such state; nil when the user
  /// wants no history (`SPOOR_HISTORY=off`) or has no home.
  package init?(environment: [String: String]) {
    guard environment["SPOOR_HISTORY"] != "off" else { return nil }
    // The specification has relative paths ignored.
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      self.init(path: "\(state)/spoor/history")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      self.init(path: "\(home)/.local/state/spoor/history")
    } else {
      return nil
    }
  }

  /// The entries, oldest first, each once: where it was entered last.
  package func load() -> [String] {
    guard let contents = SystemFile.contents(of: path) else { return [] }
    let lines = String(decoding: contents, as: UTF8.self).split(separator: "\n")
    let entries = Self.latest(lines.map { Self.decoded(String($0)) }, limit: entryLimit)
    if lines.count > entryLimit * Self.slack {
      SystemFile.replace(path, with: entries.map { Self.encoded($0) + "\n" }.joined())
    }
    return entries
  }

  /// Keeps an entry.
  ///
  /// A history that can not be written is no reason to stop: it stays as it is.
  package func append(_ entry: String) {
    let line = Self.encoded(entry) + "\n"
    if SystemFile.append(line, to: path) { return }
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    SystemFile.makeFolder("/" + folder)
    SystemFile.append(line, to: path)
  }

  /// The last `limit` different entries, in the order of their last occurrence.
  static func latest(_ entries: [String], limit: Int) -> [String] {
    var seen: Set<String> = []
    var kept: [String] = []
    for entry in entries.reversed() where kept.count < limit {
      if seen.insert(entry).inserted { kept.append(entry) }
    }
    return kept.reversed()
  }

  static func encoded(_ entry: String) -> String {
    var line = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": line += "\\\\"
      case "\n": line += "\\n"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  static func decoded(_ line: String) -> String {
    var entry = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if isEscaped {
        entry.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        entry.append(scalar)
      }
    }
    return String(entry)
  }
}
