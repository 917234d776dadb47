import FileSystem
import Foundation
import GRDB

extension JournalError {
  /// The error for a fault of the database; bound values stay out of it.
  ///
  /// Source: https://www.sqlite.org/rescode.html
  static func of(_ error: any Error, path: String) -> JournalError {
    if let error = error as? JournalError { return error }
    if let error = error as? FileError { return .file(error) }
    guard let error = error as? DatabaseError else { return .database(path: path, reason: "\(error)") }
    let reason = error.message ?? "SQLite code \(error.extendedResultCode.rawValue)"
    return switch error.resultCode {
    case .SQLITE_FULL: .diskFull(path: path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(path: path, reason: reason)
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      .unwritable(path: path, reason: reason)
    default: .database(path: path, reason: reason)
    }
  }

  /// Runs a step on the database, turning its faults into ours.
  static func mapping<T>(_ path: String, _ body: () throws -> T) throws(JournalError) -> T {
    do { return try body() } catch { throw of(error, path: path) }
  }
}

/// Reads the columns of a row from left to right, without trusting their types.
struct ColumnReader {
  private let row: Row
  private let path: String
  private let table: String
  private var index = 0

  init(_ row: Row, path: String, table: String) {
    self.row = row
    self.path = path
    self.table = table
  }

  private mutating func next() -> DatabaseValue {
    guard index < row.count else { return .null }
    defer { index += 1 }
    return row[index]
  }

  func fault(_ reason: String) -> JournalError {
    let number: Int64 = Int64.fromDatabaseValue(row.count > 0 ? row[0] : DatabaseValue.null) ?? 0
    return .unreadableRow(path: path, table: table, row: number, reason: reason)
  }

  mutating func optionalInteger() throws(JournalError) -> Int64? {
    switch next().storage {
    case .int64(let value): value
    case .null: nil
    default: throw fault("expected a whole number in column \(index)")
    }
  }

  mutating func integer() throws(JournalError) -> Int64 {
    guard let value = try optionalInteger() else {
      throw fault("expected a whole number in column \(index)")
    }
    return value
  }

  mutating func optionalText() throws(JournalError) -> String? {
    switch next().storage {
    case .string(let value): value
    case .null: nil
    default: throw fault("expected text in column \(index)")
    }
  }

  mutating func text() throws(JournalError) -> String {
    guard let value = try optionalText() else { throw fault("expected text in column \(index)") }
    return value
  }

  mutating func optionalBytes() throws(JournalError) -> [UInt8]? {
    switch next().storage {
    case .blob(let value): [UInt8](value)
    case .null: nil
    default: throw fault("expected bytes in column \(index)")
    }
  }

  mutating func bytes() throws(JournalError) -> [UInt8] {
    guard let value = try optionalBytes() else { throw fault("expected bytes in column \(index)") }
    return value
  }

  mutating func optionalNumber() throws(JournalError) -> Double? {
    switch next().storage {
    case .double(let value): value
    case .null: nil
    default: throw fault("expected a number in column \(index)")
    }
  }
}

extension [UInt8] {
  /// The bytes as a value of a column.
  var blobValue: DatabaseValue { Data(self).databaseValue }
}
