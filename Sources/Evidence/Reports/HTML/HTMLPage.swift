/// A self-contained page: styles and script inside, nothing fetched, light and dark by the reader's setting.
package enum HTMLPage {
  /// What the page may do: show itself. It holds even if some text slipped through as markup.
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

  /// The document; `styles` come after those that all pages share.
  package static func document(title: String, body: [Markup], styles: String = "") -> String {
    let head = Markup.element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("meta", ["http-equiv": "Content-Security-Policy", "content": policy]),
        .element("title", text: title),
        .verbatim("style", styles.isEmpty ? Theme.css : Theme.css + "\n" + styles),
      ])
    let main = Markup.element("main", [:], body)
    let page = Markup.element(
      "html", ["lang": "en"],
      [head, .element("body", [:], [main, .verbatim("script", ReadoutScript.source)])])
    return "<!DOCTYPE html>\n" + page.source + "\n"
  }

  /// A section with a heading, an optional sentence below it, and content.
  package static func card(
    _ title: String, note: String = "", style: String = "card", _ content: [Markup]
  ) -> Markup {
    let noteLine = note.isEmpty ? [] : [Markup.element("p", ["class": "note"], text: note)]
    return .element(
      "section", ["class": style, "aria-label": title],
      [.element("h2", text: title)] + noteLine + content)
  }

  /// A headline figure: a label, a value and a word of context.
  package static func figure(_ label: String, _ value: String, detail: String, tone: Tone = .plain) -> Markup
  {
    .element(
      "div", ["class": "figure"],
      [
        .element("dt", text: label),
        .element("dd", ["class": "value " + tone.rawValue], text: value),
        .element("dd", ["class": "detail"], text: detail),
      ])
  }

  /// Labels and texts below each other.
  package static func definitions(_ pairs: [(String, String)]) -> Markup {
    .element(
      "dl", ["class": "pairs"],
      pairs.map { label, text in
        .element("div", [:], [.element("dt", text: label), .element("dd", text: text)])
      })
  }

  /// What stands where there is nothing to draw.
  package static func nothing(_ sentence: String) -> Markup {
    .element("p", ["class": "nothing"], text: sentence)
  }

  /// Whether a figure is good, bad or neither; drawn in colors told apart with any color vision.
  package enum Tone: String, Sendable {
    /// Neither.
    case plain
    /// Above zero.
    case gain
    /// Below zero.
    case loss

    /// The tone of an amount.
    package init(signOf value: some SignedNumeric & Comparable) {
      self = value > 0 ? .gain : value < 0 ? .loss : .plain
    }
  }
}
