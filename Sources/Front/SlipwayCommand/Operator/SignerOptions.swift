import ArgumentParser
import Operations

/// Who may sign for what a command does; the ledger has the last word.
protocol SigningRole {
  /// Who signs, for help: `an admin`.
  static var signer: String { get }
}

/// A quant's word.
enum ByQuant: SigningRole {
  static let signer = "The operator who signs, a quant"
}

/// An approver's word.
enum ByApprover: SigningRole {
  static let signer = "The operator who signs, an approver"
}

/// A word of whoever may refuse or vouch.
enum ByApproverOrAdmin: SigningRole {
  static let signer = "The operator who signs, an approver or admin"
}

/// An admin's word, which is enough.
enum ByAdmin: SigningRole {
  static let signer = "The operator who signs, an admin"
}

/// An admin's word, and another one's where there are two.
enum ByAdmins: SigningRole {
  static let signer =
    "The operator who signs, an admin; where the home has two, another one confirms ('slipway operator confirm')"
}

/// The word of another admin than the one before.
enum BySecondAdmin: SigningRole {
  static let signer = "The operator who signs, another admin than the first"
}

/// An admin's word, where there is anybody yet.
enum ByFirstOrAdmin: SigningRole {
  static let signer =
    "The operator who signs, an admin (for the first operator: nobody); where the home has two, another one confirms "
    + "('slipway operator confirm')"
}

/// Whose signature a command needs.
struct SignerOptions<Role: SigningRole>: ParsableArguments {
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("\(Role.signer). The passphrase is asked for.", valueName: "operator"),
    completion: .names(.operators))
  var signer: String?

  @Option(
    help: ArgumentHelp("The signer's key file, where it is not in the home.", valueName: "file"),
    completion: .file())
  var key: String?

  @OptionGroup var passphrase: PassphraseOptions

  /// The signature; a passphrase on a descriptor is read at once.
  ///
  /// - Throws: `CommandError`, or `FileError.interrupted`.
  var signature: Signature {
    get throws { signature(given: try passphrase.given()) }
  }

  /// The signature with the passphrase that was given, else asked for on the terminal.
  func signature(given: [UInt8]?) -> Signature {
    Signature(name: signer, keyPath: key) { name in
      try given ?? Passphrase.ask("Passphrase of \(name): ", option: "--passphrase-fd")
    }
  }
}
