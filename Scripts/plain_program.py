"""A strategy program that saves no state: it turns round when a fast average of the mid crosses a slow one.

`Scripts/kill-runs --python` hosts it; it speaks the protocol of docs/own-strategies.md by itself.
"""

import json
import sys

fast = slow = None
side, numbered, positions = 0, 0, []
for line in sys.stdin:
    event = json.loads(line)
    kind = event["type"]
    if kind == "hello":
        answer = {"type": "strategy", "protocol": 1, "name": "plain", "version": 1}
    elif kind == "prepare":
        answer = {"type": "ready"}
    else:
        answer = {"seq": event["seq"]}
        if "account" in event:
            positions = [position["id"] for position in event["account"]["positions"]]
        if kind == "quote":
            middle = event["bid"] + event["ask"]
            if fast is None:
                fast = slow = middle
            fast += (middle - fast) / 20
            slow += (middle - slow) / 80
            turned = 1 if fast > slow else -1
            if turned != side:
                side, requests = turned, []
                for position in positions:
                    numbered += 1
                    requests.append({"do": "close", "id": numbered, "position": position})
                numbered += 1
                entry = {"do": "order", "id": numbered, "side": "buy" if side > 0 else "sell", "lots": "0.01"}
                answer["requests"] = requests + [entry]
    print(json.dumps(answer), flush=True)
