import RiskControl
import BotAssembly
import Logging
import FileSystem
import Journal
import JSONText
import TradingCore
import SessionRecording

extension Desk {
  /// Most events of a feed that are taken at once.
  static let batch = 4_096
  /// Shortest time between two checkpoints on a feed, in nanoseconds; commits come as soon as there is news.
  static let liveCheckpoint = 15 * Timestamp.second

  /// Every symbol that some bot wants, by name.
  func feedInstruments() -> [Instrument] {
    Set(crew.bots.flatMap(\.symbols)).sorted().compactMap { crew.instrument($0) }
  }

  /// The folder of a session's recording.
  package static func folder(ofSession id: Int64, home: String) -> String { "\(home)/sessions/\(id)" }

  /// Starts the recording of the session at hand.
  func startLog(_ instruments: [Instrument], _ order: StreamOrder?) throws(DeskError) -> SessionLogWriter {
    let id = session?.id ?? 0
    let symbols = instruments.map {
      SessionSymbol(
        symbol: $0.symbol, digits: $0.digits,
        sizeDigits: crew.needsSizes(of: $0.symbol) ? $0.quantityDigits : nil)
    }
    do throws(SessionLogError) {
      return try SessionLogWriter(
        creating: Self.folder(ofSession: id, home: home),
        session: SessionLogWriter.Session(id: "\(id)", symbols: symbols, order: order), at: clock.now())
    } catch { throw .log(error) }
  }

  /// What was had of these symbols when the last live session ended; `nil` when nothing is known of them.
  func lastOrder(of symbols: [Symbol]) throws(DeskError) -> StreamOrder? {
    let sessions = try DeskError.journaling { try journal.read { try $0.sessions() } }
    guard let last = sessions.last(where: { $0.kind == .live }) else { return nil }
    do throws(SessionLogError) {
      let order = try SessionLogReader.closingOrder(
        folder: Self.folder(ofSession: last.id, home: home))
      return order.symbols == symbols ? order : nil
    } catch {
      log.warning("the last session's recording can't be read", metadata: ["reason": "\(error)"])
      return nil
    }
  }

  /// Closes a segment that is large or old enough, and seals it.
  func rotate(_ writer: SessionLogWriter) throws(DeskError) {
    guard writer.isRotationDue(at: clock.now()) else { return }
    do throws(SessionLogError) {
      let closed = try writer.rotate(at: clock.now())
      // On another thread: trading never waits on it, and a segment that stays unsealed is read all the same.
      let log = log
      Background.run {
        do { _ = try closed.seal() } catch {
          log.warning("a segment was not sealed", metadata: ["reason": "\(error)"])
        }
      }
    } catch { throw .log(error) }
  }
}
