import Feeds
import Testing

/// Where a feed comes from, as text.
struct FeedAddressTests {
  @Test(
    "addresses are read, and print as they were",
    arguments: [
      ("tcp://127.0.0.1:7001", FeedAddress.tcp(host: "127.0.0.1", port: 7001)),
      ("tls://feed.example.com:443", .tls(host: "feed.example.com", port: 443)),
      ("tcp://[::1]:9", .tcp(host: "::1", port: 9)), ("pipe:/tmp/quotes", .pipe(path: "/tmp/quotes")),
      ("pipe:quotes.csv", .pipe(path: "quotes.csv")), ("stdin", .standardInput),
    ])
  func reads(text: String, address: FeedAddress) throws {
    #expect(try FeedAddress(text) == address)
    #expect(address.description == text)
  }

  @Test("a dash is standard input")
  func dash() throws { #expect(try FeedAddress("-") == .standardInput) }

  @Test(
    "what is no address is refused",
    arguments: [
      "", "tcp://", "tcp://host", "tcp://host:", "tcp://host:0", "tcp://host:65536", "tcp://host:+5",
      "tcp://:7001", "tcp://::1:7001", "tcp://user@host:1", "http://host:80", "pipe:", "tcp://a b:1",
    ])
  func refuses(text: String) {
    #expect(throws: FeedError.self) { try FeedAddress(text) }
  }

  @Test("the refusal says what to write")
  func explains() {
    let error = #expect(throws: FeedError.self) { try FeedAddress("tcp://host:99999") }
    #expect(
      error?.description == "not a feed's address ('tcp://host:99999'): the port must be a number from 1 to "
        + "65535; write for instance tcp://127.0.0.1:7001")
  }
}
