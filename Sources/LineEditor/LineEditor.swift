internal import CLineEditor

/// Reads lines from a person, with editing, history and completion, or from a pipe, plainly.
///
/// Not for several threads: a terminal has one reader.
@safe package final class LineEditor {
  /// How the editor looks and what it knows.
  package struct Configuration {
    /// Before the first line of an input.
    ///
    /// Text between two U+0001 takes no columns: colours.
    package var prompt = "spoor> "
    /// Before the lines that go on with it.
    package var continuationPrompt = "  ...> "
    /// Where history is kept; nil for none from session to session.
    package var history: HistoryFile?
    /// Whole words that could stand at the cursor, which is an offset into the line's UTF-8.
    package var complete: ((_ line: String, _ cursor: Int) -> [String])?
    /// The file descriptors to read from and to write to.
    package var input: Int32 = 0
    /// See `input`.
    package var output: Int32 = 1

    /// Standard input and output, without history or completion.
    package init() {}
  }

  /// A line and a cursor, as the last Tab left them.
  private struct Position: Equatable {
    var line: String
    var cursor: Int
  }

  private let configuration: Configuration
  private var plain: PlainReader
  /// libedit's editor; nil where nobody types.
  ///
  /// Valid until `deinit`, which closes it.
  private var editor: OpaquePointer?
  private var lastEntry: String?
  private var lastTab: Position?

  /// An editor, if both descriptors are a terminal, else a plain reader without prompts.
  package init(_ configuration: Configuration = Configuration()) {
    self.configuration = configuration
    plain = PlainReader(descriptor: configuration.input)
    guard SystemFile.isTerminal(configuration.input),
      SystemFile.isTerminal(configuration.output)
    else { return }
    // Safe: the context is this object, which closes the editor before it goes.
    unsafe editor = spoor_editor_open(
      configuration.input, configuration.output, Int32(HistoryFile.entryLimit), completionKey,
      Unmanaged.passUnretained(self).toOpaque())
    for entry in configuration.history?.load() ?? [] { recall(entry) }
  }

  deinit {
    if let editor = unsafe editor { unsafe spoor_editor_close(editor) }
  }

  /// Whether a person types.
  package var isInteractive: Bool { unsafe editor != nil }

  /// Waits for a line.
  ///
  /// - Parameter continuing: Whether it goes on with the line before.
  /// - Returns: The line, or why there is none.
  /// - Throws: Only where nobody types: the input can not be read, or has a line without end.
  package func readLine(continuing: Bool = false) throws(LineEditorError) -> LineEvent {
    guard let editor = unsafe editor else { return try plain.readLine() }
    lastTab = nil
    let prompt = continuing ? configuration.continuationPrompt : configuration.prompt
    return unsafe prompt.withCString { unsafe Self.read(editor, prompt: $0) }
  }

  private static func read(
    _ editor: OpaquePointer, prompt: UnsafePointer<CChar>
  ) -> LineEvent {
    var text: UnsafePointer<CChar>?
    var length: Int32 = 0
    switch unsafe spoor_editor_read(editor, prompt, &text, &length) {
    case SPOOR_LINE_INTERRUPTED: return .interrupted
    case SPOOR_LINE_READ: return .line(unsafe string(text, length))
    default: return .endOfInput
    }
  }

  /// Adds an entry, of one line or several, to the history.
  ///
  /// Left out are entries that are blank, start with a space (for what is not to be kept), or
  /// repeat the one before.
  package func remember(_ entry: String) {
    guard isInteractive, !entry.hasPrefix(" "), !entry.allSatisfy(\.isWhitespace),
      entry != lastEntry
    else { return }
    recall(entry)
    configuration.history?.append(entry)
  }

  private func recall(_ entry: String) {
    guard let editor = unsafe editor else { return }
    lastEntry = entry
    unsafe entry.withCString { unsafe spoor_editor_remember(editor, $0) }
  }

  /// A copy of `length` bytes of C text.
  fileprivate static func string(_ text: UnsafePointer<CChar>?, _ length: Int32) -> String {
    guard let text = unsafe text else { return "" }
    // Safe: the C side gives text and length together, valid until its next call.
    let bytes = unsafe UnsafeRawBufferPointer(start: text, count: Int(length))
    return unsafe String(decoding: bytes, as: UTF8.self)
  }
}

extension LineEditor {
  /// Answers a Tab.
  fileprivate func completeWord(_ editor: OpaquePointer) -> spoor_completion {
    guard let complete = configuration.complete else { return SPOOR_COMPLETION_NOTHING }
    let position = unsafe position(in: editor)
    let beforeCursor = String(decoding: position.line.utf8.prefix(position.cursor), as: UTF8.self)
    let answer = Completion(
      beforeCursor: beforeCursor, candidates: complete(position.line, position.cursor),
      isRepeated: position == lastTab)
    defer { lastTab = unsafe self.position(in: editor) }
    switch answer {
    case .nothing: return SPOOR_COMPLETION_NOTHING
    case .insert(let text):
      unsafe text.withCString { unsafe spoor_editor_insert(editor, $0) }
      return SPOOR_COMPLETION_CHANGED
    case .list(let candidates):
      let columns = unsafe Int(spoor_editor_columns(editor))
      let text = Completion.listing(candidates, columns: columns)
      unsafe text.withCString { unsafe spoor_editor_print_below(editor, $0) }
      return SPOOR_COMPLETION_LISTED
    }
  }

  private func position(in editor: OpaquePointer) -> Position {
    var text: UnsafePointer<CChar>?
    var length: Int32 = 0
    var cursor: Int32 = 0
    unsafe spoor_editor_line(editor, &text, &length, &cursor)
    return unsafe Position(line: Self.string(text, length), cursor: Int(cursor))
  }
}

/// Called by the C side with the context that `init` gave it.
private func completionKey(
  _ context: UnsafeMutableRawPointer?, _ editor: OpaquePointer?
) -> spoor_completion {
  guard let context = unsafe context, let editor = unsafe editor else {
    return SPOOR_COMPLETION_NOTHING
  }
  // Safe: the context is the editor's owner, which is waiting in `readLine`.
  let owner = unsafe Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
  return unsafe owner.completeWord(editor)
}
