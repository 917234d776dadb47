import ArgumentParser
import Operations
import Reports

/// `slipway promote profile`
struct ProfileCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Broker profiles of one's own with which evidence counts, because somebody vouches for them.",
    subcommands: [ProfileAdd.self, ProfileAdmissionList.self, ProfileRetire.self])
}

/// `slipway promote profile add`
struct ProfileAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Vouch for a broker profile, by an approver's or admin's signature.",
    discussion: """
      Evidence that is made with it counts, as with Slipway's own profiles. It is admitted by its values: another file \
      under the same name is another profile. One that pays its traders is refused.

      Example:
        slipway promote profile add mine --as bob
      """)

  @Argument(help: "The profile: a name, or the path of a YAML file.", completion: .names(.brokers))
  var profile: String

  @OptionGroup var signer: SignerOptions<ByApproverOrAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let added = try shared.operations.promotion.admitProfile(profile, signed: signer.signature)
    try shared.print(added) { added.text(colored: $0) }
  }
}

/// `slipway promote profile list`
struct ProfileAdmissionList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show which profiles of one's own count, and who vouched for them.",
    discussion: """
      Example:
        slipway promote profile list
      """)

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let listing = try shared.operations.promotion.admittedProfiles()
    listing.notes.forEach(shared.note)
    try shared.print(listing) { listing.text(colored: $0) }
  }
}

/// `slipway promote profile retire`
struct ProfileRetire: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: "Vouch no longer for a profile: evidence that was made with it does not count any more.",
    discussion: """
      Signed by an approver or admin (--as).

      Example:
        slipway promote profile retire B1 --as bob
      """)

  @Argument(
    help: ArgumentHelp("The profile, as in B1; see 'slipway promote profile list'.", valueName: "profile"),
    completion: .names(.profiles))
  var id: String

  @OptionGroup var signer: SignerOptions<ByApproverOrAdmin>
  @OptionGroup var shared: SharedOptions

  func run() throws {
    let retired = try shared.operations.promotion.retireProfile(id, signed: signer.signature)
    try shared.print(retired) { retired.text(colored: $0) }
  }
}

extension ProfileAdmissions {
  fileprivate func text(colored: Bool) -> String {
    guard !rows.isEmpty else { return "no profiles are admitted: 'slipway promote profile add FILE'\n" }
    var table = TextTable([.init("ID"), .init("NAME"), .init("DIGEST"), .init("WHO"), .init("STATUS")])
    for row in rows {
      table.add([
        TextCell(row.id, .strong), TextCell(row.name), TextCell(String(row.digest.prefix(16))),
        TextCell(row.signer), TextCell(row.isActive ? "admitted" : "retired"),
      ])
    }
    return table.text(colored: colored)
  }
}
