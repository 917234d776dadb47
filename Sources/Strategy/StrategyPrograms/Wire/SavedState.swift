/// A program's answer to `save`: its state as a text.
struct SavedState: Sendable, Hashable {
  /// The kind of a frame that has it.
  static let frameKind: UInt8 = 5

  /// The last event that it is of.
  let sequence: UInt64
  /// The state.
  let text: String

  /// Reads a whole answer.
  init(_ bytes: ArraySlice<UInt8>, format: WireFormat) throws(WireFault) {
    switch format {
    case .json:
      var object = try WireObject(try WireParser.parse(bytes.dropLast()), "the answer to 'save'")
      let number = try object.integer("seq")
      guard number >= 0 else { throw WireFault("the answer to 'save': 'seq' was \(number)") }
      sequence = UInt64(number)
      text = try object.text("state")
      try object.finish()
    case .binary:
      let kind = bytes[bytes.startIndex + 4]
      guard kind == Self.frameKind else {
        throw WireFault("expected a frame of kind \(Self.frameKind), was \(kind)")
      }
      sequence = ProgramAnswer.little(bytes[(bytes.startIndex + 8)...].prefix(8))
      guard
        let text = String(validating: bytes[(bytes.startIndex + ProgramAnswer.headerSize)...], as: UTF8.self)
      else { throw WireFault("a state is a text in UTF-8") }
      self.text = text
    }
  }
}
