import FileSystem
package import RiskControl
import YAMLText

/// The risk settings of a home: `risk.yaml`. They hold from the next session on.
package enum RiskSettings {
  /// The file's name in the home.
  package static let name = "risk.yaml"

  /// Its path.
  package static func path(home: String) -> String { home + "/" + name }

  /// The settings of a home; `nil` where it has none.
  ///
  /// A file that is there and can't be read is an error: who does not know the limits must not trade.
  /// - Throws: `FileError`, `ConfigurationError`.
  package static func load(home: String) throws -> RiskFile? {
    let path = path(home: home)
    guard Folders.mayBeThere(path) else { return nil }
    return try RiskFile.parse(text: try TextFile.yaml(path), path: path)
  }
}

extension DeskRisk {
  /// What a file says.
  package init(_ file: RiskFile) {
    var places: [String: Place] = [:]
    func place(_ bot: String) -> Place { places[bot] ?? Place(bot: bot, account: bot) }
    for group in file.accounts {
      for bot in group.bots {
        var place = place(bot)
        place.account = group.name
        places[bot] = place
      }
    }
    for group in file.families {
      for bot in group.bots {
        var place = place(bot)
        place.family = group.name
        places[bot] = place
      }
    }
    self.init(file.policy, places: places.values.sorted { $0.bot < $1.bot })
  }
}
