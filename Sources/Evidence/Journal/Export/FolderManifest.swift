import FileSystem
import JSONText
import TradingCore

/// `manifest.json`: what a folder holds, and where the chain ended when it was made.
struct FolderManifest: Hashable {
  enum Kind: String {
    case export = "slipway-export"
    case backup = "slipway-backup"
  }

  static let name = "manifest.json"
  private static let version: Int64 = 1
  private static let sizeLimit = 64 << 20

  var kind: Kind
  /// `nil` for an export, so that two of the same journal are the same.
  var madeAt: Timestamp?
  var head: ChainHead
  var files: [FileDigest]

  var text: String {
    var members = [
      JSONMember("format", .string(kind.rawValue)), JSONMember("version", .integer(Self.version)),
    ]
    if let madeAt { members.append(JSONMember("made_at", .string(madeAt.iso8601(fractionDigits: 9)))) }
    let head: JSONValue = ["seq": .integer(head.seq), "hash": .string(head.text)]
    members += [JSONMember("head", head), JSONMember("files", .array(files.map(\.json)))]
    return JSONValue.object(members).prettyText
  }

  init(kind: Kind, madeAt: Timestamp? = nil, head: ChainHead, files: [FileDigest]) {
    self.kind = kind
    self.madeAt = madeAt
    self.head = head
    self.files = files
  }

  /// Writes it as the last file of its folder.
  func write(to folder: String) throws(FileError) -> FileDigest {
    let file = try DigestedFile(folder: folder, name: Self.name)
    try file.write(text)
    return try file.commit()
  }

  /// Reads the manifest of a folder.
  ///
  /// - Throws: `damagedBackup` for what is none, and for names that would lead out of the folder.
  init(folder: String, kind: Kind) throws(JournalError) {
    let path = folder + "/" + Self.name
    func damaged(_ reason: String) -> JournalError { .damagedBackup(path: path, reason: reason) }
    let bytes: [UInt8]
    do {
      guard let size = try Folders.sizeOfFile(path) else { throw FileError.missing(path: path) }
      guard size <= Self.sizeLimit else { throw damaged("it is too long") }
      bytes = try InputFile.contents(of: path)
    } catch { throw .of(error, path: path) }
    let value: JSONValue
    do { value = try JSONValue(json: bytes) } catch { throw damaged("\(error)") }
    guard value["format"] == .string(kind.rawValue) else { throw damaged("it is no \(kind.rawValue)") }
    guard value["version"] == .integer(Self.version) else { throw damaged("it is of another version") }
    guard case .integer(let seq) = value["head"]?["seq"], case .string(let digits) = value["head"]?["hash"],
      let hash = Hexadecimal.bytes(digits), hash.count == 32, case .array(let entries) = value["files"]
    else { throw damaged("head or files are missing") }
    var names: Set<String> = []
    var files: [FileDigest] = []
    for entry in entries {
      guard case .string(let name) = entry["name"], case .integer(let size) = entry["bytes"], size >= 0,
        case .string(let digest) = entry["sha256"], Self.isInside(name), names.insert(name).inserted
      else { throw damaged("entry \(files.count + 1) of its files is wrong") }
      files.append(FileDigest(name: name, bytes: Int(size), sha256: digest))
    }
    var madeAt: Timestamp?
    if case .string(let text) = value["made_at"] { madeAt = try? Timestamp(iso8601: text) }
    self.init(kind: kind, madeAt: madeAt, head: ChainHead(seq: seq, hash: hash), files: files)
  }

  private static func isInside(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name != Self.name && !name.utf8.contains(0) && parts.allSatisfy { !["", ".", ".."].contains($0) }
  }
}
