import Foundation
import Testing

/// What the examples take on disk: 19.5 MB of JSON in which each turn repeats its history.
@Suite struct ExampleSizeTests {
  private let spoor = SpoorProcess()

  /// The size is a count of pages that the same bytes always give, so that it can be held to a
  /// bound: one that only a store of each message once can keep.
  @Test func `the examples take half a megabyte, each message being stored once`() throws {
    let outcome = try spoor("import", SpoorProcess.examples[0], SpoorProcess.examples[1])
    #expect(outcome.status == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: spoor.store + "/data.mdb")
    let byteCount = try #require(attributes[.size] as? Int)
    #expect(byteCount <= 500_000)
  }
}
