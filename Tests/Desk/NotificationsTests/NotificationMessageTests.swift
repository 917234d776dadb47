import JSONText
import Notifications
import Testing
import TradingCore

@Suite("A message is kept as JSON")
struct NotificationMessageTests {
  @Test("The JSON has every member in a fixed order")
  func shape() {
    let expected =
      #"{"version":1,"id":"17","event":"feed_lost","severity":"critical","bot":"alpha","title":"Feed lost","#
      + #""text":"No quote for 30 s.","fields":[{"name":"feed","value":"fix-1"}],"#
      + #""time":"2024-01-10T12:00:00.000000001Z"}"#
    #expect(Sample.message().json.compactText == expected)
  }

  @Test("It reads back as it was, with any text and about the system too")
  func roundTrip() throws {
    var message = Sample.message(title: "Zürich \"📉\"\n.", fields: [])
    #expect(try NotificationMessage(json: Array(message.json.compactText.utf8)) == message)
    message.subject = .system
    message.event = NotificationEvent(rawValue: "of_a_later_release")
    #expect(try NotificationMessage(json: Array(message.json.compactText.utf8)) == message)
  }

  @Test("Damage is named")
  func damage() {
    let text = Sample.message().json.compactText.replacing("critical", with: "loud")
    #expect(throws: NotificationError.malformed("severity: expected info, warning or critical")) {
      try NotificationMessage(json: Array(text.utf8))
    }
  }

  @Test("A secret prints as three stars however it is printed")
  func secret() {
    let secret = Secret("hunter2")
    var dumped = ""
    dump(secret, to: &dumped)
    #expect("\(secret)" == "***")
    #expect(String(reflecting: [secret]) == "[***]")
    #expect(!dumped.contains("hunter2"))
  }
}
