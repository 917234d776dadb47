import NIOSSL

/// Which failures of TLS mean that the other side is not who it should be.
enum TLSFault {
  /// Why the server is refused, or `nil` when the error says nothing like it.
  static func refusal(_ error: any Error) -> String? {
    if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
      return "the server's certificate is for another name"
    }
    if let error = error as? NIOSSLError, case .handshakeFailed(let cause) = error,
      "\(cause)".contains("CERTIFICATE_VERIFY_FAILED")
    {
      return "the server's certificate is from no trusted authority, or expired"
    }
    return nil
  }
}
