// swift-tools-version: 6.2
import Foundation
import PackageDescription

// `make fuzz` builds with coverage instrumentation; see docs/fuzzing.md.
let fuzzes = Context.environment["SLIPWAY_FUZZ"] != nil

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (fuzzes ? [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])] : [])

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
// Scrypt, for the operators' passphrases.
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")

// SQLite and the decompressors come along, too, where there are archives of them: a system that runs the program need
// not have them. The folder has what the linker reads for `-lsqlite3`: "take the archive".
let staticSystemLibraries: [String] =
  ["x86_64", "aarch64"].contains {
    FileManager.default.fileExists(atPath: "/usr/lib/\($0)-linux-gnu/libsqlite3.a")
  }
  ? ["-L\(Context.packageDirectory)/Sources/Market/SystemLibraries/Static"] : []

// The program carries its standard library: it starts in milliseconds and runs without a toolchain. Said to the linker
// alone, so that tests, simulator and program share all that is compiled. The static Foundation needs what is named here;
// the dynamic one, which the modules are compiled against, would bring it along. Nothing is exported, as nothing is
// loaded into the program that could ask: names alone took 9 MB and half a start.
let carriesItsLibraries: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-lFoundation", "-lCoreFoundation", "-lFoundationInternationalization",
      "-lFoundationEssentials", "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections",
      // The toolchain's own linker, which needs nothing of the system's.
      "-use-ld=lld", "-Xlinker", "--no-export-dynamic",
    ] + staticSystemLibraries, .when(platforms: [.linux], configuration: .release))
]

// Where headers and libraries are is asked of pkg-config but on Linux, where they are in the system's folders: to name
// those would have them searched before the folder above.
#if os(Linux)
  let pkgConfig: (String) -> String? = { _ in nil }
#else
  let pkgConfig: (String) -> String? = { $0 }
#endif

