#!/usr/bin/env python3
"""Serves live quotes over TCP, one JSON object a line (docs/feeds.md): a random walk, or the bid and ask of a CSV
file (symbol,time,bid,ask) stamped with the time they are served at.

  quote_server.py --port 7001 --rate 50          then: slipway run --feed tcp://127.0.0.1:7001
"""
import argparse, csv, json, random, socketserver, threading, time
from datetime import datetime, timezone

history, over = [], threading.Event()  # every quote so far, which is what a client that comes back goes on from


def walk(symbols):
    mid = {symbol: 1.1 for symbol in symbols}
    while True:
        symbol = random.choice(symbols)
        mid[symbol] = max(mid[symbol] + random.gauss(0, 0.00003), 0.5)
        yield symbol, f"{mid[symbol]:.5f}", f"{mid[symbol] + 0.00002:.5f}"


def tick(source, rate):
    for symbol, bid, ask in source:
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        history.append({"type": "quote", "symbol": symbol, "time": now, "bid": bid, "ask": ask})
        time.sleep(1 / rate)
    over.set()


class Session(socketserver.StreamRequestHandler):
    def send(self, message):
        self.wfile.write(json.dumps(message).encode() + b"\n")

    def handle(self):
        try:
            self.serve()
        except ConnectionError:
            pass  # the client has gone; it comes back and says how far it had come

    def serve(self):
        hello = json.loads(self.rfile.readline(65536))
        had = {cursor["symbol"]: [cursor["time"], cursor["count"]] for cursor in hello.get("resume", [])}
        place, beat = 0 if had else len(history), time.monotonic()
        while place < len(history) or not over.is_set():
            if place == len(history):
                time.sleep(0.002)
                if time.monotonic() - beat > 5:
                    beat = time.monotonic()
                    self.send({"type": "heartbeat"})
                continue
            quote, place = history[place], place + 1
            last = had.get(quote["symbol"], ["", 0])
            if quote["symbol"] not in hello["symbols"] or quote["time"] < last[0]:
                continue
            if quote["time"] == last[0] and last[1] > 0:
                last[1] -= 1  # the client has as many quotes of exactly this time
                continue
            self.send(quote)
        self.send({"type": "end"})


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=7001)
    options.add_argument("--rate", type=float, default=50, help="quotes a second")
    options.add_argument("--symbols", nargs="+", default=["EURUSD"])
    options.add_argument("--csv", help="serve this file instead of a random walk")
    options = options.parse_args()
    rows = ((r["symbol"], r["bid"], r["ask"]) for r in csv.DictReader(open(options.csv))) if options.csv else None
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", options.port), Session) as server:
        print(f"quotes on tcp://127.0.0.1:{server.server_address[1]}", flush=True)
        threading.Thread(target=tick, args=(rows or walk(options.symbols), options.rate), daemon=True).start()
        server.serve_forever()
