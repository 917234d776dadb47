import TradingCore

/// The fields of one line of a scripted strategy's CSV file, by the names of their columns.
struct ScriptedFields {
  let line: Int
  private let columns: [String]
  private let texts: [String]

  init(line: Int, text: Substring, columns: [String]) throws(ParameterError) {
    self.line = line
    self.columns = columns
    texts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard texts.count == columns.count else {
      throw fault(
        "expected \(columns.count) fields (\(columns.joined(separator: ","))), was \(texts.count)")
    }
  }

  /// The text of a column, empty where the file does not have it.
  subscript(name: String) -> String { columns.firstIndex(of: name).map { texts[$0] } ?? "" }

  func fault(_ problem: String) -> ParameterError { ParameterError("orders", "line \(line): \(problem)") }

  func instant(_ name: String, example: String = "") throws(ParameterError) -> Timestamp {
    do { return try Timestamp(iso8601: self[name]) } catch {
      throw fault("\(name) '\(self[name])': expected ISO 8601 with a zone\(example)")
    }
  }

  /// Whole points, or `nil` for an empty field.
  func points(_ name: String, above least: Int64? = nil) throws(ParameterError) -> Int64? {
    if self[name].isEmpty { return nil }
    guard let points = try? DecimalText.parse(self[name], digits: 0), least.map({ points > $0 }) ?? true,
      points.magnitude < Price.magnitudeLimit.magnitude
    else {
      let bound = least.map { " above \($0)" } ?? ""
      throw fault("\(name) '\(self[name])': expected a whole number\(bound)")
    }
    return points
  }

  /// The size of the order, or how much of a position is closed.
  func lots(for action: ScriptedRow.Action) throws(ParameterError) -> LotCount? {
    var name = "lots"
    if !self["close_lots"].isEmpty {
      guard action == .close else { throw fault("\(action.rawValue) takes no close_lots") }
      guard self["lots"].isEmpty else { throw fault("a close has lots or close_lots, not both") }
      name = "close_lots"
    }
    if self[name].isEmpty { return nil }
    guard let value = try? DecimalText.parse(self[name], digits: 8) else {
      throw fault("\(name) '\(self[name])': expected a decimal number")
    }
    return LotCount(hundredMillionths: value)
  }

  func breakEven() throws(ParameterError) -> BreakEven? {
    let offset = try points("break_even_offset")
    guard let trigger = try points("break_even_points", above: 0) else {
      if offset != nil { throw fault("break_even_offset needs break_even_points") }
      return nil
    }
    return BreakEven(triggerPoints: trigger, offsetPoints: offset ?? 0)
  }

  func timeInForce() throws(ParameterError) -> TimeInForce {
    let expiry = self["expiry"].isEmpty ? nil : try instant("expiry")
    if let expiry {
      guard ["", "gtd"].contains(self["tif"]) else { throw fault("tif '\(self["tif"])' takes no expiry") }
      return .goodTill(expiry)
    }
    switch self["tif"] {
    case "", "gtc": return .goodTillCanceled
    case "day": return .day
    case "ioc": return .immediateOrCancel
    case "fok": return .fillOrKill
    case "gtd": throw fault("tif 'gtd' needs an expiry")
    default: throw fault("tif '\(self["tif"])': expected one of gtc, gtd, day, ioc, fok")
    }
  }
}
