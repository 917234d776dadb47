import FileSystem
import StrategyKit
import TradingCore

/// One process of a strategy program and where the conversation with it stands.
///
/// A session is used by one bot, and so by one thread at a time.
final class ProgramSession: @unchecked Sendable {
  let description: ProgramDescription
  let command: ProgramCommand
  let limits: ExternalProgram.Limits
  let channel: ProgramChannel
  /// Where a home keeps the input of programs that save nothing; `nil` where nobody will need it.
  let memory: ProgramMemory?
  /// Whether somebody has asked to stop.
  let cancellation: Cancellation
  /// The input so far, where it is kept.
  var input: InputLog?
  var events: EventWriter
  /// The number of the last order, close or modification.
  var lastOrdinal: UInt64 = 0
  private var symbolCount = 0
  /// What has ended the conversation.
  private(set) var failure: ProgramError?

  /// Starts the program, which may read the files that its parameters name, and asks what it is.
  ///
  /// - Throws: `ProgramError`.
  init(
    _ command: ProgramCommand, files: [String] = [], limits: ExternalProgram.Limits,
    memory: ProgramMemory? = nil, cancellation: Cancellation, errors: @escaping ErrorTail.Listener
  ) throws(ProgramError) {
    self.command = command
    self.limits = limits
    self.memory = memory
    self.cancellation = cancellation
    // Of a bot that is hosted everything is to be kept when somebody asks to stop: each event is answered first.
    let patience = memory?.isWritten == true ? Cancellation.never : cancellation
    let room = try ProgramRoom.make(for: command, limits.sandbox, files: files)
    let channel: ProgramChannel
    do throws(ChannelFault) {
      channel = try ProgramChannel(command, in: room, cancellation: patience, errors: errors)
    } catch {
      throw Self.error(error, command, doing: "being started", lastWords: "")
    }
    do throws(ChannelFault) {
      description = try Self.read(
        try channel.exchange(EventWriter.hello(), format: .json, timeout: limits.handshake)
      ) { value throws(WireFault) in try ProgramDescription(value) }
    } catch {
      channel.end()
      throw Self.error(error, command, doing: "'hello'", lastWords: channel.lastWords)
    }
    self.channel = channel
    events = EventWriter(format: description.format)
  }

  /// Tells the program what it trades.
  ///
  /// - Throws: `ParameterError` when the program refuses a parameter. Other trouble shows in `failure`.
  func prepare(
    _ instruments: [Instrument], _ parameters: ParameterValues
  ) throws(ParameterError) -> ProgramPreparation.Wishes {
    symbolCount = instruments.count
    let preparation: ProgramPreparation
    do throws(ChannelFault) {
      let count = symbolCount
      preparation = try Self.read(
        try channel.exchange(
          EventWriter.prepare(instruments: instruments, parameters: parameters), format: .json,
          timeout: limits.handshake)
      ) { value throws(WireFault) in try ProgramPreparation(value, symbolCount: count) }
    } catch {
      fail(error, doing: "'prepare'")
      return ProgramPreparation.Wishes(quotes: false)
    }
    switch preparation {
    case .ready(let wishes):
      events.tellsClimate = !wishes.regimes.isEmpty
      return wishes
    case .refused(let fault): throw fault
    }
  }

  /// Tells the program of an event and does what it answers.
  func tell(
    _ event: StaticString, _ context: inout Context, _ write: (inout EventWriter, Context) -> Void
  ) {
    guard failure == nil else { return }
    write(&events, context)
    do throws(ChannelFault) {
      let bytes = try channel.exchange(
        events.bytes, format: description.format, timeout: limits.answer)
      try obey(bytes, &context)
      if !description.saves { try keep(events.bytes, answer: bytes) }
    } catch {
      fail(error, doing: "the event '\(event)', number \(events.lastSequence) at \(context.now.iso8601)")
    }
  }

  /// Waits for the program's end after its last answer.
  func finish() {
    guard failure == nil else { return }
    do throws(ChannelFault) { try channel.finish(timeout: limits.answer) } catch {
      fail(error, doing: "the end of its input")
    }
  }

  private func obey(_ bytes: ArraySlice<UInt8>, _ context: inout Context) throws(ChannelFault) {
    let answer = try answer(bytes)
    do throws(WireFault) {
      for request in answer.requests { try obey(request, &context) }
    } catch {
      throw .wrong(error.problem)
    }
  }

