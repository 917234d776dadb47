package import Feeds
package import FileSystem
package import Journal
package import TickStore
package import TradingCore
package import SessionRecording

/// Why a desk can't begin or go on.
package enum DeskError: Error, Sendable {
  /// The journal refuses.
  case journal(JournalError)
  /// A tick file can't be read or is wrong.
  case ticks(TickStoreError)
  /// Another file failed, or somebody asked to stop.
  case file(FileError)
  /// The feed can't be used.
  case feed(FeedError)
  /// A session's recording can't be written or read.
  case log(SessionLogError)
  /// There is no bot that could run.
  case noBots(home: String)
  /// A promoted bot's orders have nowhere to go.
  case noVenue(bot: String, mode: TradingMode)
  /// None of the bots trades what the ticks are of.
  case noTicks(wanted: [String])
  /// A bot's checkpoint can't be written or read.
  case state(bot: String, problem: String)
  /// A bot's strategy program has failed, is not what it was, or can't say what it remembers.
  case program(bot: String, problem: String)
  /// What a bot's strategy program was told can't be written for now.
  case unwritten(bot: String, problem: String)
  /// Two bots want prices of one symbol with different digits.
  case digits(symbol: String, bots: [String])
  /// A bot's broker fills against recorded sizes and the ticks have none.
  case sizesMissing(String)
  /// What a bot does again is not what the journal says it did; `rules`: what has changed in the fill rules since.
  case diverged(bot: String, event: Int, session: Int64, rules: [String])
  /// What a bot wants of its broker again is not what it wanted before; `rules` as above.
  case intentDiverged(bot: String, intent: UInt64, session: Int64, rules: [String])
  /// There is no session of that number.
  case unknownSession(Int64, last: Int64)
  /// A session that still goes on, or waits to be recovered.
  case openSession(Int64)
  /// The ticks of a session are not where they were, or not the same.
  case sessionTicks(Int64, problem: String)
  /// The rules or the state of risk can't be read or written, or don't fit the bots.
  case risk(String)
  /// What evidence was made with can't be put together any more.
  case recipe(bot: String, problem: String)
}

extension DeskError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .journal(let error): "\(error)"
    case .ticks(let error): "\(error)"
    case .file(let error): "\(error)"
    case .feed(let error): "\(error)"
    case .log(let error): "\(error)"
    case .noBots(let home):
      "there is no bot to run (\(home)): register one with 'slipway bot register', see 'slipway bot list --all'"
    case .noVenue(let bot, let mode):
      "this program has no bridge to a broker's \(mode.rawValue) account (bot '\(bot)'): it does not trade until "
        + "there is one; 'slipway bot clone \(bot) NEW' makes a copy on paper"
    case .noTicks(let wanted):
      "no bot trades what the ticks are of (--replay): give ticks of \(wanted.joined(separator: ", "))"
    case .state(let bot, let problem): "\(problem) (bot '\(bot)'): see 'slipway bot show \(bot)'"
    case .program(let bot, let problem): "\(problem) (bot '\(bot)')"
    case .unwritten(let bot, let problem):
      "\(problem) (bot '\(bot)'): make room, nothing of the step was kept"
    case .digits(let symbol, let bots):
      "bots '\(bots.joined(separator: "' and '"))' have brokers with different digits of \(symbol) "
        + "(\(symbol)): run them in homes of their own"
    case .sizesMissing(let name):
      "a bot's profile has the depth 'quoted', but \(name) has no sizes (--replay): import it again with its "
        + "sizes, or choose another depth"
    case .diverged(let bot, let event, let session, let rules) where rules.isEmpty:
      "event \(event) of bot '\(bot)' comes out differently than it was journaled (session \(session)): "
        + "the journal, the session's recording or the program was changed; run 'slipway audit verify'"
    case .diverged(let bot, let event, let session, let rules):
      "event \(event) of bot '\(bot)' comes out differently than it was journaled (session \(session)), as the fill "
        + "rules have changed since. \(rules.joined(separator: " ")) Nothing is lost: let the program that made the "
        + "session bring it to its end, or take the bot out with 'slipway bot retire \(bot)' and go on with a copy, "
        + "'slipway bot clone \(bot) NEW', whose evidence begins anew"
    case .intentDiverged(let bot, let intent, let session, let rules):
      "intent \(intent) of bot '\(bot)' comes out differently than it was committed (session \(session)): nothing was "
        + "sent again. \(rules.map { $0 + " " }.joined())See what the broker's account holds, run 'slipway audit verify', "
        + "and let the program that made the session bring it to its end"
    case .unknownSession(let id, let last):
      "there is no session \(id) (SESSION): "
        + (last == 0 ? "nothing has been run yet" : "choose 1 to \(last), see 'slipway session list'")
    case .openSession(let id):
      "session \(id) is not over (SESSION): stop it, or start 'slipway run' once to recover it"
    case .sessionTicks(let id, let problem):
      "\(problem) (session \(id)): put the file back where it was, or say where it is now with 'slipway replay \(id) --files'"
    case .risk(let problem):
      "\(problem) (risk): nothing is traded without it; use the program that made the last session"
    case .recipe(let bot, let problem): "\(problem) (bot '\(bot)'): use the program that made the session"
    }
  }
}

extension DeskError {
  /// Whether the same may succeed later, as it is: another process lets go, or there is room again.
  var isTransient: Bool {
    switch self {
    case .journal(let error): error.isTransient
    case .unwritten: true
    default: false
    }
  }

  /// Runs something of the journal's, whatever it throws.
  static func journaling<T>(_ body: () throws -> T) throws(DeskError) -> T {
    do {
      return try body()
    } catch let error as JournalError {
      throw .journal(error)
    } catch let error as DeskError {
      throw error
    } catch {
      throw .journal(.database(path: "journal", reason: "\(error)"))
    }
  }

  /// Runs something that reads a session's inputs, whatever it throws.
  static func reading<T>(_ body: () throws -> T) throws(DeskError) -> T {
    do {
      return try body()
    } catch let error as SessionLogError {
      throw .log(error)
    } catch let error as TickStoreError {
      throw .ticks(error)
    } catch let error as FileError {
      throw .file(error)
    } catch let error as DeskError {
      throw error
    } catch {
      throw .journal(.database(path: "session", reason: "\(error)"))
    }
  }
}
