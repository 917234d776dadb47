package import JSONText

/// What an operation gives: values to show, and one form for programs, the same for every front end.
package protocol Document {
  /// The JSON document that stands for it.
  var json: JSONValue { get }
}
