import JSONText
import StateCoding
package import TradingCore

/// An input of a session that is no quote, as a bot takes it.
///
/// A session's log keeps its bytes as a `SessionEvent`; whoever runs the session again reads them back here, and may
/// leave none out.
package enum SessionInput: Sendable, Hashable {
  /// Something from outside of the ticks that is put into force.
  case control(DeskControl)
  /// Time has passed without a quote, up to this engine time.
  case clock(Timestamp)
  /// What a broker has reported to a bot's account.
  case report(VenueReport, bot: String)
}

extension SessionInput {
  /// As the log keeps it.
  ///
  /// - Throws: `unknownInput` for a report that has no stored form.
  package func event() throws(SessionLogError) -> SessionEvent {
    switch self {
    case .control(let control): return .control(Array(control.json.compactText.utf8))
    case .clock(let time): return .clock(time)
    case .report(let report, let bot):
      do throws(StateCodingError) {
        return .report(try StateEncoder.encode(RecordedReport(bot: bot, report: report)))
      } catch { throw .unknownInput("a report, \(error)", after: SessionPosition()) }
    }
  }

  /// What the log has at a place.
  ///
  /// - Throws: `unknownInput` for what this program does not know: without it the session would come out otherwise.
  package init(_ event: SessionEvent, at place: SessionPosition) throws(SessionLogError) {
    switch event {
    case .clock(let time): self = .clock(time)
    case .control(let bytes):
      guard let json = try? JSONValue(json: bytes), let control = DeskControl(json: json) else {
        throw .unknownInput(
          "the control '\(String(decoding: bytes.prefix(200), as: UTF8.self))'", after: place)
      }
      self = .control(control)
    case .report(let bytes):
      do throws(StateCodingError) {
        let recorded = try StateDecoder.decode(RecordedReport.self, from: bytes)
        self = .report(recorded.report, bot: recorded.bot)
      } catch { throw .unknownInput("a venue's report, \(error)", after: place) }
    }
  }
}

/// A report with the bot whose account it is about.
private struct RecordedReport: Codable {
  private enum CodingKeys: String, CodingKey {
    case bot = "bot"
    case report = "report"
  }

  var bot: String
  var report: VenueReport
}
