import CSandbox

/// How much of the machine a strategy program is given.
package struct ProgramSandbox: Sendable, Hashable {
  /// Whether there has to be a sandbox.
  package enum Use: String, Sendable, CaseIterable {
    /// A program is started in a whole one or not at all.
    case required = "required"
    /// As much of one as the machine has.
    case wherePossible = "where_possible"
    /// None.
    case off = "off"
  }

  /// Whether there has to be one.
  package var use: Use
  /// Files and folders that a program may read besides its own and the system's, by path.
  package var readable: [String]
  /// Slipway's home, which stays shut; `nil` where there is none.
  package var home: String?
  /// What the machine has; less in tests.
  var level = SandboxLevel.machine

  /// A sandbox.
  package init(use: Use = .wherePossible, readable: [String] = [], home: String? = nil) {
    self.use = use
    self.readable = readable
    self.home = home
  }

  /// The level that programs run at.
  package var reached: SandboxLevel { use == .off ? .none : level }
}

/// What a machine can keep from a program.
package struct SandboxLevel: Sendable, Hashable {
  /// The version of Landlock, which keeps files from it; 0 for none.
  let landlock: Int32
  /// Whether calls of the system can be refused (seccomp), which keeps the network and other processes from it.
  let refusesCalls: Bool

  /// Nothing.
  package static let none = SandboxLevel(landlock: 0, refusesCalls: false)

  /// What this machine can do.
  package static let machine = SandboxLevel(
    landlock: csandbox_landlock(), refusesCalls: csandbox_filters() != 0)

  /// Whether nothing is missing.
  package var isWhole: Bool { landlock > 0 && refusesCalls }
}

extension SandboxLevel: CustomStringConvertible {
  /// What is kept from programs, and by what.
  package var description: String {
    switch (landlock > 0, refusesCalls) {
    case (true, true): "files, network and processes (Landlock \(landlock), seccomp)"
    case (true, false): "files only (Landlock \(landlock)), no calls are refused"
    case (false, true): "network and processes only (seccomp), the kernel offers no Landlock"
    case (false, false): "nothing"
    }
  }
}
