// swift-tools-version: 6.3
import PackageDescription

// A package of its own, so that nothing of it reaches those who depend on Spoor.

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "spoor-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "spoor", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
  ],
  targets: [
    // The spans that are measured: made, not read, and the same from the same seed.
    .target(
      name: "Workload", dependencies: [.product(name: "Spoor", package: "spoor")],
      swiftSettings: settings),
    .executableTarget(
      name: "spoor-bench",
      dependencies: [
        "Workload", .product(name: "Spoor", package: "spoor"),
        .product(name: "SpoorTracing", package: "spoor"),
        .product(name: "Tracing", package: "swift-distributed-tracing"),
        .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/SpoorBench", swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
