import Foundation
import StrategyKit
import TestSupport
import Testing
import TradingCore

@testable import StrategyPrograms

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("A strategy program that does not behave", .serialized)
struct ProgramFaultTests {
  private let answered = "ask; say '{\"seq\":1}'\n"

  @Test("One that behaves asks for orders and ends")
  func behaves() throws {
    let program = try ScriptedProgram(
      afterHandshake: answered + """
        ask; say '{"seq":2,"requests":[{"do":"order","id":1,"side":"buy","lots":"0.10","stop_loss":109900}]}'
        ask; say '{"seq":3}'
        """)
    var strategy = try program.strategy()
    var context = try ScriptedProgram.context()
    strategy.onStart(&context)
    let expected = OrderRequest(
      id: ClientOrderID(ordinal: 1), symbolIndex: 0, side: .buy, quantity: Quantity(units: 10_000),
      protection: Protection(stopLoss: Price(points: 109_900)))
    #expect(strategy.intents(&context) == [.submit(expected)])
    strategy.onStop(&context)
    #expect(strategy.failure == nil)
  }

  @Test("It ends with an exit code: the error has the code, the event and its last words")
  func exits() throws {
    let program = try ScriptedProgram(
      afterHandshake: answered + "ask; echo 'first' >&2; echo 'no idea' >&2; exit 7")
    let failure = try program.failure()
    #expect(failure.contains("the strategy program ended with exit code 7 (exec:sh "))
    #expect(failure.contains("the event 'quote', number 2 at 1970-01-01T00:00:01.000Z): find out why"))
    #expect(failure.hasSuffix("the last it wrote to its standard error: no idea"))
    #expect(program.errors.all == ["first", "no idea"])
  }

  @Test("It is killed")
  func killed() throws {
    let program = try ScriptedProgram(afterHandshake: answered + "ask; kill -9 $$")
    #expect(try program.failure().contains("ended with signal 9"))
  }

  @Test("It hangs: it is ended, and so is what it has started")
  func hangs() throws {
    let program = try ScriptedProgram(
      afterHandshake: answered + """
        sleep 60 & echo $! >&2
        ask; wait
        """)
    let start = ContinuousClock.now
    let failure = try program.failure(answer: .milliseconds(300))
    #expect(failure.contains("did not answer within 0.3 s"))
    #expect(failure.contains("--exec-timeout"))
    #expect(ContinuousClock.now - start < .seconds(5))
    let child = try #require(program.errors.all.first.flatMap { pid_t($0) })
    #expect(isGone(child))
  }

  /// Whether a process is there no longer, or is only waiting to be reaped by its new parent.
  private func isGone(_ process: pid_t) -> Bool {
    for _ in 0..<100 {
      if kill(process, 0) != 0 { return true }
      let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
      if status.contains(") Z ") { return true }
      usleep(10_000)
    }
    return false
  }

