import Testing

@Suite("Every source file keeps the rules")
struct SourceRuleTests {
  @Test("The sources keep to it", arguments: Rule.all)
  func holds(rule: Rule) throws {
    let files = try Checkout.sources()
    #expect(files.count > 20, "the sources were not found under \(Checkout.root)")
    let offenses = try files.flatMap { try rule.offenses($0) }
    #expect(offenses.isEmpty, "\(list(offenses))")
  }

  @Test("A planted violation is found", arguments: Rule.all)
  func canFail(rule: Rule) throws {
    #expect(!rule.planted.isEmpty)
    for sample in rule.planted {
      let offenses = try rule.offenses(SourceFile(path: sample.path, text: sample.text))
      #expect(!offenses.isEmpty, "not found: \(sample.text.prefix(200))")
    }
  }

  @Test("What only looks like a violation is let through", arguments: Rule.all)
  func isPrecise(rule: Rule) throws {
    #expect(!rule.innocent.isEmpty)
    for sample in rule.innocent {
      let offenses = try rule.offenses(SourceFile(path: sample.path, text: sample.text))
      #expect(offenses.isEmpty, "\(list(offenses)) in \(sample.text.prefix(200))")
    }
  }

  @Test("An offense names the line it is on")
  func lineNumbers() throws {
    let file = SourceFile(
      path: "Sources/Evidence/Reports/A.swift", text: "// try!\n\nlet a = 1\nlet b = try! run()\n")
    #expect(try Rule.crashes.offenses(file).map(\.line) == [4])
  }

  @Test("Masking keeps code and blanks the rest, line for line")
  func masking() {
    let text = ##"""
      let a = "x \(call("y")) z" // note
      /* one /* two */ three */ let b = #"raw \(no) \#(yes)"#
      let c = "\"quoted\""
      """##
    let expected = #"""
      let a = "    call(" ")   "
                                let b = #"             yes "#
      let c = "          "
      """#
    let trimmed = CodeMask.code(of: text).split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0.reversed().drop { $0 == " " }.reversed())
    }
    #expect(trimmed.joined(separator: "\n") == expected)
  }
}

private func list(_ offenses: [Offense]) -> String {
  offenses.map { "\n  \($0)" }.joined()
}
