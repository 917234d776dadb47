// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "slipway-range-fader",
  dependencies: [
    .package(name: "Slipway", path: "../..")
  ],
  targets: [
    // One target: the loop over the ticks is then compiled for the strategy as it stands.
    .executableTarget(
      name: "slipway-range-fader",
      dependencies: [
        .product(name: "SlipwayCommand", package: "Slipway"),
        .product(name: "StrategyKit", package: "Slipway"),
        .product(name: "TradingCore", package: "Slipway"),
      ],
      // What the strategy is built of becomes part of its bots' identity.
      plugins: [.plugin(name: "StrategySources", package: "Slipway")]),
    .testTarget(name: "RangeFaderTests", dependencies: ["slipway-range-fader"]),
  ]
)
