#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
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
  private let streams = UnsafeMutableBufferPointer<pollfd>.allocate(capacity: 2)
  private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

  /// Starts the program.
  ///
  /// - Throws: `notStarted`.
  init(
    _ command: ProgramCommand, cancellation: Cancellation, errors: @escaping ErrorTail.Listener
  ) throws(ChannelFault) {
    self.cancellation = cancellation
    tail = ErrorTail(errors)
    child = try ChildProcess(command.executable, command.words)
    streams.initialize(repeating: pollfd())
  }

  deinit {
    room.deallocate()
    streams.deallocate()
  }

  /// The last line the program wrote to its standard error.
  var lastWords: String { tail.lastLine }

  /// Sends a message and waits for the one answer.
  ///
  /// - Throws: `ChannelFault`.
  func exchange(
    _ message: [UInt8], format: WireFormat, timeout: Duration
  ) throws(ChannelFault) -> ArraySlice<UInt8> {
    if let signal = cancellation.signal { throw .interrupted(signal: signal) }
    dropAnswer()
    let deadline = ContinuousClock.now.advanced(by: timeout)
    try send(message, deadline, timeout)
    while true {
      let size: Int?
      do throws(WireFault) {
        size = try ProgramAnswer.size(in: received[start...], format: format)
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
      try wait(for: child.output, events: Int16(POLLIN), until: deadline, timeout)
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
    let extra = read(child.output, room.baseAddress, 60)
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
      let written = message.withUnsafeBytes { bytes in
        write(child.input, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if written > 0 {
        done += written
      } else if errno == EAGAIN {
        try wait(for: child.input, events: Int16(POLLOUT), until: deadline, timeout)
      } else if errno == EPIPE {
        throw ended()
      } else if errno != EINTR {
        throw .broken(String(cString: strerror(errno)))
      }
    }
  }

  private func receive() throws(ChannelFault) {
    let count = read(child.output, room.baseAddress, room.count)
    if count > 0 {
      received.append(contentsOf: room.prefix(count))
    } else if count == 0 {
      throw ended()
    } else if errno != EAGAIN, errno != EINTR {
      throw .broken(String(cString: strerror(errno)))
    }
  }

  /// Waits until a stream is ready, passing on what the program writes to its standard error meanwhile.
  private func wait(
    for descriptor: Int32, events: Int16, until deadline: ContinuousClock.Instant, _ timeout: Duration
  ) throws(ChannelFault) {
    while true {
      let left = deadline - ContinuousClock.now
      guard left > .zero else { throw .silent(seconds: timeout / .seconds(1)) }
      streams[0] = pollfd(fd: descriptor, events: events, revents: 0)
      streams[1] = pollfd(fd: hasErrors ? child.errors : -1, events: Int16(POLLIN), revents: 0)
      let (seconds, attoseconds) = left.components
      let milliseconds = Int32(clamping: seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1)
      let ready = poll(streams.baseAddress, nfds_t(streams.count), milliseconds)
      if let signal = cancellation.signal { throw .interrupted(signal: signal) }
      if ready > 0 {
        if streams[1].revents != 0 { drainErrors() }
        if streams[0].revents != 0 { return }
      } else if ready < 0, errno != EINTR {
        throw .broken(String(cString: strerror(errno)))
      }
    }
  }

  private func drainErrors() {
    while hasErrors {
      let count = read(child.errors, room.baseAddress, room.count)
      if count > 0 {
        tail.add(room.prefix(count))
      } else {
        if count == 0 { hasErrors = false }
        return
      }
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
