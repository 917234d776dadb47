import FileSystem
import StateCoding
import StrategyKit
import TradingCore

/// How a program is brought back to where it was: by the state that it saves, or by all that it was told.
extension ProgramSession {
  /// Bytes of a program's own state at most.
  static let mostStateBytes = 16 << 20
  /// Bytes of an answer that has it: in JSON a byte may take six.
  private static let mostSavedBytes = 6 * mostStateBytes + 1_024
  /// A program is given this long to come back to where it was; while others wait, an event's time has to do.
  private var startTimeout: Duration { max(limits.answer, .seconds(30)) }

  /// What has to be kept to bring a program back to where it is now.
  ///
  /// - Throws: `StrategyFailure`; unless it is only that nothing keeps the input, the conversation is over then.
  ///   `StateCodingError.unwritten` when what it was told can't be written for now: the conversation goes on.
  func state() throws -> ProgramState {
    guard failure == nil else { throw stated }
    let memory: ProgramState.Memory
    if description.saves {
      memory = .saved(try savedText(timeout: limits.answer))
    } else if let input {
      do throws(FileError) { memory = .input(try input.place()) } catch {
        var problem = "\(error)"
        if case .writeFailed(let path, let reason) = error { problem = "\(reason) (\(path))" }
        throw StateCodingError.unwritten(
          reason: "what the strategy program is told can't be kept, \(problem)")
      }
    } else if events.lastSequence == 0 {
      memory = .nothing
    } else {
      throw StrategyFailure(
        "the strategy program saves no state, and its input is not kept here", place: command.text,
        advice: "let its ticks be replayed from the start")
    }
    return ProgramState(told: events.told, lastOrdinal: lastOrdinal, memory: memory)
  }

  /// Takes note of what was told, where somebody will have to tell it again.
  func keep(_ message: [UInt8], answer: ArraySlice<UInt8>) throws(ChannelFault) {
    guard let memory, memory.isWritten else { return }
    do throws(FileError) {
      let log: InputLog
      if let input {
        log = input
      } else {
        log = try InputLog(
          new: String(description.descriptor.name.dropFirst(ProgramCommand.prefix.count)), in: memory)
        input = log
      }
      try log.append(message, answer: answer)
    } catch {
      throw .unkept("\(error)")
    }
  }

  /// Brings a program that has just been prepared to where another process of it was.
  ///
  /// - Returns: how many events it was told again.
  /// - Throws: `StrategyFailure`; the conversation is over then.
  @discardableResult
  func resume(_ state: ProgramState) throws(StrategyFailure) -> Int {
    guard failure == nil else { throw stated }
    events.told = state.told
    lastOrdinal = state.lastOrdinal
    switch state.memory {
    case .nothing: return 0
    case .saved(let text):
      try restore(text)
      return 0
    case .input(let place): return try replay(place)
    }
  }

  private func savedText(timeout: Duration) throws(StrategyFailure) -> String {
    events.save()
    do throws(ChannelFault) {
      let bytes = try channel.exchange(
        events.bytes, format: description.format, timeout: timeout, sizeLimit: Self.mostSavedBytes)
      let saved: SavedState
      do throws(WireFault) { saved = try SavedState(bytes, format: description.format) } catch {
        throw .wrong(error.problem)
      }
      guard saved.sequence == events.lastSequence else {
        throw .wrong("expected 'seq' \(events.lastSequence), was \(saved.sequence)")
      }
      guard saved.text.utf8.count <= Self.mostStateBytes else {
        throw .wrong("a state of more than \(Self.mostStateBytes) bytes")
      }
      return saved.text
    } catch {
      fail(error, doing: "'save' after \(events.lastSequence) events")
      throw stated
    }
  }

  private func restore(_ text: String) throws(StrategyFailure) {
    guard description.saves else {
      throw failed(
        "the strategy program saved its state once, and no longer does", advice: "bring the old one back")
    }
    events.restore(text)
    do throws(ChannelFault) {
      let answer = try answer(
        try channel.exchange(events.bytes, format: description.format, timeout: startTimeout))
      guard answer.requests.isEmpty else { throw .wrong("it asks for something in answer to 'restore'") }
    } catch {
      fail(error, doing: "'restore' after \(events.lastSequence) events")
      throw stated
    }
    guard try savedText(timeout: startTimeout).utf8.elementsEqual(text.utf8) else {
      throw failed(
        "the strategy program restored another state than it had saved",
        advice: "let what it saves depend on its state alone, and restore all of it")
    }
  }

  private func replay(_ place: InputLog.Place) throws(StrategyFailure) -> Int {
    guard let memory else {
      throw failed("nothing is kept here of what the strategy program was told", advice: "run it in its home")
    }
    do {
      let (log, difference, count) = try InputLog.replaying(place, in: memory) {
        if let signal = cancellation.signal { throw ChannelFault.interrupted(signal: signal) }
        return try channel.exchange(Array($0), format: description.format, timeout: limits.answer)
      }
      switch difference {
      case nil:
        if memory.isWritten { input = log }
        return count
      case .file:
        throw failed(
          "what the strategy program was told is not as it was (\(memory.folder)/\(place.file))",
          advice: "restore a backup, or go on with a copy of the bot")
      case .answers:
        throw failed(
          "the strategy program, told the same again, answered otherwise",
          advice: "let it depend on nothing but its input, or save its state")
      }
    } catch let failure as StrategyFailure {
      throw failure
    } catch let fault as ChannelFault {
      fail(fault, doing: "being told again what it was told before")
      throw stated
    } catch {
      throw failed("what the strategy program was told can't be read, \(error)", advice: "restore a backup")
    }
  }

  private func failed(_ problem: String, advice: String) -> StrategyFailure {
    fail(problem, doing: "after \(events.lastSequence) events", advice: advice)
    return stated
  }

  /// Why the conversation is over.
  private var stated: StrategyFailure {
    ExternalStrategy.failure(failure, command.text)
      ?? StrategyFailure("stopped", place: command.text, advice: "start it again")
  }
}
