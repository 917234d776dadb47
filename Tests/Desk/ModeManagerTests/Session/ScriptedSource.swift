import SessionRecording
import TradingCore

@testable import ModeManager

/// A source of inputs that hands over what a test says, some of them at a time.
struct ScriptedSource: InputSource {
  enum Input {
    case quote(LoggedQuote)
    case report(VenueReport, bot: String)
    case control(DeskControl)
    case clock(Timestamp)
    /// Something happens beside the session.
    case meanwhile(() -> Void)
  }

  var steps: [[Input]]
  var progress = DeskProgress()
  let dropped: DroppedQuotes? = nil

  mutating func advance(into session: Session) throws(DeskError) -> Bool {
    guard !steps.isEmpty else { return false }
    for input in steps.removeFirst() {
      switch input {
      case .quote(let quote): try session.take(quote)
      case .report(let report, let bot): try session.take(report, of: bot)
      case .control(let control): try session.put(control)
      case .clock(let time): try session.pass(to: time)
      case .meanwhile(let act): act()
      }
    }
    return true
  }

  func look(into session: Session, at monotonic: Int64) {}
  func pass(to time: Timestamp) {}
  func stop() {}
}
