// swift-tools-version: 6.3
import PackageDescription

// The floors of Spoor, bottom to top. A target may import only targets above it in this
// list that its own entry names; `Tests/TidyTests` holds the sources to that.

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
]

/// For the floors that lend views of memory they own.
let lendingSettings = settings + [.enableExperimentalFeature("Lifetimes")]

let package = Package(
  name: "spoor",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Spoor", targets: ["Spoor"]),
    .library(name: "SpoorTracing", targets: ["SpoorTracing"]),
    .executable(name: "spoor", targets: ["SpoorCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // For `SpoorTracing` alone, and none of them is linked by who uses `Spoor`.
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Floor 0: system libraries.
    .systemLibrary(
      name: "CLMDB", providers: [.apt(["liblmdb-dev"]), .brew(["lmdb"])]),
    .systemLibrary(
      name: "CZstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(
      name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(
      name: "CLineEditor",
      cSettings: [.treatAllWarnings(as: .error), .enableWarning("all")],
      linkerSettings: [.linkedLibrary("edit")]),

    // Floor 1: mechanisms that know nothing of traces.
    .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: lendingSettings),
    .target(name: "ByteCoding", swiftSettings: lendingSettings),
    .target(name: "Compression", dependencies: ["CZstd", "CZlib"], swiftSettings: settings),
    .target(name: "Columns", swiftSettings: lendingSettings),
    .target(name: "Statistics", swiftSettings: settings),
    .target(name: "CivilCalendar", swiftSettings: settings),
    .target(name: "DisplayWidth", swiftSettings: settings),
    .target(
      name: "QuerySyntax", dependencies: ["CivilCalendar", "DisplayWidth"],
      swiftSettings: settings),

    .target(name: "Drift", dependencies: ["Statistics"], swiftSettings: settings),

    // Floor 2: what a span is.
    .target(name: "TraceModel", dependencies: ["CivilCalendar"], swiftSettings: settings),

    // Floor 3: the wire format, and the contract between engine and storage.
    .target(name: "OTLP", dependencies: ["TraceModel", "ByteCoding"], swiftSettings: settings),
    .target(
      name: "Scanning", dependencies: ["Columns", "TraceModel"], swiftSettings: lendingSettings),
    .target(
      name: "FlatData",
      dependencies: ["OTLP", "TraceModel", "ByteCoding", "CivilCalendar", "QuerySyntax"],
      swiftSettings: settings),

    // Floor 4: storage and engine; neither imports the other.
    .target(
      name: "TraceStorage",
      dependencies: ["LMDB", "ByteCoding", "Compression", "Columns", "TraceModel", "Scanning"],
      swiftSettings: lendingSettings),
    .target(
      name: "QueryEngine",
      dependencies: [
        "QuerySyntax", "CivilCalendar", "Columns", "Statistics", "Drift", "TraceModel",
        "Scanning",
      ],
      swiftSettings: settings),

    // Floor 5: the library that services embed.
    .target(
      name: "Spoor",
      dependencies: [
        "QuerySyntax", "Drift", "TraceModel", "Scanning", "TraceStorage", "QueryEngine",
      ],
      swiftSettings: settings),

    // Floor 6: tracing of a service into its store, by swift-distributed-tracing.
    .target(
      name: "SpoorTracing",
      dependencies: [
        "Spoor", "TraceModel",
        .product(name: "Tracing", package: "swift-distributed-tracing"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),

    // Floor 6, too: the terminal. Rendering is apart from the command so that tests import it.
    .target(
      name: "TerminalRendering",
      dependencies: ["DisplayWidth", "Drift", "TraceModel", "QueryEngine"],
      swiftSettings: settings),
    .target(name: "LineEditor", dependencies: ["CLineEditor"], swiftSettings: settings),

    // Floor 7: the `spoor` command. (`Sources/spoor` would collide with `Sources/Spoor` on
    // disks that ignore case, hence the target's name.)
    .executableTarget(
      name: "SpoorCommand",
      dependencies: [
        "Spoor", "OTLP", "FlatData", "Compression", "QuerySyntax", "QueryEngine", "TraceModel",
        "TerminalRendering", "LineEditor",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // Tests, one target a floor, then the suites that cross floors.
    .target(
      name: "TestSupport", dependencies: ["Statistics", "TraceModel"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "LMDBTests", dependencies: ["LMDB", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "ByteCodingTests", dependencies: ["ByteCoding", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "CompressionTests", dependencies: ["Compression", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ColumnsTests", dependencies: ["Columns", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "CivilCalendarTests", dependencies: ["CivilCalendar", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "DriftTests", dependencies: ["Drift", "Statistics"], exclude: ["Golden"],
      swiftSettings: settings),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics"], exclude: ["Golden"],
      swiftSettings: settings),
    .testTarget(
      name: "QuerySyntaxTests", dependencies: ["QuerySyntax", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TraceModelTests", dependencies: ["TraceModel", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "OTLPTests", dependencies: ["OTLP", "TraceModel", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "FlatDataTests",
      dependencies: ["FlatData", "OTLP", "TraceModel", "CivilCalendar", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TraceStorageTests",
      dependencies: [
        "TraceStorage", "Scanning", "Columns", "TraceModel", "ByteCoding", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests", dependencies: ["SpoorCommand", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SpoorTests", dependencies: ["Spoor", "QuerySyntax", "TraceStorage", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SpoorTracingTests",
      dependencies: [
        "SpoorTracing", "Spoor", "TraceModel", "TestSupport",
        .product(name: "Tracing", package: "swift-distributed-tracing"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "InMemoryLogging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "MetricsTestKit", package: "swift-metrics"),
        .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TerminalRenderingTests",
      dependencies: [
        "TerminalRendering", "DisplayWidth", "Drift", "TraceModel", "QueryEngine", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(name: "LineEditorTests", dependencies: ["LineEditor"], swiftSettings: settings),
    .target(
      name: "FuzzTargets", dependencies: ["Spoor", "QuerySyntax", "TestSupport"],
      path: "Tests/FuzzTargets", swiftSettings: settings),
    .executableTarget(
      name: "ParserFuzzer", dependencies: ["FuzzTargets"], path: "Tests/ParserFuzzer",
      swiftSettings: settings),
    .executableTarget(
      name: "BindingFuzzer", dependencies: ["FuzzTargets"], path: "Tests/BindingFuzzer",
      swiftSettings: settings),
    .testTarget(
      name: "FuzzTests",
      dependencies: ["Spoor", "OTLP", "FlatData", "Compression", "FuzzTargets", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "TidyTests", swiftSettings: settings),
    .testTarget(
      name: "SimulationTests",
      dependencies: ["TraceStorage", "Scanning", "Columns", "TraceModel", "TestSupport"],
      swiftSettings: settings),
    .executableTarget(
      name: "CrashWriter",
      dependencies: [
        "Spoor", "TraceStorage", "Scanning", "Columns", "TraceModel", "TestSupport",
      ],
      path: "Tests/CrashWriter", swiftSettings: settings),
    .testTarget(
      name: "CrashTests",
      dependencies: [
        "CrashWriter", "SpoorCommand", "LMDB", "TraceStorage", "Scanning", "TraceModel", "OTLP",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "QueryEngineTests",
      dependencies: [
        "QueryEngine", "QuerySyntax", "Drift", "Scanning", "Columns", "TraceModel", "Statistics",
        "TestSupport",
      ],
      swiftSettings: lendingSettings),
    .testTarget(
      name: "QueryScriptTests",
      dependencies: [
        "Spoor", "OTLP", "TestSupport", "Compression", "TerminalRendering", "TraceModel",
        "QueryEngine",
      ],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
