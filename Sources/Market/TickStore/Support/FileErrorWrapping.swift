import FileSystem

/// Runs file work and gives its errors the target's type.
func wrappingFileErrors<Result>(
  _ body: () throws(FileError) -> Result
) throws(TickStoreError) -> Result {
  do { return try body() } catch { throw .file(error) }
}

extension Array<UInt8> {
  /// The bytes in place, for a body with typed throws.
  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeBufferPointer { (buffer) throws(Failure) in try body(UnsafeRawBufferPointer(buffer)) }
  }
}
