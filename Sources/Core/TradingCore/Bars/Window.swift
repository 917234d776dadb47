/// The last n elements: a ring of fixed size, oldest first.
///
/// ```swift
/// var bars = BarWindow(length: 3)
/// bars.add(bar)
/// if bars.isFull, bars[ago: 0].close > bars[ago: 2].high { … }
/// ```
public struct Window<Element> {
  private enum CodingKeys: String, CodingKey {
    case length = "length"
    case elements = "elements"
    case oldest = "oldest"
  }

  /// How many elements it keeps.
  public let length: Int
  private var elements: [Element] = []
  private var oldest = 0

  /// A window of the last `length` elements, at least 1.
  public init(length: Int) { self.length = Swift.max(length, 1) }

  /// Whether n elements have come.
  public var isFull: Bool { elements.count == length }

  /// Takes the next element; the oldest of more than n is forgotten.
  public mutating func add(_ element: Element) {
    if elements.count < length {
      elements.append(element)
    } else {
      elements[oldest] = element
      oldest = oldest + 1 == length ? 0 : oldest + 1
    }
  }

  /// The element so many before the last: `ago: 0` is the last.
  ///
  /// - Precondition: so many have come, and n is more.
  public subscript(ago ago: Int) -> Element { self[elements.count - 1 - ago] }

  /// Forgets everything.
  public mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    oldest = 0
  }
}

extension Window: RandomAccessCollection {
  /// The place of the oldest element.
  public var startIndex: Int { 0 }
  /// One past the place of the last element.
  public var endIndex: Int { elements.count }
  /// The element at a place, counting from the oldest.
  public subscript(position: Int) -> Element {
    let place = oldest + position
    return elements[place < elements.count ? place : place - elements.count]
  }
}

extension Window: Sendable where Element: Sendable {}
extension Window: Equatable where Element: Equatable {}
extension Window: Hashable where Element: Hashable {}
extension Window: Codable where Element: Codable {}

/// The last n bars.
public typealias BarWindow = Window<Bar>

extension Window<Double> {
  /// The mean; taken anew each time, oldest first, so that rounding does not build up.
  package var mean: Double { reduce(0, +) / Double(count) }

  /// The mean of squared deviations from the mean, in two passes.
  package func variance(around mean: Double) -> Double {
    reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
  }
}
