package import TradingCore

/// The time around an event in which it may move its market.
package struct NewsWindow: Sendable, Hashable {
  /// The event.
  package var event: NewsEvent
  /// From before it starts until after it ends.
  package var span: TimeSpan
}

/// Windows of events in order of time: whether one is on, and which comes next.
///
/// Windows that overlap or touch are one stretch of time in which the news is on; each event keeps its own.
@usableFromInline
package struct NewsSchedule: Sendable, Hashable {
  /// A stretch of time in which some window is on.
  package struct Stretch: Sendable, Hashable {
    /// From the first window's start to the last one's end.
    package var span: TimeSpan
    /// Its windows, as a range of `windows`.
    package var windows: Range<Int>
  }

  /// Every window, by its start; those that start together by their events' order.
  package let windows: [NewsWindow]
  /// What they come to together, in order of time; no two of them overlap or touch.
  package let stretches: [Stretch]

  /// The schedule of windows in any order; those without length are left out.
  ///
  /// - Complexity: O(n log n).
  package init(_ windows: [NewsWindow]) {
    let sorted = windows.filter { !$0.span.isEmpty }.sorted { left, right in
      left.span.from == right.span.from ? left.event < right.event : left.span.from < right.span.from
    }
    var stretches: [Stretch] = []
    for (index, window) in sorted.enumerated() {
      if let last = stretches.indices.last, window.span.from <= stretches[last].span.to {
        stretches[last].span.to = max(stretches[last].span.to, window.span.to)
        stretches[last].windows = stretches[last].windows.lowerBound..<index + 1
      } else {
        stretches.append(Stretch(span: window.span, windows: index..<index + 1))
      }
    }
    (self.windows, self.stretches) = (sorted, stretches)
  }

  /// The stretch that an instant is in; `nil` when no window is on.
  ///
  /// - Complexity: O(log n).
  package func stretch(at time: Timestamp) -> Stretch? {
    let index = stretches.firstOrdered { $0.span.to > time }
    guard let index, stretches[index].span.contains(time) else { return nil }
    return stretches[index]
  }

  /// Whether any window is on at an instant.
  ///
  /// - Complexity: O(log n).
  package func isOn(at time: Timestamp) -> Bool { stretch(at: time) != nil }

  /// The windows that are on at an instant, by their start.
  ///
  /// - Complexity: O(log n) and the windows of one stretch.
  package func windows(at time: Timestamp) -> [NewsWindow] {
    guard let stretch = stretch(at: time) else { return [] }
    return windows[stretch.windows].filter { $0.span.contains(time) }
  }

  /// The first window that starts after an instant; `nil` when there is none.
  ///
  /// - Complexity: O(log n).
  package func next(after time: Timestamp) -> NewsWindow? {
    windows.firstOrdered { $0.span.from > time }.map { windows[$0] }
  }

  /// The first instant after `time` at which the news goes on or off; `nil` when it stays as it is.
  ///
  /// - Complexity: O(log n).
  package func nextChange(after time: Timestamp) -> Timestamp? {
    guard let index = stretches.firstOrdered({ $0.span.to > time }) else { return nil }
    let span = stretches[index].span
    return span.from > time ? span.from : span.to
  }
}

extension Array {
  /// The place of the first element of which something is true that is true of every later one, too.
  ///
  /// - Complexity: O(log n).
  func firstOrdered(_ isTrue: (Element) -> Bool) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isTrue(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low < count ? low : nil
  }
}