let package = Package(
  name: "Slipway",
  products: [
    .library(name: "TradingCore", targets: ["TradingCore"]),
    .library(name: "StrategyKit", targets: ["StrategyKit"]),
    .library(name: "SlipwayCommand", targets: ["SlipwayCommand"]),
    .executable(name: "slipway", targets: ["slipway"]),
    // What a strategy of one's own is built of, taken at every build.
    .plugin(name: "StrategySources", targets: ["StrategySources"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
  ],
  targets: [
    // Layer 0: values.
    .target(name: "TradingCore", swiftSettings: settings),
    .target(name: "FileSystem", swiftSettings: settings),
    .target(name: "JSONText", swiftSettings: settings),
    .target(name: "StateCoding", swiftSettings: settings),
    .target(
      name: "YAMLText", dependencies: [.product(name: "Yams", package: "Yams")], swiftSettings: settings),

    // Layer 1: one concern each, knowing only the values.
    .systemLibrary(
      name: "CZlib", path: "Sources/Market/SystemLibraries/CZlib", pkgConfig: pkgConfig("zlib"),
      providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CDeflate", path: "Sources/Market/SystemLibraries/CDeflate", pkgConfig: pkgConfig("libdeflate"),
      providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CLZMA", path: "Sources/Market/SystemLibraries/CLZMA", pkgConfig: pkgConfig("liblzma"),
      providers: [.apt(["liblzma-dev"])]),
    .target(
      name: "TickStore", dependencies: ["TradingCore", "FileSystem", "CZlib", "CDeflate", "CLZMA", crypto],
      swiftSettings: settings),
    .target(name: "StrategyKit", dependencies: ["TradingCore"], swiftSettings: settings),
    .target(
      name: "MarketClimate", dependencies: ["TradingCore", "FileSystem", "YAMLText"], swiftSettings: settings),
    .target(name: "RiskControl", dependencies: ["TradingCore", "YAMLText"], swiftSettings: settings),
    .target(
      name: "Statistics", dependencies: ["TradingCore", .product(name: "BigInt", package: "BigInt")],
      swiftSettings: settings),
    .target(
      name: "BrokerProfiles", dependencies: ["TradingCore", "FileSystem", "YAMLText"],
      // A link to `brokers/`: the bundled profiles become part of the program.
      resources: [.embedInCode("Profiles")], swiftSettings: settings),
    .target(
      name: "Journal",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", .product(name: "GRDB", package: "GRDB.swift"), crypto,
      ], swiftSettings: settings),

    // Layer 2: the loop, its simulated venue, and what shows results.
    .target(
      name: "FillSimulator", dependencies: ["TradingCore", "RiskControl"], swiftSettings: settings),
    .target(
      name: "BrokerBridges", dependencies: ["TradingCore", "RiskControl"], swiftSettings: settings),
    .target(
      name: "TradingEngine",
      dependencies: ["TradingCore", "StrategyKit", "RiskControl", "MarketClimate", crypto],
      swiftSettings: settings),
    .target(
      name: "Reports", dependencies: ["TradingCore", "FileSystem", "JSONText", "Statistics"],
      swiftSettings: settings),
    .target(
      name: "SessionRecording",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "StateCoding", "TickStore", "RiskControl",
      ],
      swiftSettings: settings),
    .target(
      name: "Promotion",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "YAMLText", "Journal", "Statistics", crypto, cryptoExtras,
      ],
      swiftSettings: settings),
    .target(
      name: "Feeds",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "YAMLText",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ], swiftSettings: settings),
    .target(
      name: "Notifications",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "YAMLText", crypto,
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ], swiftSettings: settings),
    .target(
      name: "Downloads",
      dependencies: [
        "TradingCore", "FileSystem", "TickStore",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ], swiftSettings: settings),
    // What is asked of the kernel between a process and the program that it becomes, where no Swift can run.
    .target(name: "CSandbox", path: "Sources/Strategy/CSandbox"),
    .target(
      name: "StrategyPrograms",
      dependencies: ["TradingCore", "FileSystem", "StateCoding", "StrategyKit", "CSandbox", crypto],
      swiftSettings: settings),

    // Layers 3 and 4: putting them together, and running them over files.
    .target(
      name: "BotAssembly",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "StrategyKit", "MarketClimate", "RiskControl",
        "BrokerProfiles", "FillSimulator", "BrokerBridges", "TradingEngine", "StateCoding", crypto,
      ], swiftSettings: settings),
    .target(
      name: "Backtesting",
      dependencies: [
        "TradingCore", "FileSystem", "TickStore", "StrategyKit", "Statistics", "TradingEngine", "Reports",
        "BotAssembly",
      ], swiftSettings: settings),

    .target(
      name: "ModeManager",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "StateCoding", "TickStore", "StrategyKit", "RiskControl",
        "MarketClimate", "Statistics", "FillSimulator", "BrokerBridges", "TradingEngine", "Journal",
        "SessionRecording",
        "Feeds", "Notifications", "Promotion", "BotAssembly", crypto,
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: settings),

    // Layer 5: what a person or a program can do and see.
    .target(
      name: "Operations",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "YAMLText", "TickStore", "StrategyKit", "MarketClimate",
        "BrokerProfiles", "Statistics", "Reports", "RiskControl", "TradingEngine", "StrategyPrograms",
        "BotAssembly",
        "Backtesting",
        "Downloads", "Journal", "Feeds", "Notifications", "Promotion", "ModeManager",
        "StateCoding",
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: settings),

    // Layer 6: the command line.
    .target(
      name: "SlipwayCommand",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "StrategyKit", "Reports", "BotAssembly", "Operations",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    // What the program keeps of the 34 MB of ICU's locale data, written by `make setup`; without it, it keeps all.
    .target(name: "CLocaleData", path: "Sources/Front/CLocaleData"),
    .executableTarget(
      name: "slipway",
      dependencies: ["SlipwayCommand", .target(name: "CLocaleData", condition: .when(platforms: [.linux]))],
      swiftSettings: settings, linkerSettings: carriesItsLibraries),

    // Run by the builds of strategies of one's own. The tool depends on nothing, as a build compiles it for itself.
    .plugin(name: "StrategySources", capability: .buildTool(), dependencies: ["strategy-sources"]),
    .executableTarget(name: "strategy-sources", path: "Plugins/strategy-sources", swiftSettings: settings),

    // `make bench`: measures all of the above; not a product.
    .executableTarget(
      name: "slipway-benchmarks",
      dependencies: [
        "TradingCore", "FileSystem", "JSONText", "TickStore", "StrategyKit", "BrokerProfiles", "Statistics",
        "Reports", "TradingEngine", "BotAssembly", "Backtesting", "Journal", "ModeManager",
        .product(name: "Logging", package: "swift-log"),
      ], path: "Benchmarks", swiftSettings: settings),

    // Tests mirror the targets.
    .target(
      name: "TestSupport",
      dependencies: [
        "TradingCore", "CLZMA",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ], path: "Tests/TestSupport", swiftSettings: settings),
    // What holds for any seed: a few in SimulationTests, thousands by `make sim`.
    .target(
      name: "SeededProperties",
      dependencies: [
        "TradingCore", "StateCoding", "TickStore", "StrategyKit", "RiskControl", "FillSimulator",
        "BrokerBridges", "TradingEngine", "Journal", "Statistics", "Promotion", "BotAssembly", "Backtesting",
        "SessionRecording", "TestSupport",
      ], path: "Tests/SeededProperties", swiftSettings: settings),
    .executableTarget(
      name: "slipway-sim", dependencies: ["SeededProperties"], path: "Tests/Simulator",
      swiftSettings: settings),
    .testTarget(
      name: "TradingCoreTests", dependencies: ["TradingCore", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "FileSystemTests", dependencies: ["FileSystem", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText"], swiftSettings: settings),
    .testTarget(
      name: "StateCodingTests", dependencies: ["StateCoding", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "YAMLTextTests", dependencies: ["YAMLText"], swiftSettings: settings),
    .testTarget(
      name: "JournalTests",
      dependencies: [
        "Journal", "TradingCore", "FileSystem", "JSONText", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: settings),
    .testTarget(
      name: "PromotionTests",
      dependencies: [
        "Promotion", "TradingCore", "FileSystem", "JSONText", "YAMLText", "Journal", "Statistics",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "FeedsTests",
      dependencies: [
        "Feeds", "TradingCore", "JSONText", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ], swiftSettings: settings),
    .testTarget(
      name: "NotificationsTests",
      dependencies: [
        "Notifications", "TradingCore", "FileSystem", "JSONText", "YAMLText", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ], swiftSettings: settings),
    .testTarget(
      name: "SessionRecordingTests",
      dependencies: [
        "SessionRecording", "TradingCore", "FileSystem", "JSONText", "TickStore", "RiskControl",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ModeManagerTests",
      dependencies: [
        "ModeManager", "SessionRecording", "TradingCore", "FileSystem", "JSONText", "TickStore",
        "MarketClimate", "StrategyKit", "Journal", "BrokerBridges", "FillSimulator", "Feeds", "Notifications",
        "TradingEngine",
        "Promotion", "BotAssembly", "Statistics", "RiskControl", "StateCoding", "BrokerProfiles",
        "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: settings),
    .testTarget(
      name: "TickStoreTests",
      dependencies: ["TickStore", "TradingCore", "FileSystem", "CZlib", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: settings),
    .testTarget(
      name: "MarketClimateTests",
      dependencies: ["MarketClimate", "TradingCore", "TickStore", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "StrategyKitTests", dependencies: ["StrategyKit", "TradingCore", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "RiskControlTests",
      dependencies: ["RiskControl", "TradingCore", "StateCoding", "YAMLText", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "TradingCore"],
      swiftSettings: settings),
    .testTarget(
      name: "BrokerProfilesTests",
      dependencies: ["BrokerProfiles", "TradingCore", "FileSystem", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "FillSimulatorTests",
      dependencies: ["FillSimulator", "TradingCore", "RiskControl", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "BrokerBridgesTests",
      dependencies: ["BrokerBridges", "TradingCore", "RiskControl", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TradingEngineTests",
      dependencies: [
        "TradingEngine", "TradingCore", "StrategyKit", "RiskControl", "FillSimulator", "TestSupport", crypto,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "TradingCore", "FileSystem", "JSONText", "Statistics", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "DownloadsTests",
      dependencies: ["Downloads", "TradingCore", "FileSystem", "TickStore", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "StrategyProgramsTests",
      dependencies: [
        "StrategyPrograms", "StrategyKit", "StateCoding", "TradingCore", "FileSystem", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BotAssemblyTests",
      dependencies: [
        "BotAssembly", "TradingCore", "JSONText", "StrategyKit", "RiskControl", "MarketClimate",
        "BrokerProfiles", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BacktestingTests",
      dependencies: ["Backtesting", "TradingCore"],
      swiftSettings: settings),
    .testTarget(
      name: "OperationsTests",
      dependencies: [
        "Operations", "TradingCore", "FileSystem", "JSONText", "RiskControl", "StrategyKit", "BotAssembly",
        "Reports", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SlipwayCommandTests",
      dependencies: [
        "SlipwayCommand", "Operations", "TradingCore", "FileSystem", "JSONText", "StateCoding", "TickStore",
        "Journal", "SessionRecording",
        "ModeManager",
        "Backtesting", "Promotion", "YAMLText", "BrokerProfiles", "StrategyKit", "BotAssembly",
        "StrategyPrograms",
        "Reports",
        "Feeds", "Notifications", "Downloads", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "TradingCore", "MarketClimate", "TickStore", "StrategyKit", "RiskControl", "TradingEngine",
        "Reports", "BotAssembly", "Backtesting", "SeededProperties", "TestSupport",
      ], swiftSettings: settings),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// What every reader of text or bytes is fuzzed with. The targets of `Fuzzing/Targets` are a program of their own under
// `make fuzz`; without it a test runs each of them once over what is in `Fuzzing/Corpus`.
let fuzzed: [Target.Dependency] = [
  "TradingCore", "FileSystem", "JSONText", "YAMLText", "StateCoding", "TickStore", "MarketClimate",
  "StrategyKit", "RiskControl", "Statistics", "BrokerProfiles", "Journal", "BrokerBridges", "TradingEngine",
  "SessionRecording", "Reports", "Promotion", "Feeds", "Notifications", "Downloads", "StrategyPrograms",
  "BotAssembly", "ModeManager", "Operations", "SlipwayCommand", "TestSupport",
  .product(name: "ArgumentParser", package: "swift-argument-parser"),
]
if fuzzes {
  package.targets.append(
    .executableTarget(
      name: "slipway-fuzz", dependencies: fuzzed, path: "Fuzzing", exclude: ["Tests", "Corpus"],
      sources: ["Targets", "Runner"], swiftSettings: settings,
      // The default linker does not read what the fuzzer's library says of its sources.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
} else {
  package.targets.append(
    .testTarget(
      name: "FuzzingTests", dependencies: fuzzed, path: "Fuzzing",
      exclude: ["Runner", "Corpus"], sources: ["Targets", "Tests"], swiftSettings: settings))
}

// Where each of them stands: seven districts under `Sources` and `Tests`, in the order in which one would explain them.
// `Sources/README.md` says what each is for.
let districts: [String: [String]] = [
  "Core": ["TradingCore", "FileSystem", "JSONText", "YAMLText", "StateCoding"],
  "Market": ["TickStore", "Feeds", "Downloads", "MarketClimate"],
  "Strategy": ["StrategyKit", "StrategyPrograms"],
  "Trading": [
    "BrokerProfiles", "RiskControl", "FillSimulator", "BrokerBridges", "TradingEngine", "BotAssembly",
    "Backtesting",
  ],
  "Evidence": ["Journal", "SessionRecording", "Statistics", "Promotion", "Reports"],
  "Desk": ["ModeManager", "Operations", "Notifications"],
  "Front": ["SlipwayCommand", "slipway"],
]
for (district, names) in districts {
  for target in package.targets where target.path == nil {
    if names.contains(target.name) { target.path = "Sources/\(district)/\(target.name)" }
    if names.contains(where: { target.name == $0 + "Tests" }) {
      target.path = "Tests/\(district)/\(target.name)"
    }
  }
}

// Tests are compiled as they stand, in every configuration: optimizing them takes minutes and saves seconds. What they
// test is optimized as it is shipped.
for target in package.targets where target.type == .test {
  target.swiftSettings = settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]
}
