import FileSystem
import Foundation
import TestSupport

@testable import StrategyPrograms

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A desk with secrets, and a strategy program of somebody who is after them.
struct SandboxAttacks {
  /// The home of the desk, with a key and a journal.
  let home: TemporaryFolder
  /// Somewhere that is neither the program's nor Slipway's.
  let elsewhere: TemporaryFolder
  let program: ScriptedProgram
  private let server: Server
  private let secret: Int32

  /// Somebody who listens on a port of this machine.
  private final class Server {
    let port: Int
    private let number: Int32

    init() throws {
      #if canImport(Glibc)
        let stream = Int32(SOCK_STREAM.rawValue)
      #else
        let stream = SOCK_STREAM
      #endif
      let opened = socket(AF_INET, stream, 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let made = withUnsafeMutablePointer(to: &address) { address in
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(opened, $0, length) == 0 && listen(opened, 8) == 0 && getsockname(opened, $0, &length) == 0
        }
      }
      guard made else { throw SystemError(code: errno) }
      number = opened
      port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(number) }
  }

  init() throws {
    home = try TemporaryFolder()
    elsewhere = try TemporaryFolder()
    server = try Server()
    try FileManager.default.createDirectory(atPath: home.file("operators"), withIntermediateDirectories: true)
    for name in ["operators/ann.key", "journal.sqlite"] { try Self.write("secret", home.file(name)) }
    try Self.write("secret", elsewhere.file("other"))
    // As a shell hands a passphrase over: it stays open when a program starts.
    secret = open(elsewhere.file("other"), O_RDONLY)
    program = try ScriptedProgram(
      shell: """
        attempt() {
          name=$1; shift
          if ( eval "$@" ) >/dev/null 2>&1; then echo "$name" >&2; fi
        }
        own=$(dirname "$0")
        read -r event
        attempt 'own file' 'grep -q mine "$own/data"'
        attempt 'own temporary file' 'echo x >"$TMPDIR/x" && grep -q x "$TMPDIR/x"'
        attempt key 'cat \(home.file("operators/ann.key"))'
        attempt journal 'cat \(home.file("journal.sqlite"))'
        attempt environment 'cat /proc/$PPID/environ'
        attempt 'command line' 'cat /proc/$PPID/cmdline'
        attempt descriptor 'cat <&\(secret)'
        attempt 'other file' 'cat \(elsewhere.file("other"))'
        attempt beside 'echo x >>"$own/data"'
        attempt elsewhere 'echo x >\(elsewhere.file("new"))'
        attempt home 'echo x >\(home.file("new"))'
        attempt network 'exec 9<>/dev/tcp/127.0.0.1/\(server.port)'
        attempt signal 'kill -0 $PPID'
        attempt permissions 'chmod 777 \(home.file("operators/ann.key"))'
        attempt session 'setsid true'
        echo '\(ScriptedProgram.hello)'
        read -r event; echo '\(ScriptedProgram.ready)'
        while read -r event; do :; done
        """, shell: "bash")
    try Self.write("mine", program.folder.file("data"))
  }

  /// What it got.
  func spoils(_ sandbox: ProgramSandbox) throws -> [String] {
    defer { close(secret) }
    _ = try program.start(sandbox: sandbox)
    return program.errors.all
  }

  static func write(_ text: String, _ path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
