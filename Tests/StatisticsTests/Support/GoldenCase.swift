import Foundation
import Testing

/// Inputs of a statistic and what reference implementations say of them.
///
/// `scripts/statistics-golden.py` writes the files.
struct GoldenCase: Decodable {
  let name: String
  let inputs: [String: [Double]]
  let expected: [String: Double]

  /// The cases of `Golden/<file>.json`.
  static func all(_ file: String) throws -> [GoldenCase] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(
      [GoldenCase].self,
      from: Data(contentsOf: folder.appending(path: "Golden/\(file).json")))
  }

  /// An input that is a list.
  func list(_ key: String) throws -> [Double] {
    try #require(inputs[key], "\(name) has no input \(key)")
  }

  /// An input that is one number.
  func number(_ key: String) throws -> Double {
    try #require(list(key).first, "\(name) has no number \(key)")
  }

  /// Expects a result to be what the file says, if it says anything of it.
  ///
  /// - Returns: whether it does.
  @discardableResult
  func expect(
    _ key: String, _ actual: Double?, relative: Double = 1e-10, absolute: Double = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Bool {
    guard let wanted = expected[key] else { return false }
    guard let actual else {
      Issue.record("\(name): no \(key), expected \(wanted)", sourceLocation: sourceLocation)
      return true
    }
    let isClose =
      actual == wanted || abs(actual - wanted) <= max(relative * abs(wanted), absolute)
    #expect(
      isClose, "\(name): \(key) is \(actual), expected \(wanted)", sourceLocation: sourceLocation)
    return true
  }
}
