import FileSystem

/// Messages to a program and its answers, one at a time.
///
/// The loop waits for every answer. That is the point: an order then meets the market on the very quote the
/// program decided on, whatever the machine's load, and the same ticks give the same fills.
final class ProgramChannel {
  private let child: ChildProcess
  private let cancellation: Cancellation
  private var received: [UInt8] = []
  private var start = 0
  private var tail: ErrorTail
  private var hasErrors = true
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

  /// Starts the program.
  ///
  /// - Throws: `notStarted`.
  init(
    _ command: ProgramCommand, in room: ProgramRoom?, cancellation: Cancellation,
    errors: @escaping ErrorTail.Listener
  ) throws(ChannelFault) {
    self.cancellation = cancellation
    tail = ErrorTail(errors)
    child = try ChildProcess(command.executable, command.words, in: room)
  }

  deinit { room.deallocate() }

  /// The last line the program wrote to its standard error.
  var lastWords: String { tail.lastLine }

  /// Sends a message and waits for the one answer.
  ///
  /// `sizeLimit`: the most bytes that it may have.
  /// - Throws: `ChannelFault`.
  func exchange(
    _ message: [UInt8], format: WireFormat, timeout: Duration, sizeLimit: Int = ProgramAnswer.sizeLimit
  ) throws(ChannelFault) -> ArraySlice<UInt8> {
    if let signal = cancellation.signal { throw .interrupted(signal: signal) }
    dropAnswer()
    let deadline = ContinuousClock.now.advanced(by: timeout)
    try send(message, deadline, timeout)
    var searched = 0
    while true {
      let size: Int?
      do throws(WireFault) {
        size = try ProgramAnswer.size(
          in: received[start...], format: format, sizeLimit: sizeLimit, searched: searched)
      } catch {
        throw .wrong(error.problem)
      }
      if let size {
        let answer = received[start..<(start + size)]
        start += size
        guard start == received.count else {
          throw .wrong("it wrote without being asked: '\(WireFault.excerpt(received[start...]))'")
        }
        return answer
      }
      searched = received.count - start
      try wait(until: deadline, timeout)
      try receive()
    }
  }

  /// Closes the program's input and waits for its end.
  ///
  /// - Throws: `silent` when it does not end, `ended` when it ends with another exit code than 0, `wrong` when
  ///   it had more to say.
  func finish(timeout: Duration) throws(ChannelFault) {
    child.closeInput()
    let milliseconds = Int(timeout / .milliseconds(1))
    guard let exit = child.waitForExit(milliseconds: milliseconds) else {
      child.end()
      throw .silent(seconds: timeout / .seconds(1))
    }
    drainErrors()
    tail.finish()
    guard exit == .code(0) else { throw .ended(exit) }
    let extra = (try? child.output.read(into: UnsafeMutableRawBufferPointer(rebasing: room[..<60]))) ?? 0
    if extra > 0 { throw .wrong("it wrote without being asked: '\(WireFault.excerpt(room.prefix(extra)))'") }
  }

  /// Ends the program, whatever it does.
  func end() {
    child.end()
    drainErrors()
    tail.finish()
  }

  private func dropAnswer() {
    received.removeAll(keepingCapacity: true)
    start = 0
  }

  private func send(
    _ message: [UInt8], _ deadline: ContinuousClock.Instant, _ timeout: Duration
  ) throws(ChannelFault) {
    var done = 0
    while done < message.count {
      do { done += try child.input.writeOnce(message[done...]) } catch {
        switch error {
        case .wouldBlock: try wait(forInput: true, until: deadline, timeout)
        case .brokenPipe: throw ended()
        case .interrupted: break
        default: throw .broken(error.reason)
        }
      }
    }
  }

  private func receive() throws(ChannelFault) {
    let count: Int
    do { count = try child.output.read(into: room) } catch {
      if error == .wouldBlock || error == .interrupted { return }
      throw .broken(error.reason)
    }
    guard count > 0 else { throw ended() }
    received.append(contentsOf: room.prefix(count))
  }

  /// Waits until the program takes input, else until it has output, passing on what it writes to its standard error
  /// meanwhile.
  private func wait(
    forInput: Bool = false, until deadline: ContinuousClock.Instant, _ timeout: Duration
  ) throws(ChannelFault) {
    while true {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { throw .silent(seconds: timeout / .seconds(1)) }
      let (seconds, attoseconds) = left.components
      let milliseconds = Int32(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1)
      let ready: ChildProcess.Readiness
      do {
        ready = try child.wait(forInput: forInput, withErrors: hasErrors, milliseconds: milliseconds)
      } catch { throw .broken(error.reason) }
      if let signal = cancellation.signal { throw .interrupted(signal: signal) }
      if ready.hasErrors { drainErrors() }
      if ready.isReady { return }
    }
  }

  private func drainErrors() {
    while hasErrors {
      guard let count = try? child.errors.read(into: room) else { return }
      hasErrors = count > 0
      tail.add(room.prefix(count))
    }
  }

  /// How the program ended, given a moment to do so; its last words are then known too.
  private func ended() -> ChannelFault {
    let exit = child.waitForExit(milliseconds: 1_000)
    drainErrors()
    tail.finish()
    if let signal = cancellation.signal { return .interrupted(signal: signal) }
    return .ended(exit)
  }
}
