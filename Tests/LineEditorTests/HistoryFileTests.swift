import Foundation
import LineEditor
import Testing

/// Calls `body` with the path of a history in a folder of its own, which does not exist yet.
private func withHistoryPath(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.appending(path: "spoor/history").path(percentEncoded: false))
}

@Test func `history survives the session, several lines and backslashes included`() throws {
  try withHistoryPath { path in
    let entries = ["stage=tool", "a\n| limit 1", #"name=~"\\n""#, "日本 🙂"]
    let history = HistoryFile(path: path)
    #expect(history.load().isEmpty)
    for entry in entries { history.append(entry) }
    #expect(HistoryFile(path: path).load() == entries)
  }
}

@Test func `only the user can read the history`() throws {
  try withHistoryPath { path in
    let history = HistoryFile(path: path)
    history.append("a")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    history.append("b")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let folder = (path as NSString).deletingLastPathComponent
    let folderAttributes = try FileManager.default.attributesOfItem(atPath: folder)
    #expect(folderAttributes[.posixPermissions] as? Int == 0o700)
  }
}

@Test func `an entry comes back once, where it was entered last`() throws {
  try withHistoryPath { path in
    let history = HistoryFile(path: path)
    for entry in ["a", "b", "a", "c", "b"] { history.append(entry) }
    #expect(history.load() == ["a", "c", "b"])
  }
}

@Test func `a history keeps its newest entries, and its file does not grow for ever`() throws {
  try withHistoryPath { path in
    let history = HistoryFile(path: path, entryLimit: 10)
    for number in 1...100 { history.append("query \(number)") }
    #expect(history.load() == (91...100).map { "query \($0)" })
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 10)
    let folder = (path as NSString).deletingLastPathComponent
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["history"])
  }
}

@Test func `a history that can not be written is no failure`() {
  let history = HistoryFile(path: "/dev/null/spoor/history")
  history.append("a")
  #expect(history.load().isEmpty)
}

@Test func `history lives where the XDG specification says, unless it is off`() {
  func path(_ environment: [String: String]) -> HistoryFile? {
    HistoryFile(environment: environment)
  }
  let home = HistoryFile(path: "/h/.local/state/spoor/history")
  #expect(path(["HOME": "/h"]) == home)
  #expect(path(["HOME": "/h", "XDG_STATE_HOME": "relative"]) == home)
  #expect(
    path(["HOME": "/h", "XDG_STATE_HOME": "/s"]) == HistoryFile(path: "/s/spoor/history"))
  #expect(path(["HOME": "/h", "SPOOR_HISTORY": "off"]) == nil)
  #expect(path([:]) == nil)
}
