import DisplayWidth

extension Character {
  /// Columns that a terminal gives the character, or what is printed in its place: an invisible
  /// mark that could upset a terminal is spelled out, and takes a column.
  package var terminalWidth: Int {
    let columns = CharacterWidth.columns(of: self)
    return columns == 0 && printable != self ? 1 : columns
  }
}
