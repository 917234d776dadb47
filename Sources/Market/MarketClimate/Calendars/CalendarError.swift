package import FileSystem
package import YAMLText

/// Why a calendar can't be read.
package enum CalendarError: Error, Sendable, Hashable {
  /// The file can't be read, or is no text.
  case file(FileError)
  /// Something is wrong in the file, at the line and the key, column or property that are named.
  case content(ConfigurationError)
  /// A file whose name does not say what is in it.
  case unknownKind(path: String)
}

extension CalendarError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .content(let error): error.description
    case .unknownKind(let path):
      "can't tell what kind of calendar this is (\(path)): name it .csv or .ics for news, .yaml for holidays"
    }
  }
}

extension CalendarError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .file(let error): error.failureKind
    case .content: .configuration
    case .unknownKind: .usage
    }
  }
}
