package import FileSystem
package import Promotion

/// Why something at the gate can't be done.
package enum GateError: Error, Sendable {
  /// A rule refuses it; it is journaled.
  case refused(PromotionRefusal, act: String)
  /// There is no bot of that name.
  case unknownBot(String, known: [String])
  /// The home's criteria are not those that an admin adopted.
  case criteriaNotAdopted(path: String)
  /// The home's criteria file is gone.
  case criteriaMissing(path: String)
  /// The home's criteria can't be read.
  case criteria(any Error)
  /// A key file can't be used.
  case key(OperatorKeyFileFault)
  /// A key can't be made.
  case signing(SigningError)
  /// Evidence can't be counted.
  case evidence(PromotionError)
}

extension GateError {
  /// The code under which an act that fails for it is journaled; `nil` for what is no refusal, or was journaled.
  var code: String? {
    switch self {
    case .criteriaNotAdopted: "criteria_not_adopted"
    case .criteriaMissing: "criteria_missing"
    case .criteria: "criteria_invalid"
    case .key(.content(let error)): error.code
    case .key(.file): "key_unreadable"
    case .refused, .unknownBot, .signing, .evidence: nil
    }
  }
}

extension GateError: CustomStringConvertible {
  /// `WHAT (WHERE): WHAT TO DO`.
  package var description: String {
    switch self {
    case .refused(let refusal, let act): "refused, \(refusal.code) (\(act)): \(refusal)"
    case .unknownBot(let id, _):
      "there is no bot '\(id)' (bot): see 'slipway bot list --all'"
    case .criteriaNotAdopted(let path):
      "these criteria are not the adopted ones (\(path)): have an admin run 'slipway promote adopt', or put the "
        + "file back as it was"
    case .criteriaMissing(let path):
      "the adopted criteria are gone (\(path)): put the file back as it was"
    case .criteria(let error): "\(error)"
    case .key(let fault): "\(fault)"
    case .signing(let error): "\(error)"
    case .evidence(let error): "\(error)"
    }
  }
}

extension GateError: ClassifiedError {
  /// What kind of failure it is.
  package var failureKind: FailureKind {
    switch self {
    case .refused(let refusal, _): refusal.failureKind
    case .unknownBot: .usage
    case .criteriaNotAdopted, .criteriaMissing: .notPermitted
    case .criteria(let error): FailureKind(of: error)
    case .key(let fault): fault.failureKind
    case .signing(let error): error.failureKind
    case .evidence: .data
    }
  }
}
