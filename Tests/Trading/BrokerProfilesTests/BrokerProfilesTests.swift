import BrokerProfiles
import FileSystem
import Foundation
import TestSupport
import Testing
import TradingCore

struct BrokerProfilesTests {
  private static let bundled = [
    "crypto_exchange", "exness_raw", "futures_retail", "oanda", "reference", "roboforex_prime",
  ]
  private static let known = bundled.joined(separator: ", ")

  private let home: TemporaryFolder
  private let profiles: BrokerProfiles

  init() throws {
    home = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: home.file("brokers"), withIntermediateDirectories: true)
    profiles = BrokerProfiles(home: home.path)
  }

  private func write(_ name: String, _ text: String) throws -> String {
    let path = home.file(name)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func aProfileOfTheHomeHidesABundledOne() throws {
    let path = try write("brokers/reference.yaml", ProfileText.with("leverage: 30"))
    #expect(try profiles.load("reference").leverage == 30)
    #expect(try BrokerProfiles(home: nil).load("reference").leverage == 100)
    #expect(profiles.list().map(\.name) == Self.bundled)
    #expect(profiles.list().compactMap(\.path) == [path])
    #expect(profiles.list().first { $0.name == "reference" }?.origin == .overridden)
  }

  @Test func listsByNameAndOnlyYAML() throws {
    _ = try write("brokers/mine.yaml", ProfileText.with("leverage: 30"))
    _ = try write("brokers/.mine.yaml.partial-7", "")
    _ = try write("brokers/README.md", "")
    #expect(profiles.list().map(\.name) == (Self.bundled + ["mine"]).sorted())
    #expect(profiles.list().first { $0.name == "mine" }?.origin == .home)
  }

  @Test func aPathNeedsNoHome() throws {
    let path = try write("own.yaml", ProfileText.with("leverage: 7"))
    let profile = try BrokerProfiles(home: nil).load(path)
    #expect(profile.name == "own")
    #expect(profile.leverage == 7)
  }

  @Test func anUnknownNameIsAnsweredWithTheKnownOnes() {
    #expect {
      try profiles.load("exnes_raw")
    } throws: { error in
      "\(error)"
        == "no broker profile 'exnes_raw' (known: \(Self.known)): did you mean 'exness_raw'?"
    }
    #expect {
      try profiles.load("dukascopy")
    } throws: { error in
      "\(error)" == "no broker profile 'dukascopy' (known: \(Self.known)): "
        + "give a known name or the path of a YAML file"
    }
  }

  @Test func aMissingFileIsAMissingFile() {
    #expect(throws: FileError.missing(path: "nowhere/x.yaml")) {
      try profiles.load("nowhere/x.yaml")
    }
    #expect(throws: FileError.unreadable(path: home.path + "/", reason: "it is a folder")) {
      try profiles.load(home.path + "/")
    }
  }

  @Test func aMistakeInTheHomeIsNamedByFileAndLine() throws {
    let path = try write("brokers/mine.yaml", ProfileText.with("leverage: lots"))
    #expect {
      try profiles.load("mine")
    } throws: { error in
      "\(error)" == "bad value of 'leverage' (\(path):3): "
        + "expected a whole number from 1 to 1000000, was 'lots'"
    }
  }
}
