import ArgumentParser
import FlatData

/// How a command line says what the columns of a table are.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What columns are, as TIMESTAMP=start,ms=latency:ms.", valueName: "column=field,…"))
  var map: [String] = []

  @Option(
    help: ArgumentHelp(
      "What rows have that do not say otherwise, as stage=generation,service=chat.",
      valueName: "field=text,…"))
  var set: [String] = []

  @Option(help: ArgumentHelp("Columns to leave out.", valueName: "column,…"))
  var drop: [String] = []

  @Flag(help: "Leave out every column that --map does not name.")
  var onlyMapped = false

  @Option(
    help: ArgumentHelp(
      "What separates the columns of CSV: a character, or tab; a comma unless said.",
      valueName: "sign"))
  var delimiter: String?

  @Option(
    help: ArgumentHelp(
      "The zone of times that do not tell theirs, as Europe/Paris or +02:00; UTC unless said.",
      valueName: "zone"))
  var tz: String?

  func validate() throws {
    do throws(MappingError) {
      // Constants are values, and are read with the table's first.
      _ = try TableReader(.jsonLines, try mapping)
    } catch {
      throw ValidationError(error.description)
    }
    if let delimiter, Self.byte(delimiter) == nil {
      throw ValidationError("--delimiter takes one character of ASCII, or tab")
    }
  }

  var mapping: TableMapping {
    get throws(MappingError) {
      try TableMapping(
        maps: map, sets: set, drops: drop, keepsOtherColumns: !onlyMapped, zone: tz ?? "UTC")
    }
  }

  /// The options that were used, for a message: they are nothing to OTLP.
  var used: [String] {
    [
      (!map.isEmpty, "--map"), (!set.isEmpty, "--set"), (!drop.isEmpty, "--drop"),
      (onlyMapped, "--only-mapped"), (delimiter != nil, "--delimiter"), (tz != nil, "--tz"),
    ].filter(\.0).map(\.1)
  }

  /// The byte between columns; `otherwise` where none was said.
  func delimiterByte(otherwise: UInt8) -> UInt8 {
    delimiter.flatMap(Self.byte) ?? otherwise
  }

  private static func byte(_ sign: String) -> UInt8? {
    if sign == "tab" || sign == "\\t" { return UInt8(ascii: "\t") }
    let bytes = Array(sign.utf8)
    // These are the marks of quotes and lines.
    guard bytes.count == 1, bytes[0] < 0x80, !"\"\r\n\0".utf8.contains(bytes[0]) else { return nil }
    return bytes[0]
  }
}
