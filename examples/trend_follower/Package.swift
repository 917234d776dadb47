// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "slipway-trend-follower",
  dependencies: [
    .package(name: "Slipway", path: "../..")
  ],
  targets: [
    .target(
      name: "TrendFollower",
      dependencies: [
        .product(name: "StrategyKit", package: "Slipway"),
        .product(name: "TradingCore", package: "Slipway"),
      ]),
    .executableTarget(
      name: "slipway-trend-follower",
      dependencies: [
        "TrendFollower", .product(name: "SlipwayCommand", package: "Slipway"),
      ]),
    .testTarget(name: "TrendFollowerTests", dependencies: ["TrendFollower"]),
  ]
)
