#!/usr/bin/env python3
"""Writes live quotes to standard output, one JSON object a line (docs/feeds.md).

  quote_pipe.py | slipway run --feed -
"""
import json, random, sys, time

bid = 1.08000
while True:
    bid = max(bid + random.gauss(0, 0.00003), 0.5)
    quote = {
        "symbol": "EURUSD",
        "time_ms": int(time.time() * 1000),
        "bid": f"{bid:.5f}",  # as text, so that no digit is lost or added
        "ask": f"{bid + 0.00002:.5f}",
    }
    try:
        print(json.dumps(quote), flush=True)  # a line that waits in a buffer is a late quote
    except BrokenPipeError:
        sys.exit()  # the reader has gone
    time.sleep(0.02)
