import ArgumentParser
import Backtesting
import BotAssembly
import YAMLConfiguration
import Downloads
import Feeds
import FileSystem
import ModeManager
import Journal
import Notifications
import Promotion
import Reports
import StrategyKit
import StrategyPrograms
import TickStore
import TradingCore

/// How a command ends; the one place that chooses exit codes. Signals end with 128 + their number.
enum ExitStatus: Int32 {
  /// Done.
  case done = 0
  /// Done, and the answer is no.
  case no = 3
  /// The command line is wrong.
  case usage = 64
  /// The data is wrong.
  case data = 65
  /// An input file is missing.
  case missingInput = 66
  /// A service or a strategy program that the work needs is not there or does not answer as it should.
  case unavailable = 69
  /// A fault of ours.
  case fault = 70
  /// An output file can't be made.
  case uncreatable = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// Another instance holds the lock, or the same may succeed a little later.
  case tryAgain = 75
  /// A signature, role, passphrase or grant is missing or invalid.
  case notPermitted = 77
  /// The configuration is wrong.
  case configuration = 78

  /// The exit code for an error of any layer.
  static func code(for error: any Error) -> Int32 {
    switch error {
    case let error as FileError: code(for: error)
    case let error as TickStoreError: code(for: error.kind)
    case let error as ImportError: code(for: error.kind)
    case let error as ConfigurationError: code(for: error)
    case let error as BacktestError: code(for: error)
    case let error as AssemblyError: code(for: error)
    case let error as JournalError: code(for: error)
    case let error as DeskError: code(for: error)
    case let error as GateError: code(for: error)
    case let error as SessionLogError: code(for: error)
    case let error as FeedError: code(for: error)
    case HomeLockError.file(let cause): code(for: cause)
    case is HomeLockError: tryAgain.rawValue
    case let error as BotSettingError: code(for: error)
    case let error as DownloadError: code(for: error)
    case let error as ProgramError: code(for: error)
    case let error as NotificationError: code(for: error)
    case is ParameterError: usage.rawValue
    case is ArithmeticError, is ReportsError: data.rawValue
    case CommandError.usage: usage.rawValue
    case CommandError.badRow: data.rawValue
    case CommandError.notPermitted: notPermitted.rawValue
    case CommandError.answerIsNo: no.rawValue
    case let error as ExitCode: error.rawValue
    default: fault.rawValue
    }
  }

  private static func code(for error: FileError) -> Int32 {
    switch error {
    case .missing: missingInput.rawValue
    case .uncreatable: uncreatable.rawValue
    case .unreadable, .writeFailed: inputOutput.rawValue
    case .interrupted(let signal): 128 + signal
    }
  }

  private static func code(for kind: TickStoreError.Kind) -> Int32 {
    switch kind {
    case .wrongData: data.rawValue
    case .missingInput: missingInput.rawValue
    case .uncreatableOutput: uncreatable.rawValue
    case .inputOutput: inputOutput.rawValue
    case .interrupted(let signal): 128 + signal
    }
  }

  private static func code(for error: BacktestError) -> Int32 {
    switch error {
    case .ticks(let error): code(for: error.kind)
    case .file(let error): code(for: error)
    case .sizesMissing, .arithmetic: data.rawValue
    case .strategy: unavailable.rawValue
    }
  }

  private static func code(for error: ProgramError) -> Int32 {
    switch error {
    case .badCommand: usage.rawValue
    case .missing: missingInput.rawValue
    case .cannotStart, .failed: unavailable.rawValue
    case .interrupted(let signal): 128 + signal
    }
  }

  private static func code(for error: AssemblyError) -> Int32 {
    switch error {
    case .parameter, .balance, .symbols: usage.rawValue
    case .strategy: unavailable.rawValue
    case .profile, .unknownInstrument, .needsHedging: configuration.rawValue
    }
  }

