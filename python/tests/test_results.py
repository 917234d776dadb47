"""Results as data."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

import slipway

TRADES = """\
trade_id,symbol,side,lots,open_time,open_price,close_time,close_price,price_profit,commission,swap,net_profit,\
spread_cost,slippage_cost,exit_reason,mae,mfe
1,EURUSD,buy,0.01,2024-01-10T08:00:00.000Z,1.10000,2024-01-10T09:00:00.000Z,1.10100,1.00,0.07,0.00,0.93,0.10,0.00,\
take_profit,-0.50,1.00
2,EURUSD,sell,0.01,2024-01-10T10:00:00.000Z,1.10100,2024-01-10T11:00:00.000Z,1.10150,-0.50,0.07,-0.01,-0.58,0.10,0.00,\
strategy,-0.60,0.00
"""
EQUITY = "time,balance,equity\n2024-01-10T08:00:00.000Z,1000.00,1000.00\n2024-01-10T09:00:00.000Z,1000.93,1000.935\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "trades.csv").write_text(TRADES)
    (tmp_path / "equity.csv").write_text(EQUITY)
    (tmp_path / "result.json").write_text(
        json.dumps({"fingerprint": "ab" * 32, "net_profit": "0.35", "sharpe": None, "trades": 2, "symbols": ["EURUSD"]})
    )
    return tmp_path


def test_a_backtest_has_exact_money(folder: Path) -> None:
    result = slipway.load_backtest(folder / "result.json")
    assert result["net_profit"] == Decimal("0.35")
    assert result["sharpe"] is None
    assert result["trades"] == 2
    assert result.fingerprint == "ab" * 32


def test_another_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(ValueError, match="no result of 'slipway backtest --json'"):
        slipway.load_backtest(tmp_path / "other.json")


def test_trades(folder: Path) -> None:
    pandas = pytest.importorskip("pandas")
    trades = slipway.load_trades(folder / "trades.csv")
    assert list(trades.index) == [1, 2]
    assert trades["net_profit"].sum() == pytest.approx(0.35)
    assert trades["close_time"][1] == pandas.Timestamp("2024-01-10T09:00:00Z")
    assert list(trades["exit_reason"]) == ["take_profit", "strategy"]


def test_exact_amounts(folder: Path) -> None:
    pytest.importorskip("pandas")
    trades = slipway.load_trades(str(folder / "trades.csv"), exact=True)
    assert sum(trades["net_profit"]) == Decimal("0.35")
    assert str(trades["open_price"][1]) == "1.10000"


def test_equity(folder: Path) -> None:
    pandas = pytest.importorskip("pandas")
    equity = slipway.load_equity(folder / "equity.csv")
    assert list(equity.columns) == ["balance", "equity"]
    assert equity["equity"][pandas.Timestamp("2024-01-10T09:00:00Z")] == 1000.935


def test_no_trades_at_all(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    (tmp_path / "none.csv").write_text(TRADES.split("\n", 1)[0] + "\n")
    trades = slipway.load_trades(tmp_path / "none.csv")
    assert len(trades) == 0 and trades["net_profit"].sum() == 0


def test_the_wrong_file_is_refused(folder: Path) -> None:
    pytest.importorskip("pandas")
    with pytest.raises(ValueError, match="no column 'trade_id'"):
        slipway.load_trades(folder / "equity.csv")
