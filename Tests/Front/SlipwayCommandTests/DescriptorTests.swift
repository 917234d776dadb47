import Foundation
import TestSupport
import Testing

/// What is open in a process, and who would inherit it.
@Suite(
  "Descriptors are nobody else's",
  .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fdinfo"), "no /proc here"))
struct DescriptorTests {
  /// Something open in a process.
  private struct Opened {
    let number: Int
    let target: String
    /// Whether it closes when the process starts a program.
    let isOurs: Bool
  }

  /// The flag among those that `fdinfo` shows in octal.
  /// Source: proc_pid_fdinfo(5), open(2) O_CLOEXEC
  private static let closesOnExec = 0o2_000_000

  private func opened(_ process: Int32) -> [Opened] {
    let folder = "/proc/\(process)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/fd")) ?? []
    return names.compactMap { name in
      guard let number = Int(name),
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/fd/\(name)"),
        let text = try? String(contentsOfFile: "\(folder)/fdinfo/\(name)", encoding: .utf8),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
        let flags = Int(line.dropFirst(6).trimmingCharacters(in: .whitespaces), radix: 8)
      else { return nil }
      return Opened(number: number, target: target, isOurs: flags & Self.closesOnExec != 0)
    }.sorted { $0.number < $1.number }
  }

  /// What is open once all of these are.
  private func opened(_ process: Int32, with parts: [String]) throws -> [Opened] {
    for _ in 0..<6_000 {
      let found = opened(process)
      if parts.allSatisfy({ part in found.contains { $0.target.contains(part) } }) { return found }
      usleep(10_000)
    }
    throw DescriptorFault(missing: parts, found: opened(process).map(\.target))
  }

  private struct DescriptorFault: Error {
    let missing: [String]
    let found: [String]
  }

  @Test(
    "A run with home, journal, log, feed and messages open passes on no file", .timeLimit(.minutes(5)))
  func run() async throws {
    let receiver = try await WebhookReceiver { _ in .status(200) }
    let address = try #require(URL(string: receiver.url))
    let fixture = try BotFixture()
    try fixture.register("one")
    try fixture.write(
      "home/feeds/there.yaml", "address: tcp://127.0.0.1:\(try #require(address.port))\n")
    try fixture.write(
      "home/notifications.yaml",
      "channels:\n  - {type: webhook, name: hook, url: \"\(receiver.url)\"}\n")
    let running = try Program.Running(
      Program.path, ["run", "--feed", "there", "--quiet"], in: fixture.folder,
      environment: ["SLIPWAY_HOME": fixture.home])
    let found = try opened(
      running.process.processIdentifier, with: ["socket:", "journal.sqlite", "run.jsonl", "eventpoll"])
    running.send(SIGINT)
    _ = try running.wait()
    // Sockets of the network library are shut when a program is started.
    let others = found.filter { $0.number > 2 && !$0.isOurs && $0.target.hasPrefix("/") }.map(\.target)
    #expect(others.isEmpty, "\(others)")
  }

  @Test(
    "A passphrase is read, and its descriptor closed, before anything else is opened", .timeLimit(.minutes(5))
  )
  func passphrase() throws {
    let fixture = try BotFixture()
    try fixture.write("secret", "a horse in the morning\n")
    // The second passphrase never comes.
    let line = """
      mkfifo wait; exec 4<>wait
      exec '\(Program.path)' operator add ada --role admin --passphrase-fd 3 --new-passphrase-fd 4 3<secret
      """
    let running = try Program.Running(
      "/bin/sh", ["-c", line], in: fixture.folder, environment: ["SLIPWAY_HOME": fixture.home])
    var found: [Opened] = []
    for _ in 0..<6_000 {
      found = opened(running.process.processIdentifier)
      let name = try? FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/\(running.process.processIdentifier)/exe")
      if name == Program.path, !found.contains(where: { $0.target.hasSuffix("/secret") }),
        found.contains(where: { $0.target.hasSuffix("/wait") })
      {
        break
      }
      usleep(10_000)
    }
    #expect(found.contains { $0.target.hasSuffix("/wait") })
    #expect(!found.contains { $0.target.hasSuffix("/secret") })
    #expect(!found.contains { $0.target.contains("/home/") })
    #expect(!fixture.hasHome)
    running.send(SIGINT)
    #expect(try running.wait().status == 128 + SIGINT)
  }

  @Test("One descriptor gives one passphrase")
  func same() throws {
    let fixture = try BotFixture()
    try fixture.write("secret", "a horse in the morning\n")
    let line =
      "'\(Program.path)' operator add ada --role admin --passphrase-fd 3 --new-passphrase-fd 3 3<secret"
    let outcome = try Program.Running(
      "/bin/sh", ["-c", line], in: fixture.folder, environment: ["SLIPWAY_HOME": fixture.home]
    ).wait()
    expectError(outcome, status: 64, naming: "--new-passphrase-fd")
    #expect(!fixture.hasHome)
  }
}
