import TradingCore

extension PromotionLedger {
  /// A bot's place among all that came to DEMO in this home, and how many others were let into LIVE.
  ///
  /// A bot under another identity is another one, and so is the same under another name: each has evidence of its own. One
  /// that is not on DEMO yet would be the next.
  package func discovery(of bot: String, identity: String) -> GateDiscovery {
    let wanted = [bot, identity]
    var (numbers, live): ([[String]: Int], Set<[String]>) = ([:], [])
    // By the approval that decided: whoever asked early and waits takes no place before others.
    let decided = requests.compactMap { record in
      record.approvals.count >= record.approvalsNeeded
        ? (record: record, at: record.approvals[record.approvalsNeeded - 1].at) : nil
    }.sorted { ($0.at, $0.record.seq) < ($1.at, $1.record.seq) }
    for (record, _) in decided {
      let key = [record.request.bot, record.request.identity]
      if numbers[key] == nil { numbers[key] = numbers.count + 1 }
      if record.request.to == .live { live.insert(key) }
    }
    live.remove(wanted)
    return GateDiscovery(index: numbers[wanted] ?? numbers.count + 1, discoveries: live.count)
  }
}