  private static func code(for error: DeskError) -> Int32 {
    switch error {
    case .journal(let cause): code(for: cause)
    case .ticks(let cause): code(for: cause.kind)
    case .file(let cause): code(for: cause)
    case .feed(let cause): code(for: cause)
    case .log(let cause): code(for: cause)
    case .noBots, .noTicks, .unknownSession: usage.rawValue
    case .noVenue: unavailable.rawValue
    case .openSession: tryAgain.rawValue
    case .sizesMissing, .state, .diverged: data.rawValue
    case .sessionTicks: missingInput.rawValue
    case .digits, .recipe: configuration.rawValue
    }
  }

  private static func code(for error: GateError) -> Int32 {
    switch error {
    case .refused(let refusal, _): code(for: refusal)
    case .unknownBot: usage.rawValue
    case .criteriaNotAdopted, .criteriaMissing: notPermitted.rawValue
    case .criteria(let cause): code(for: cause)
    case .key(.file(let cause)): code(for: cause)
    case .key(.content(let cause)), .signing(let cause): code(for: cause)
    case .evidence: data.rawValue
    }
  }

  private static func code(for refusal: PromotionRefusal) -> Int32 {
    switch refusal {
    case .notEligible: no.rawValue
    case .unknownRequest, .proposalUnknown, .badName, .nameTaken, .capitalInvalid, .accountMissing:
      usage.rawValue
    default: notPermitted.rawValue
    }
  }

  private static func code(for error: SigningError) -> Int32 {
    switch error {
    case .wrongPassphrase, .notPrivate, .damaged, .costOutOfBounds, .badKey: notPermitted.rawValue
    case .exists, .weakPassphrase: usage.rawValue
    }
  }

  private static func code(for error: SessionLogError) -> Int32 {
    switch error {
    case .file(let cause): code(for: cause)
    case .ticks(let cause): code(for: cause.kind)
    default: data.rawValue
    }
  }

  private static func code(for error: FeedError) -> Int32 {
    switch error {
    case .badAddress, .unknownFeed: usage.rawValue
    case .configuration(let cause): code(for: cause)
    case .tokenMissing, .certificates: configuration.rawValue
    }
  }

  private static func code(for error: JournalError) -> Int32 {
    switch error {
    case .missing: missingInput.rawValue
    case .foreign, .newerSchema, .olderSchema, .corrupt, .unreadableRow, .tampered, .damagedBackup:
      data.rawValue
    case .journalExists, .unstorable: usage.rawValue
    case .unwritable, .folderNotEmpty: uncreatable.rawValue
    case .diskFull, .anchorFailed, .database: inputOutput.rawValue
    case .busy: tryAgain.rawValue
    case .file(let cause): code(for: cause)
    case .readOnly, .absent, .conflict: fault.rawValue
    }
  }

  private static func code(for error: BotSettingError) -> Int32 {
    switch error {
    case .setting, .parameter, .lots, .symbols, .badID, .badFamily: usage.rawValue
    case .file(let cause): code(for: cause)
    case .notText, .malformed: data.rawValue
    case .unconvertible: configuration.rawValue
    }
  }

  private static func code(for error: NotificationError) -> Int32 {
    switch error {
    case .secret, .badSecret, .authorities: configuration.rawValue
    case .malformed: data.rawValue
    }
  }

  private static func code(for error: DownloadError) -> Int32 {
    switch error {
    case .range, .baseURL: usage.rawValue
    case .unavailable: unavailable.rawValue
    case .noTicks: data.rawValue
    }
  }

  private static func code(for kind: ImportError.Kind) -> Int32 {
    switch kind {
    case .commandLine: usage.rawValue
    case .tickStore(let kind): code(for: kind)
    }
  }

  private static func code(for error: ConfigurationError) -> Int32 {
    switch error {
    case .file(let cause): code(for: cause)
    case .unknownProfile, .uneditable: usage.rawValue
    case .malformed, .unknownKey, .duplicateKey, .missingKey, .badValue, .fault: configuration.rawValue
    }
  }
}
