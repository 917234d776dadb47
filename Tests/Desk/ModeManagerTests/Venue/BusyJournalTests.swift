import FileSystem
import Foundation
import Journal
import TestSupport
import Testing
import TradingCore

@testable import ModeManager

/// Another process holds the journal when a session begins or ends. In between see `BrokeredDeskTests`.
@Suite("A journal that is busy at the start or the end of a session", .timeLimit(.minutes(5)))
struct BusyJournalTests {
  private func sessions(_ home: BrokeredHome) throws -> [SessionRecord] {
    try home.home.journal.read { try $0.sessions() }
  }

  @Test("a start waits for it")
  func waits() throws {
    let home = try BrokeredHome(seed: 4)
    let lock = try JournalLock(home: home.home.home)
    lock.take()
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 0.3)
      lock.release()
    }
    try home.trade(steps: 20)
    #expect(lock.isReleased)
    #expect(try home.audit() == [])
    #expect(try sessions(home).map(\.status) == [.ended, .ended])
  }

  @Test("a start for which it stays busy says so, nothing has begun, and the next one goes on")
  func givesUp() throws {
    let home = try BrokeredHome(seed: 4)
    try home.trade(steps: 20)
    let before = try sessions(home)
    let lock = try JournalLock(home: home.home.home)
    lock.take()
    let error = #expect(throws: DeskError.self) { try home.trade(steps: 20) }
    #expect(error.map { "\($0)".hasPrefix("another process holds the journal (") } == true)
    #expect(error?.failureKind == .tryAgain)
    lock.release()
    #expect(try sessions(home) == before)
    try home.trade(steps: 20)
    #expect(try home.audit() == [])
  }

  @Test(
    "an end that can't be journaled loses nothing: the session stays open, and the next start recovers it")
  func end() throws {
    let home = try BrokeredHome(seed: 4)
    let lock = try JournalLock(home: home.home.home)
    var steps = 0
    let error = #expect(throws: DeskError.self) {
      try home.session { session throws(DeskError) in
        steps += 1
        guard steps > 60 else {
          try home.step(session)
          return true
        }
        lock.take()
        return false
      }
    }
    #expect(error?.failureKind == .tryAgain)
    let fills = try home.home.fills(of: try home.row)
    #expect(fills.count > 3)
    #expect(try sessions(home).map(\.status) == [.open])
    lock.release()
    try home.trade(steps: 30)
    #expect(try sessions(home).map(\.status) == [.recovered, .ended, .ended])
    #expect(try home.audit() == [])
    #expect(try home.home.fills(of: try home.row).starts(with: fills))
  }
}
