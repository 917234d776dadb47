package import BrokerBridges

/// How the orders of a mode get to a broker, and its reports back.
package struct VenueBridge: Sendable {
  /// What the broker can do; new evidence keeps it.
  package let settings: BrokerSettings
  /// Takes committed intents there.
  package let carrier: any IntentCarrier
  /// Where its reports arrive.
  package let inbox: ReportInbox

  /// A bridge from its parts.
  package init(settings: BrokerSettings, carrier: any IntentCarrier, inbox: ReportInbox) {
    self.settings = settings
    self.carrier = carrier
    self.inbox = inbox
  }
}
