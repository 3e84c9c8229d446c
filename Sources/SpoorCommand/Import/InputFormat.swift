import ArgumentParser

/// What an input of an import is.
enum InputFormat: String, ExpressibleByArgument, CaseIterable {
  case otlp, csv, jsonl

  /// What a file's name says it is.
  ///
  /// Lines of JSON are OTLP unless the command says otherwise.
  init(ofFile name: String) {
    self = Self.extension(of: name).map { ["csv", "tsv"].contains($0) } == true ? .csv : .otlp
  }

  /// The separator of a file's columns unless the command says another.
  static func delimiter(ofFile name: String) -> UInt8 {
    Self.extension(of: name) == "tsv" ? UInt8(ascii: "\t") : UInt8(ascii: ",")
  }

  /// What follows the last dot, a compression's own left out.
  private static func `extension`(of name: String) -> String? {
    var parts = name.lowercased().split(separator: "/").last?.split(separator: ".") ?? []
    if let last = parts.last, ["gz", "zst"].contains(last) { parts.removeLast() }
    return parts.count > 1 ? parts.last.map(String.init) : nil
  }

  /// What an input that is no OTLP may be, by its first line.
  static func hint(firstLine: [UInt8]) -> String? {
    let line = firstLine.drop { $0 == 0x20 || $0 == 0x09 }
    if line.first == UInt8(ascii: "{") {
      return "objects of another kind are read with --format jsonl"
    }
    let signs: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    guard line.first != UInt8(ascii: "["), line.contains(where: signs.contains) else { return nil }
    return "it looks like CSV, which is read with --format csv"
  }
}