  @Test("It ignores being asked to end: it is ended all the same")
  func ignoresTermination() throws {
    let program = try ScriptedProgram(
      afterHandshake: "trap '' TERM; " + answered + "ask; while :; do sleep 1; done")
    let start = ContinuousClock.now
    #expect(try program.failure(answer: .milliseconds(200)).contains("did not answer within 0.2 s"))
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test("It is slow but in time")
  func slow() throws {
    let program = try ScriptedProgram(
      afterHandshake: answered + "ask; sleep 0.3; printf '{\"seq\"'; sleep 0.3; say ':2}'")
    #expect(try program.failure(answer: .seconds(20)) == "none")
  }

  @Test("It closes its output and lives on")
  func closesOutput() throws {
    let program = try ScriptedProgram(afterHandshake: answered + "ask; exec >&-; sleep 60")
    #expect(try program.failure().contains("the strategy program closed its output"))
  }

  @Test("It closes its input")
  func closesInput() throws {
    let program = try ScriptedProgram(afterHandshake: answered + "exec <&-; sleep 60")
    #expect(try program.failure(answer: .milliseconds(500)) != "none")
  }

  @Test(
    "It writes what is no answer",
    arguments: [
      ("hello there", "broke the protocol, no JSON, no value at byte 1: 'hello there'"),
      ("{}", "an answer has no 'seq'"),
      ("{\"seq\":7}", "expected 'seq' 2, was 7"),
      ("{\"seq\":1}", "expected 'seq' 2, was 1"),
      ("{\"seq\":2,\"extra\":1}", "an answer: there is no key 'extra'"),
      ("{\"seq\":2}\n{\"seq\":3}", "it wrote without being asked: '{\"seq\":3}?'"),
      (
        "{\"seq\":2,\"requests\":[{\"do\":\"close\",\"id\":1,\"position\":1}]}",
        "has asked for nothing beyond 0"
      ),
      ("{\"seq\":2,\"requests\":[{\"do\":\"cancel\",\"order\":9}]}", "it names number 9"),
      (
        "{\"seq\":2,\"requests\":[{\"do\":\"order\",\"id\":5,\"side\":\"buy\",\"units\":1}]}",
        "expected a request of number 1, was 5"
      ),
      ("", "no JSON, it ends too early at byte 1: ''"),
    ])
  func garbage(answer: String, problem: String) throws {
    let program = try ScriptedProgram(afterHandshake: answered + "ask; say '\(answer)'; sleep 60")
    let failure = try program.failure()
    #expect(failure.contains(problem), "\(failure)")
    #expect(failure.contains("docs/own-strategies.md"))
  }

  @Test("It floods its output, with or without line ends")
  func floods() throws {
    let endless = try ScriptedProgram(afterHandshake: answered + "ask; exec tr '\\0' x </dev/zero")
    #expect(try endless.failure().contains("an answer of more than 1048576 bytes"))
    let lines = try ScriptedProgram(afterHandshake: answered + "exec yes")
    #expect(try lines.failure().contains("it wrote without being asked"))
  }

  @Test("It floods its standard error: nothing stops")
  func floodsErrors() throws {
    let program = try ScriptedProgram(
      afterHandshake: answered + "ask; yes complaint | head -n 20000 >&2; say '{\"seq\":2}'")
    #expect(try program.failure(answer: .seconds(30)) == "none")
  }

  @Test("After its failure nothing more is asked for, and the first failure stays")
  func inert() throws {
    let program = try ScriptedProgram(afterHandshake: answered + "exit 1")
    var strategy = try program.strategy()
    var context = try ScriptedProgram.context()
    strategy.onStart(&context)
    #expect(strategy.intents(&context).isEmpty)
    let first = try #require(strategy.failure)
    #expect(strategy.intents(&context).isEmpty)
    strategy.onStop(&context)
    #expect(strategy.failure == first)
  }

  @Test(
    "It fails at the end",
    arguments: [("exit 4", "exit code 4"), ("sleep 60", "did not answer within 0.3 s")])
  func ending(last: String, problem: String) throws {
    let program = try ScriptedProgram(afterHandshake: answered + "ask; say '{\"seq\":2}'; \(last)")
    var strategy = try program.strategy(answer: .milliseconds(300))
    var context = try ScriptedProgram.context()
    strategy.onStart(&context)
    strategy.onStop(&context)
    let failure = try #require(strategy.failure).description
    #expect(failure.contains(problem), "\(failure)")
    #expect(failure.contains("the end of its input"))
  }

  @Test("Dropping a strategy ends its program")
  func dropped() throws {
    let program = try ScriptedProgram(
      shell: """
        echo $$ >&2
        read -r event; echo '\(ScriptedProgram.hello)'
        read -r event; echo '\(ScriptedProgram.ready)'
        while :; do sleep 1; done
        """)
    do { _ = try program.strategy() }
    let process = try #require(program.errors.all.first.flatMap { pid_t($0) })
    #expect(kill(process, 0) != 0)
  }
}
