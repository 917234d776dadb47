/// The stored form: one object, its kind by name, and only the members that the kind has.
extension VenueIntent: Codable {
  private enum Kind: String, Codable {
    case submit = "submit"
    case close = "close"
    case modify = "modify"
    case cancel = "cancel"
    case lookupOrder = "lookup_order"
    case lookupSnapshot = "lookup_snapshot"
  }

  private enum CodingKeys: String, CodingKey {
    case number = "number"
    case askedAt = "asked_at"
    case kind = "kind"
    case submission = "submission"
    case closing = "closing"
    case modification = "modification"
    case order = "order"
    case venueOrder = "venue_order"
  }

  /// Reads an intent.
  ///
  /// - Throws: what the decoder throws, for a kind that this version does not know, too.
  @usableFromInline
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    number = try values.decode(UInt64.self, forKey: .number)
    askedAt = try values.decode(Timestamp.self, forKey: .askedAt)
    func order() throws -> OrderKey { try values.decode(OrderKey.self, forKey: .order) }
    func venueOrder() throws -> VenueOrderID? {
      try values.decodeIfPresent(VenueOrderID.self, forKey: .venueOrder)
    }
    switch try values.decode(Kind.self, forKey: .kind) {
    case .submit: action = .submit(try values.decode(Submission.self, forKey: .submission))
    case .close: action = .close(try values.decode(Closing.self, forKey: .closing))
    case .modify: action = .modify(try values.decode(Modification.self, forKey: .modification))
    case .cancel: action = .cancel(try order(), try venueOrder())
    case .lookupOrder: action = .lookup(.order(try order(), try venueOrder()))
    case .lookupSnapshot: action = .lookup(.snapshot)
    }
  }

  /// Writes the intent.
  @usableFromInline
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(number, forKey: .number)
    try values.encode(askedAt, forKey: .askedAt)
    func write(_ kind: Kind) throws { try values.encode(kind, forKey: .kind) }
    switch action {
    case .submit(let submission):
      try write(.submit)
      try values.encode(submission, forKey: .submission)
    case .close(let closing):
      try write(.close)
      try values.encode(closing, forKey: .closing)
    case .modify(let change):
      try write(.modify)
      try values.encode(change, forKey: .modification)
    case .cancel(let order, let venueOrder):
      try write(.cancel)
      try values.encode(order, forKey: .order)
      try values.encodeIfPresent(venueOrder, forKey: .venueOrder)
    case .lookup(.order(let order, let venueOrder)):
      try write(.lookupOrder)
      try values.encode(order, forKey: .order)
      try values.encodeIfPresent(venueOrder, forKey: .venueOrder)
    case .lookup(.snapshot): try write(.lookupSnapshot)
    }
  }
}
