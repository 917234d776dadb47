package import FileSystem

/// Why an import stopped. Nothing is kept of an import that throws.
package enum ImportError: Error, Sendable, Hashable {
  /// A file is missing, can't be read or made, or somebody asked to stop.
  case file(FileError)
  /// An option is wrong or missing where nothing in the files asks for it: a fault of the command line.
  case option(name: String, problem: String, remedy: String)
  /// The bytes are not what the format, or the rest of the file, says they are.
  case data(ImportPlace, ImportFault)
  /// The ticks were read, and storing them failed.
  case store(TickStoreError)
}

extension ImportError {
  /// What kind of failure it is; the command line maps each to an exit code.
  package enum Kind: Sendable, Hashable {
    /// The command line is wrong (64).
    case commandLine
    /// What can happen to tick files too.
    case tickStore(TickStoreError.Kind)
  }

  /// The kind of the failure.
  package var kind: Kind {
    switch self {
    case .file(let error): .tickStore(TickStoreError.file(error).kind)
    case .option: .commandLine
    case .data: .tickStore(.wrongData)
    case .store(let error): .tickStore(error.kind)
    }
  }
}

extension ImportError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .option(let name, let problem, let remedy): "\(problem) (\(name)): \(remedy)"
    case .data(let place, let fault): "\(fault.problem) (\(place)): \(fault.remedy)"
    case .store(let error): error.description
    }
  }
}

/// Where in an input a fault was seen.
package struct ImportPlace: Sendable, Hashable, CustomStringConvertible {
  /// How the place inside the file is counted.
  package enum Position: Sendable, Hashable {
    /// A line of text, counted from 1, the header included.
    case line(Int)
    /// A byte of the file as it is on disk, counted from 0.
    case byte(Int)
    /// A fixed-size record of the decompressed data, counted from 1.
    case record(Int)
  }

  /// The file, as named or found.
  package var path: String
  /// The member of a zip, where the file is one.
  package var entry: String?
  /// The place in it, or `nil` when the fault is the file's as a whole.
  package var position: Position?

  /// A place.
  package init(path: String, entry: String? = nil, position: Position? = nil) {
    self.path = path
    self.entry = entry
    self.position = position
  }

  /// `FILE, entry NAME, line N`.
  package var description: String {
    let inside = entry.map { ", entry \($0)" } ?? ""
    return switch position {
    case .line(let number): "\(path)\(inside), line \(number)"
    case .byte(let offset): "\(path)\(inside), byte \(offset)"
    case .record(let number): "\(path)\(inside), record \(number)"
    case nil: path + inside
    }
  }

  func at(_ position: Position) -> ImportPlace {
    ImportPlace(path: path, entry: entry, position: position)
  }
}
