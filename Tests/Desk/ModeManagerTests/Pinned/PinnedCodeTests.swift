import Journal
import Promotion
import RiskControl
import Testing
import TradingCore

/// Texts and numbers that stand for cases in rows, batches, states and recipes.
@Suite("Codes that stay")
struct PinnedCodeTests {
  private func codes<Code: CaseIterable & RawRepresentable<String>>(_ type: Code.Type) -> String {
    type.allCases.map(\.rawValue).joined(separator: " ")
  }

  @Test("of what the chain and its tables say")
  func journal() {
    #expect(
      codes(EventKind.self)
        == "home_created bot_registered bot_cloned bot_paused bot_resumed bot_retired evidence_started "
        + "session_started session_ended session_recovered bot_events intent_committed venue_discrepancy "
        + "bot_failed feed_connected feed_lost feed_stale feed_fresh feed_gap feed_fault clock_jump entries_halted "
        + "entries_resumed command_obeyed risk_decided risk_ordered risk_freed trial notification_dead backup_made restored sealed operator_added "
        + "operator_retired passphrase_wrong criteria_adopted promotion_requested promotion_approved "
        + "promotion_rejected promotion_revoked promotion_expired promotion_refused promoted "
        + "step_raised stepped_down demoted proposal_filed proposal_refused proposal_accepted "
        + "proposal_declined gate_rules act_confirmed gate_clock_set dataset_admitted "
        + "dataset_retired grants_resumed profile_admitted profile_retired witness_added witness_removed "
        + "witness_told head_witnessed recording_kept message_posted message_sent renewal_lacking "
        + "bot_closing")
    #expect(codes(BotStatus.self) == "active paused retired")
    #expect(codes(SessionKind.self) == "replay live")
    #expect(codes(SessionStatus.self) == "open ended recovered")
    #expect(codes(TradingMode.self) == "paper demo live")
  }

  @Test("of why something was refused")
  func refusals() {
    #expect(
      codes(DenialCode.self) == "volume_not_positive volume_below_minimum volume_off_step volume_above_limit "
        + "open_positions_limit price_out_of_range price_off_tick price_too_near price_too_far "
        + "margin_insufficient market_closed quote_stale quote_missing unknown_position unknown_order "
        + "cascade_limit feed_stale feed_late clock_jump bot_paused bot_demoted grant_expired "
        + "order_unknown broker_disconnected kill_switch operator_lock risk_observe risk_fault "
        + "trade_frequency_limit daily_loss_limit journal_fault "
        + "max_contracts "
        + "max_contracts_per_instrument daily_realized_loss daily_unrealized_loss max_unrealized_profit "
        + "cooldown_after_loss symbol_blocked auth_lost "
        + "outside_session no_stop_loss trade_management price_collar order_size_limit order_value_limit "
        + "message_rate_limit duplicate_order repeated_execution total_drawdown_limit trailing_drawdown_limit "
        + "cash_reserve order_cap cycle_cap position_cap bot_quarantine "
        + "daily_trade_limit family_halt account_halt max_open_trades portfolio_heat news_event_halt "
        + "end_of_day_close max_trades_per_hour weekend_trading system_halt alert_red alert_black "
        + "alert_level risk_modes")
    #expect(
      codes(RejectionCode.self)
        == "no_price closed_market old_price invalid_volume invalid_price inside_stops_level "
        + "stop_loss_wrong_side take_profit_wrong_side stop_already_passed expired_on_arrival "
        + "no_margin crossed_quote position_gone order_gone no_conversion "
        + "not_sent never_arrived unanswered change_pending symbol_unsettled requoted throttled "
        + "trading_disabled broker_limit not_supported other_reason")
  }

  @Test("of orders, fills, instruments and profiles")
  func trading() {
    #expect(codes(OrderSide.self) == "buy sell")
    #expect(
      FillReason.allCases.map { "\($0.rawValue) \($0.code)" }.joined(separator: ", ")
        == "0 entry, 1 strategy, 2 stop_loss, 3 take_profit, 4 trailing_stop, 5 stop_out, 6 risk, 7 kill, "
        + "8 end_of_data")
    #expect(codes(AssetClass.self) == "fx metal index energy crypto future equity")
    #expect(codes(TradingHours.self) == "always fx_week fx_week_with_break us_equity")
    #expect(codes(AccountMode.self) == "netting hedging")
    #expect(codes(LatencyRule.self) == "last_before first_after")
    #expect(codes(LimitFill.self) == "at_price at_quote")
    #expect(codes(DistanceUnit.self) == "pip point")
    #expect(codes(CommissionModel.VolumeMeasure.self) == "lots notional")
    #expect(codes(ClockZone.self) == "utc london new_york chicago berlin tokyo sydney")
  }
}