  /// The answer to the message with the present number.
  func answer(_ bytes: ArraySlice<UInt8>) throws(ChannelFault) -> ProgramAnswer {
    do throws(WireFault) {
      let answer =
        switch description.format {
        case .json: try ProgramAnswer(line: bytes.dropLast(), symbolCount: symbolCount)
        case .binary: try ProgramAnswer(frame: bytes, symbolCount: symbolCount)
        }
      guard answer.sequence == events.lastSequence else {
        throw WireFault("expected 'seq' \(events.lastSequence), was \(answer.sequence)")
      }
      return answer
    } catch {
      throw .wrong(error.problem)
    }
  }

  private func obey(_ request: ProgramRequest, _ context: inout Context) throws(WireFault) {
    if let id = request.id {
      guard id == lastOrdinal + 1 else {
        throw WireFault("expected a request of number \(lastOrdinal + 1), was \(id)")
      }
    }
    switch request.action {
    case .order(let symbolIndex, let side, let size, let kind, let timeInForce, let protection):
      let quantity = size.quantity(
        side, kind: kind, protection: protection, symbolIndex: symbolIndex, context)
      lastOrdinal =
        context.submit(
          side, quantity, kind: kind, symbolIndex: symbolIndex, timeInForce: timeInForce,
          protection: protection
        ).ordinal
    case .close(let position, let units):
      try checkKnown(position)
      lastOrdinal = context.close(position, quantity: units.map { Quantity(units: $0) }).ordinal
    case .protect(let position, let protection):
      try checkKnown(position)
      lastOrdinal = context.protect(position, with: protection).ordinal
    case .change(let order, let price, let limitPrice, let protection):
      try checkKnown(order)
      lastOrdinal =
        context.modify(order, price: price, limitPrice: limitPrice, protection: protection).ordinal
    case .cancel(let order):
      try checkKnown(order)
      context.cancel(order)
    }
  }

  private func checkKnown(_ order: ClientOrderID) throws(WireFault) {
    guard order.ordinal <= lastOrdinal else {
      throw WireFault("it names number \(order.ordinal), and has asked for nothing beyond \(lastOrdinal)")
    }
  }

  func fail(_ fault: ChannelFault, doing what: String) {
    channel.end()
    failure = Self.error(fault, command, doing: what, lastWords: channel.lastWords)
  }

  /// The conversation is over for this reason.
  func fail(_ problem: String, doing what: String, advice: String) {
    channel.end()
    failure = .failed(StrategyFailure(problem, place: "\(command.text), \(what)", advice: advice))
  }

  private static func read<Value>(
    _ line: ArraySlice<UInt8>, _ make: (WireValue) throws(WireFault) -> Value
  ) throws(ChannelFault) -> Value {
    do throws(WireFault) { return try make(try WireParser.parse(line)) } catch { throw .wrong(error.problem) }
  }

  private static func error(
    _ fault: ChannelFault, _ command: ProgramCommand, doing what: String, lastWords: String
  ) -> ProgramError {
    let said = lastWords.isEmpty ? "" : "; the last it wrote to its standard error: \(lastWords)"
    func failure(_ problem: String, _ advice: String) -> ProgramError {
      .failed(StrategyFailure(problem, place: "\(command.text), \(what)", advice: advice + said))
    }
    switch fault {
    case .interrupted(let signal): return .interrupted(signal: signal)
    case .notStarted(let program, let reason): return .cannotStart(program: program, reason: reason)
    case .ended(let exit):
      let how = exit.map { "ended with \($0)" } ?? "closed its output"
      return failure(
        "the strategy program \(how)",
        "find out why; of a backtest nothing is kept, a bot stays at its last checkpoint")
    case .silent(let seconds):
      return failure(
        "the strategy program did not answer within \(seconds) s",
        "find out what it waits for, or allow more with --exec-timeout")
    case .wrong(let problem):
      return failure(
        "the strategy program broke the protocol, \(problem)",
        "see docs/own-strategies.md for what it may send")
    case .unkept(let reason):
      return failure("what the strategy program is told can't be kept, \(reason)", "make room for it")
    case .broken(let reason):
      return failure("the strategy program can't be talked to, \(reason)", "start the run again")
    }
  }
}
