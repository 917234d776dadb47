import FileSystem
import Foundation
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import StrategyPrograms

/// What a strategy program can do to the desk that runs it.
@Suite("A strategy program in its sandbox", .serialized)
struct SandboxTests {
  private static let isHere: ConditionTrait = .enabled(
    if: SandboxLevel.machine.isWhole, "of the sandbox this machine has \(SandboxLevel.machine)")
  private static let bash: ConditionTrait = .enabled(
    if: FileManager.default.isExecutableFile(atPath: "/bin/bash"), "no bash here")
  private static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let havePython: ConditionTrait = .enabled(if: python != nil, "no python3 here")

  /// As a kernel offers it: this one's, and those that keep less by themselves.
  private static let kernels = [SandboxLevel.machine.landlock, 4, 1].filter {
    $0 <= SandboxLevel.machine.landlock
  }

  private func sandbox(_ landlock: Int32 = SandboxLevel.machine.landlock, home: String? = nil)
    -> ProgramSandbox
  {
    var sandbox = ProgramSandbox(use: .required, home: home)
    sandbox.level = SandboxLevel(landlock: landlock, refusesCalls: true)
    return sandbox
  }

  @Test(
    "It gets at no key, journal, environment, descriptor, other file, network or process", isHere, bash,
    arguments: kernels)
  func attacks(landlock: Int32) throws {
    let attacks = try SandboxAttacks()
    #expect(
      try attacks.spoils(sandbox(landlock, home: attacks.home.path)) == ["own file", "own temporary file"])
  }

  @Test("Without a sandbox it gets nearly all of that", bash)
  func attacksWithout() throws {
    let attacks = try SandboxAttacks()
    let spoils = try attacks.spoils(ProgramSandbox(use: .off))
    for name in [
      "key", "journal", "other file", "beside", "elsewhere", "home", "network", "signal", "permissions",
    ] {
      #expect(spoils.contains(name))
    }
    #expect(!spoils.contains("descriptor"))
  }

  @Test("It asks the kernel itself, and is refused", isHere, havePython, arguments: kernels)
  func calls(landlock: Int32) throws {
    let folder = try TemporaryFolder()
    let victim = try TemporaryFolder()
    try SandboxAttacks.write("whole", victim.file("victim"))
    try SandboxAttacks.write("whole", folder.file("own"))
    try SandboxAttacks.write(
      """
      import ctypes, json, os, resource, socket, sys
      host, own = os.getppid(), os.path.dirname(os.path.abspath(__file__))
      kernel = ctypes.CDLL(None, use_errno=True)
      def attempt(name, act):
          try: act(); print(name, file=sys.stderr)
          except OSError: pass
      def request(number, *words):
          if kernel.syscall(number, *words) < 0: raise OSError(ctypes.get_errno(), "refused")
      def control(name, *words):
          if getattr(kernel, name)(*words) < 0: raise OSError(ctypes.get_errno(), "refused")
      attempt("limits", lambda: resource.prlimit(host, resource.RLIMIT_NOFILE))
      attempt("memory", lambda: open(f"/proc/{host}/mem", "rb"))
      attempt("trace", lambda: control("ptrace", 16, host, 0, 0))
      attempt("datagrams", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
      attempt("local socket", lambda: socket.socket(socket.AF_UNIX))
      attempt("pair of datagrams", lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM))
      attempt("ring", lambda: request(425, 1, 0))
      attempt("process", lambda: os.pidfd_open(host))
      attempt("namespace", lambda: control("unshare", 0x10000000))
      attempt("shared memory", lambda: control("shmget", 7, 4096, 0o1600))
      attempt("all processes", lambda: os.kill(-1, 0) if \(landlock) < 6 else os.kill(host, 0))
      attempt("its group", lambda: os.kill(-os.getpgid(host), 0))
      attempt("shortened", lambda: os.truncate(r"\(victim.file("victim"))", 0))
      attempt("own shortened", lambda: os.close(os.open(own + "/own", os.O_RDONLY | os.O_TRUNC)))
      attempt("renamed", lambda: os.rename(own + "/own", own + "/moved"))
      attempt("dated", lambda: os.utime(own + "/own", (0, 0)))
      attempt("pair of streams", socket.socketpair)
      attempt("own limits", lambda: resource.getrlimit(resource.RLIMIT_CORE) == (0, 0) or os.close(-1))
      attempt("own signal", lambda: os.kill(os.getpid(), 0))
      input(); print('\(ScriptedProgram.hello)', flush=True)
      """, folder.file("program.py"))
    let errors = ScriptedProgram.Lines()
    _ = try ExternalProgram(
      "exec:\(try #require(Self.python)) '\(folder.file("program.py"))'",
      limits: ExternalProgram.Limits(sandbox: sandbox(landlock)), errors: { errors.add($0) })
    #expect(errors.all == ["pair of streams", "own limits", "own signal"])
    #expect(try String(contentsOfFile: victim.file("victim"), encoding: .utf8) == "whole")
    #expect(try String(contentsOfFile: folder.file("own"), encoding: .utf8) == "whole")
  }

  @Test("Where the home is in its own folder it reads the folder and nothing of the home", isHere)
  func homeInside() throws {
    let program = try ScriptedProgram(
      shell: """
        read -r event; cd "$(dirname "$0")"
        for file in data deep/data home/operators/ann.key deep/../home/journal.sqlite; do
          if read -r text <"$file"; then echo "$file" >&2; fi
        done
        echo '\(ScriptedProgram.hello)'
        """)
    let folder = program.folder
    for name in ["deep", "home/operators"] {
      try FileManager.default.createDirectory(
        atPath: folder.file(name), withIntermediateDirectories: true)
    }
    for name in ["data", "deep/data", "home/operators/ann.key", "home/journal.sqlite"] {
      try SandboxAttacks.write("text\n", folder.file(name))
    }
    _ = try program.start(sandbox: sandbox(home: folder.file("home")))
    #expect(program.errors.all.filter { $0.hasSuffix("data") } == ["data", "deep/data"])
    #expect(!program.errors.all.contains { $0.hasSuffix("ann.key") || $0.hasSuffix("sqlite") })
  }

  @Test("A home that is made later, in the program's folder, is shut as well", isHere)
  func homeToCome() throws {
    let program = try ScriptedProgram(
      shell: """
        ask() { IFS= read -r event; }
        cd "$(dirname "$0")"
        ask; echo '\(ScriptedProgram.hello)'
        ask; read -r text <home/key && echo "$text" >&2; echo '\(ScriptedProgram.ready)'
        """)
    let started = try program.start(sandbox: sandbox(home: program.folder.file("home")))
    try FileManager.default.createDirectory(
      atPath: program.folder.file("home"), withIntermediateDirectories: true)
    try SandboxAttacks.write("secret\n", program.folder.file("home/key"))
    var strategy = started.makeStrategy(parameters: try ParameterValues(for: started.descriptor, given: [:]))
    try strategy.prepare(for: [Known.eurusd])
    #expect(!program.errors.all.contains("secret"))
  }

  @Test("A file that a parameter names is read; one of the home is refused", isHere)
  func parameters() throws {
    let hello =
      #"{"type":"strategy","protocol":1,"name":"reads","version":1,"#
      + #""parameters":[{"name":"model","kind":"file"}]}"#
    let program = try ScriptedProgram(
      shell: """
        ask() { IFS= read -r event; }
        ask; echo '\(hello)'
        ask; file=${event##*'"model":"'}; file=${file%%'"'*}
        read -r text <"$file" && echo "$text" >&2; echo '\(ScriptedProgram.ready)'
        """, shell: "bash")
    let home = try TemporaryFolder()
    let data = try TemporaryFolder()
    try SandboxAttacks.write("weights\n", data.file("model"))
    try SandboxAttacks.write("secret\n", home.file("journal.sqlite"))
    let started = try program.start(sandbox: sandbox(home: home.path))
    func run(_ file: String) throws -> ExternalStrategy {
      var strategy = started.makeStrategy(
        parameters: try ParameterValues(for: started.descriptor, given: ["model": file]))
      try strategy.prepare(for: [Known.eurusd])
      return strategy
    }
    #expect(try run(data.file("model")).failure == nil)
    #expect(program.errors.all == ["weights"])
    let failure = try #require(try run(home.file("journal.sqlite")).failure)
    #expect(failure.description.contains("it is in Slipway's home, which stays shut to strategy programs"))
    #expect(program.errors.all == ["weights"])
  }

  @Test("A program may not be a file of the home")
  func named() throws {
    let home = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: home.file("operators"), withIntermediateDirectories: true)
    try SandboxAttacks.write("secret", home.file("operators/ann.key"))
    let command = try ProgramCommand("exec:sh '\(home.file("operators/ann.key"))'")
    #expect(throws: ProgramError.self) {
      try SandboxFiles(for: command, ProgramSandbox(home: home.path), named: [])
    }
  }

  @Test("What is everybody's does not become a program's own by its being there")
  func sharedFolders() throws {
    for folder in ["/", "/etc", "/etc/ssl", "/home", "/root", "/tmp", "/dev/shm", "/proc/self", "/var/lib/x"]
    {
      #expect(SystemFiles.isShared(folder), "\(folder)")
    }
    for folder in ["/srv/strategies", "/app", "/home/ann/strategies", "/dev/shm/x"] {
      #expect(!SystemFiles.isShared(folder), "\(folder)")
    }
  }

  @Test("A virtual environment has the interpreter that it names, and nothing else that it names")
  func virtualEnvironment() throws {
    let (made, base) = (try TemporaryFolder(), try TemporaryFolder())
    for folder in [made.file("bin"), base.file("bin"), base.file("lib"), base.file("secrets")] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    try SandboxAttacks.write("", made.file("bin/python3"))
    func files(home: String) throws -> [String] {
      try SandboxAttacks.write("home = \(home)\n", made.file("pyvenv.cfg"))
      let command = try ProgramCommand("exec:'\(made.file("bin/python3"))'")
      return try SandboxFiles(for: command, ProgramSandbox(), named: []).entries.map(\.path)
    }
    let named = try files(home: base.file("bin"))
    #expect(named.contains(SystemFiles.real(base.file("bin"))))
    #expect(named.contains(SystemFiles.real(base.file("lib"))))
    #expect(!named.contains { $0.hasSuffix("/secrets") })
    #expect(try !files(home: base.file("secrets")).contains { $0.hasPrefix(SystemFiles.real(base.path)) })
  }

  @Test("Its temporary folder is its own, and goes with it", isHere)
  func temporary() throws {
    let program = try ScriptedProgram(
      shell: """
        read -r event; echo x >"$TMPDIR/left"; mkdir "$TMPDIR/deep"; ln -s /usr "$TMPDIR/deep/link"
        echo "$TMPDIR" >&2; echo '\(ScriptedProgram.hello)'; read -r event
        """)
    do { _ = try program.start(sandbox: sandbox()) }
    let folder = try #require(program.errors.all.last)
    #expect(folder.contains("/slipway-program-"))
    #expect(!FileManager.default.fileExists(atPath: folder))
  }

  @Test("It ends by the signal or code it ends with, and so does one that is not there")
  func ends() throws {
    #expect(
      try ScriptedProgram(afterHandshake: "kill -9 $$").failure().contains("ended with signal 9"))
    let folder = try TemporaryFolder()
    try SandboxAttacks.write("#!/no/such/interpreter\n", folder.file("program"))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.file("program"))
    let error = #expect(throws: ProgramError.self) {
      try ExternalProgram("exec:'\(folder.file("program"))'", errors: { _ in })
    }
    #expect("\(try #require(error))".contains("No such file or directory"))
  }

  @Test("Where a sandbox is required and the machine has less, nothing is started")
  func required() throws {
    let program = try ScriptedProgram(afterHandshake: "")
    for level in [SandboxLevel.none, SandboxLevel(landlock: 0, refusesCalls: true)] {
      var sandbox = ProgramSandbox(use: .required)
      sandbox.level = level
      let error = #expect(throws: ProgramError.self) { try program.start(sandbox: sandbox) }
      #expect("\(try #require(error))".hasPrefix("sandbox_unavailable: "))
    }
    #expect(program.errors.all.isEmpty)
  }

  @Test("Where the machine has none, a program runs without one unless it is required")
  func wherePossible() throws {
    var sandbox = ProgramSandbox()
    sandbox.level = .none
    #expect(try ScriptedProgram(afterHandshake: "").start(sandbox: sandbox).descriptor.version == 3)
  }
}
