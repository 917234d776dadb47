import Backtesting
import BotAssembly
import BrokerProfiles
import Downloads
import Feeds
import FileSystem
import Journal
import ModeManager
import Notifications
import Operations
import Promotion
import Reports
import SessionRecording
import StrategyKit
import StrategyPrograms
import Testing
import TickStore
import TradingCore
import YAMLText

@testable import SlipwayCommand

/// The exit code of every error that a command can end with, as literals: scripts rely on them.
@Suite("Every error has its exit code")
struct ExitCodeTests {
  private static let failure = StrategyFailure("silent", place: "p", advice: "a")
  private static let parameter = ParameterError("fast", "expected 1")
  private static let place = ConfigurationPlace(path: "p", line: 1)
  private static let files: [(FileError, Int32)] = [
    (.missing(path: "p"), 66), (.unreadable(path: "p", reason: "r"), 74),
    (.wideText(path: "p"), 78), (.notText(path: "p", kind: "k", mostMebibytes: 1), 78),
    (.uncreatable(path: "p", reason: "r"), 73), (.writeFailed(path: "p", reason: "r"), 74),
    (.interrupted(signal: 2), 130), (.interrupted(signal: 15), 143),
  ]

  private func expect(_ codes: [(any Error, Int32)]) {
    for (error, code) in codes { #expect(ExitStatus.code(for: error) == code, "\(error)") }
  }

  @Test("Whoever wraps a file's error ends with its code")
  func wrappedFiles() {
    for (error, code) in Self.files {
      let wrapped: [any Error] = [
        error, HomeLockError.file(error), TickStoreError.file(error), ImportError.file(error),
        ImportError.store(.file(error)), BacktestError.file(error),
        BacktestError.ticks(.file(error)), JournalError.file(error), BotSettingError.file(error),
        SessionLogError.file(error), SessionLogError.ticks(.file(error)), DeskError.file(error),
        DeskError.ticks(.file(error)), DeskError.journal(.file(error)), DeskError.log(.file(error)),
        DeskError.feed(.file(error)), FeedError.file(error), GateError.criteria(error),
        GateError.key(.file(error)),
      ]
      expect(wrapped.map { ($0, code) })
    }
    expect([(HomeLockError.held(home: "h", holder: nil), 75)])
  }

  @Test("Ticks")
  func ticks() {
    let errors: [TickStoreError] = [
      .notTickFile(path: "p", reason: "r"), .unsupported(path: "p", found: "f"),
      .damaged(path: "p", fault: TickFileFault(.header, at: 0, "r")),
      .outOfOrder(path: "p", ordinal: 1, time: .distantPast, previous: .distantPast),
      .tickOutOfRange(path: "p", ordinal: 1, reason: "r"), .noTicks(path: "p"),
      .invalidMetadata(path: "p", reason: "r"), .noQuotes(path: "p"), .mismatch(path: "p", reason: "r"),
    ]
    for error in errors {
      expect([
        (error, 65), (ImportError.store(error), 65), (BacktestError.ticks(error), 65),
        (DeskError.ticks(error), 65), (SessionLogError.ticks(error), 65),
      ])
    }
    expect([
      (ImportError.option(name: "--zone", problem: "p", remedy: "r"), 64),
      (ImportError.data(ImportPlace(path: "p"), .empty), 65),
      (DownloadError.range(option: "--from", problem: "p"), 64),
      (DownloadError.baseURL("u", problem: "p"), 64),
      (DownloadError.unavailable(url: "u", reason: "r"), 69), (DownloadError.noTicks(url: "u"), 65),
    ])
  }

  @Test("Configuration")
  func configuration() {
    expect([
      (ConfigurationError.malformed(Self.place, problem: "p", remedy: "r"), 78),
      (ConfigurationError.unknownKey(Self.place, key: "k", nearest: nil, allowed: []), 78),
      (ConfigurationError.duplicateKey(Self.place, key: "k", firstLine: 1), 78),
      (ConfigurationError.missingKey(Self.place, key: "k", example: "e"), 78),
      (ConfigurationError.badValue(Self.place, field: "f", expected: "e", was: "w"), 78),
      (ConfigurationError.fault(Self.place, field: "f", problem: "p", remedy: "r"), 78),
      (BrokerProfileError.unknownProfile(name: "n", nearest: nil, known: []), 64),
      (ConfigurationError.uneditable(key: "k", problem: "p", remedy: "r"), 64),
      (FeedError.badAddress(text: "t", problem: "p"), 64),
      (FeedError.unknownFeed(name: "n", nearest: nil, known: []), 64),
      (FeedError.configuration(.malformed(Self.place, problem: "p", remedy: "r")), 78),
      (FeedError.tokenMissing(feed: "f", variable: "v"), 78),
      (FeedError.certificates(path: nil, problem: "p"), 78),
      (NotificationError.secret(channel: "c", source: "s", problem: "p"), 78),
      (NotificationError.badSecret(channel: "c", source: "s", problem: "p"), 78),
      (NotificationError.authorities(channel: "c", path: "p", reason: "r"), 78),
      (NotificationError.malformed("m"), 65),
    ])
  }

  @Test("Bots and what they are made of")
  func bots() {
    expect([
      (AssemblyError.parameter(Self.parameter, strategy: "s"), 64), (AssemblyError.balance("b"), 64),
      (AssemblyError.symbols("s"), 64), (AssemblyError.strategy(Self.failure), 69),
      (AssemblyError.profile(ProfileFault(field: "f", problem: "p", remedy: "r"), profile: "p"), 78),
      (AssemblyError.needsHedging(strategy: "s", profile: "p"), 78),
      (BotSettingError.setting(.leverage, what: "w", advice: "a"), 64),
      (BotSettingError.parameter(Self.parameter, strategy: "s"), 64),
      (BotSettingError.lots(parameter: "lots", what: "w", advice: "a", strategy: "s"), 64),
      (BotSettingError.symbols(what: "w", advice: "a"), 64), (BotSettingError.badID("?"), 64),
      (BotSettingError.badFamily("?"), 64), (BotSettingError.notText(path: "p"), 65),
      (BotSettingError.malformed(bot: "b", field: "f", expected: "e"), 65),
      (Self.parameter, 64), (ArithmeticError.overflow, 65), (ArithmeticError.divisionByZero, 65),
      (ProgramError.badCommand("c", problem: "p"), 64), (ProgramError.missing(program: "p"), 66),
      (ProgramError.cannotStart(program: "p", reason: "r"), 69), (ProgramError.failed(Self.failure), 69),
      (ProgramError.interrupted(signal: 2), 130),
      (BacktestError.sizesMissing("f"), 65), (BacktestError.arithmetic(.overflow, at: .distantPast), 65),
      (BacktestError.strategy(Self.failure), 69),
      (ReportsError.notAReport(path: "p"), 65),
      (ReportsError.otherVersion(path: "p", found: 2, known: 1), 65),
      (ReportsError.damaged(path: "p", problem: "p"), 65),
    ])
    if let symbol = Symbol("EURUSD") {
      expect([
        (AssemblyError.unknownInstrument(symbol, profile: "p"), 78),
        (BotSettingError.unconvertible(symbol, from: .eur, into: .usd, profile: "p"), 78),
      ])
    }
  }

  @Test("The journal")
  func journal() {
    expect([
      (JournalError.missing(home: "h"), 66), (JournalError.unwritable(path: "p", reason: "r"), 73),
      (JournalError.foreign(path: "p"), 65), (JournalError.newerSchema(path: "p", found: 2, known: 1), 65),
      (JournalError.olderSchema(path: "p", found: 1, known: 2), 65),
      (JournalError.corrupt(path: "p", reason: "r"), 65),
      (JournalError.unreadableRow(path: "p", table: "t", row: 1, reason: "r"), 65),
      (JournalError.diskFull(path: "p"), 74), (JournalError.busy(path: "p"), 75),
      (JournalError.tampered(path: "p", .anchorMissing(rows: 1)), 65),
      (JournalError.anchorFailed(path: "p", reason: "r"), 74), (JournalError.readOnly(path: "p"), 70),
      (JournalError.absent(table: "t", id: "i"), 70), (JournalError.conflict(table: "t", id: "i"), 70),
      (JournalError.intentDiffers(evidence: 1, number: 1), 65),
      (JournalError.unstorable(what: "w"), 64), (JournalError.database(path: "p", reason: "r"), 74),
      (JournalError.folderNotEmpty(path: "p"), 73), (JournalError.journalExists(path: "p"), 64),
      (JournalError.damagedBackup(path: "p", reason: "r"), 65),
    ])
  }

  @Test("Runs and their recordings")
  func desk() {
    expect([
      (DeskError.journal(.busy(path: "p")), 75), (DeskError.feed(.badAddress(text: "t", problem: "p")), 64),
      (DeskError.log(.segmentMissing(path: "p")), 65), (DeskError.noBots(home: "h"), 64),
      (DeskError.noVenue(bot: "b", mode: .demo), 69), (DeskError.noTicks(wanted: []), 64),
      (DeskError.state(bot: "b", problem: "p"), 65), (DeskError.program(bot: "b", problem: "p"), 69),
      (DeskError.digits(symbol: "s", bots: []), 78),
      (DeskError.sizesMissing("f"), 65), (DeskError.diverged(bot: "b", event: 1, session: 1, rules: []), 65),
      (DeskError.journal(.intentDiffers(evidence: 1, number: 1)), 65),
      (DeskError.intentDiverged(bot: "b", intent: 1, session: 1, rules: []), 65), (DeskError.risk("p"), 78),
      (DeskError.unknownSession(9, last: 1), 64), (DeskError.openSession(1), 75),
      (DeskError.sessionTicks(1, problem: "p"), 66), (DeskError.recipe(bot: "b", problem: "p"), 78),
      (SessionLogError.damaged(path: "p", offset: 0, reason: "r"), 65),
      (SessionLogError.unsupported(path: "p", found: "f"), 65),
      (SessionLogError.segmentMissing(path: "p"), 65),
      (SessionLogError.notASession(path: "p", reason: "r"), 65),
      (SessionLogError.quoteRefused(ordinal: 1, reason: "r"), 65),
      (SessionLogError.controlTooLong(bytes: 1), 65),
    ])
  }

  @Test("The gate; what its rules refuse is listed in GateExitTests")
  func gate() {
    expect([
      (GateError.unknownBot("b", known: []), 64), (GateError.criteriaNotAdopted(path: "p"), 77),
      (GateError.criteriaMissing(path: "p"), 77),
      (GateError.criteria(ConfigurationError.malformed(Self.place, problem: "p", remedy: "r")), 78),
      (GateError.evidence(.overflow(symbolIndex: 0)), 65),
      (GateError.evidence(.evidenceMissing(mode: "paper")), 65),
    ])
    let keys: [(SigningError, Int32)] = [
      (.badKey(reason: "r"), 77), (.damaged(path: "p", reason: "r"), 77),
      (.costOutOfBounds(path: "p", reason: "r"), 77), (.notPrivate(path: "p"), 77), (.exists(path: "p"), 64),
      (.wrongPassphrase(path: "p"), 77), (.weakPassphrase(minimum: 8), 64),
    ]
    for (error, code) in keys {
      expect([(GateError.signing(error), code), (GateError.key(.content(error)), code)])
    }
  }

  @Test("What is asked for, and the command line itself")
  func commands() {
    expect([
      (OperationError.usage(what: "w", place: "p", advice: "a"), 64),
      (OperationError.badRow(what: "w", place: "p", advice: "a"), 65),
      (OperationError.no(what: "w", place: "p", advice: "a"), 3), (OperationError.stopped(signal: 2), 130),
      (CommandError.usage(what: "w", option: "o", advice: "a"), 64),
      (CommandError.notPermitted(what: "w", place: "p", advice: "a"), 77), (CommandError.answerIsNo, 3),
    ])
  }
}
