/// The candidate a misspelled word most likely meant, or `nil` when none is near.
package func nearestMatch(to word: String, among candidates: [String]) -> String? {
  let typed = Array(word.lowercased().unicodeScalars.prefix(64))
  let limit = max(1, min(3, typed.count / 3))
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(typed, Array(candidate.lowercased().unicodeScalars))
    if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
  }
  return best?.candidate
}

/// Insertions, deletions and replacements that turn one word into the other (Levenshtein).
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var row = Array(0...right.count)
  for (leftIndex, leftScalar) in left.enumerated() {
    var diagonal = row[0]
    row[0] = leftIndex + 1
    for (rightIndex, rightScalar) in right.enumerated() {
      let replaced = diagonal + (leftScalar == rightScalar ? 0 : 1)
      diagonal = row[rightIndex + 1]
      row[rightIndex + 1] = min(replaced, diagonal + 1, row[rightIndex] + 1)
    }
  }
  return row[right.count]
}
