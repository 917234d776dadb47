import FileSystem
import Testing

@testable import SlipwayCommand

@Suite("Errors become one line and an exit code")
struct ErrorTests {
  @Test("Every kind of file error has its exit code")
  func files() {
    let codes: [(FileError, Int32)] = [
      (.missing(path: "a"), 66), (.unreadable(path: "a", reason: "r"), 74),
      (.uncreatable(path: "a", reason: "r"), 73), (.writeFailed(path: "a", reason: "r"), 74),
      (.interrupted(signal: 2), 130), (.interrupted(signal: 15), 143),
    ]
    for (error, code) in codes { #expect(ExitStatus.code(for: error) == code, "\(error)") }
  }

  @Test("An answer of no has printed its result already")
  func answerIsNo() {
    let failure = Failure(CommandError.answerIsNo)
    #expect(failure.status == 3)
    #expect(failure.message == nil)
  }

  @Test("What nobody expected is called a fault of ours")
  func unexpected() {
    struct Surprise: Error {}
    let failure = Failure(Surprise())
    #expect(failure.status == 70)
    #expect(failure.message?.contains("please report it") == true)
  }

  @Test("An error over several lines is printed on one")
  func oneLine() {
    let error = CommandError.usage(what: "bad\n  value", option: "--lots", advice: "give a number")
    #expect(Failure(error).message == "bad value (--lots): give a number")
  }
}
