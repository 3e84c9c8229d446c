import Foundation
import Testing

/// The features that a compiler knows.
private struct CompilerFeatures {
  let upcoming: Set<String>
  let experimental: Set<String>

  /// Nil when there is no `swiftc` to ask, as on a machine that only runs the tests.
  init?() throws {
    let compiler = Process()
    compiler.executableURL = URL(filePath: "/usr/bin/env")
    compiler.arguments = ["swiftc", "-print-supported-features"]
    let output = Pipe()
    compiler.standardOutput = output
    compiler.standardError = FileHandle.nullDevice
    try compiler.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0 else { return nil }
    let report = try JSONDecoder().decode(Report.self, from: text)
    upcoming = Set((report.features.upcoming ?? []).map(\.name))
    experimental = Set((report.features.experimental ?? []).map(\.name))
  }

  private struct Report: Decodable {
    struct Feature: Decodable { let name: String }
    struct Features: Decodable {
      let upcoming: [Feature]?
      let experimental: [Feature]?
    }
    let features: Features
  }
}

@Test(arguments: ["Package.swift", "Benchmarks/Package.swift"])
func `the compiler knows every feature that the manifest switches on`(_ path: String) throws {
  // SwiftPM takes a misspelt name without a word.
  guard let compiler = try CompilerFeatures() else { return }
  let manifest = Manifest(try Repository.text(path))
  #expect(!manifest.upcomingFeatures.isEmpty)
  for feature in manifest.upcomingFeatures {
    #expect(compiler.upcoming.contains(feature), "\(path): \(feature) is no upcoming feature")
  }
  for feature in manifest.experimentalFeatures {
    #expect(
      compiler.experimental.contains(feature), "\(path): \(feature) is no experimental feature")
  }
}

@Test func `a manifest is read as SwiftPM reads it`() {
  let manifest = Manifest(
    """
    // .target(name: "Commented")
    .enableUpcomingFeature("ExistentialAny"),
    .target(name: "A", swiftSettings: settings),
    .executableTarget(
      name: "B",
      dependencies: [
        "A", .product(name: "P", package: "some-package"),
      ],
      path: "C"),
    """)
  #expect(manifest.targets.map(\.name) == ["A", "B"])
  #expect(manifest.target("B")?.dependencies == ["A", "P"])
  #expect(manifest.upcomingFeatures == ["ExistentialAny"])
}
