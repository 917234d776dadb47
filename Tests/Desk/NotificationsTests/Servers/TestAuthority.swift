import Foundation
import NIOSSL
import TestSupport

/// A certificate authority made for this run, and a server's certificate for `mail.test` by it.
struct TestAuthority {
  private let folder: TemporaryFolder

  /// Made once: the programs take a moment.
  static let shared = Result { try TestAuthority() }

  var caFile: String { folder.file("ca.pem") }

  private init() throws {
    folder = try TemporaryFolder()
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try Self.openssl(
      ["req", "-x509", "-days", "2", "-subj", "/CN=Slipway test authority", "-keyout", folder.file("ca.key")]
        + ["-out", caFile] + key)
    try Self.openssl(
      ["req", "-x509", "-days", "2", "-subj", "/CN=mail.test", "-addext", "subjectAltName=DNS:mail.test"]
        + ["-addext", "basicConstraints=critical,CA:FALSE", "-CA", caFile, "-CAkey", folder.file("ca.key")]
        + ["-keyout", folder.file("server.key"), "-out", folder.file("server.pem")] + key)
  }

  func serverContext() throws -> NIOSSLContext {
    let certificates = try NIOSSLCertificate.fromPEMFile(folder.file("server.pem"))
    let key = try NIOSSLPrivateKey(file: folder.file("server.key"), format: .pem)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key)))
  }

  /// What the program prints, given bytes on its input.
  @discardableResult
  static func openssl(_ arguments: [String], input: [UInt8] = []) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = FileHandle.nullDevice
    try process.run()
    try stdin.fileHandleForWriting.write(contentsOf: Data(input))
    try stdin.fileHandleForWriting.close()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    struct Failure: Error { let arguments: [String] }
    guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
    return String(decoding: output, as: UTF8.self)
  }
}
