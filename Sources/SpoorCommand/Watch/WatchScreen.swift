import Spoor
import TerminalRendering

/// Where the states of a watch are shown.
struct WatchScreen {
  private let format: WatchCommand.Format
  private let palette: Palette
  /// Lines of the state that is on the terminal, which the next one takes the place of.
  private var shownCount = 0
  private var toldNotes: Set<String> = []

  init(_ format: WatchCommand.Format, palette: Palette) {
    self.format = format
    self.palette = palette
  }

  mutating func show(_ state: WatchState) {
    let text = WatchText(state)
    switch format {
    case .table: draw(text)
    case .lines:
      Terminal.write(text.line + "\n", to: .output)
      for note in state.notes where toldNotes.insert(note).inserted {
        Terminal.write("note: \(note)\n", to: .error)
      }
    case .jsonl: Terminal.write(text.json + "\n", to: .output)
    case .json: break
    }
  }

  /// Shows what is to be seen of the last state alone.
  func finish(_ state: WatchState?) {
    guard format == .json, let state else { return }
    Terminal.write(WatchText(state).json + "\n", to: .output)
  }

  private mutating func draw(_ text: WatchText) {
    let width = Terminal.width(of: .output)
    let lines = text.lines(width: width, palette: palette)
    var drawn = ""
    if width != nil {
      // Up to the first line, and erase from there: a terminal that scrolled keeps the rest.
      if shownCount > 0 { drawn += "\u{1B}[\(shownCount)A\u{1B}[J" }
    } else if shownCount > 0 {
      drawn += "\n"
    }
    Terminal.write(drawn + lines.map { $0 + "\n" }.joined(), to: .output)
    shownCount = lines.count
  }
}
