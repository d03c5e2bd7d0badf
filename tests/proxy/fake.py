"""A language server that does what a script says: `fake.py SCRIPT RECORD`.

SCRIPT is a JSON object: a method's name to a list of what is done when it arrives. Every byte that is read goes to the file RECORD first.

  {"body": TEXT}    says TEXT under a header of its own; $ID in it is the request's id
  {"raw": TEXT}     says TEXT as it is
  {"flood": TEXT}   says TEXT for ever, from a thread
  {"stderr": TEXT}  says TEXT on standard error
  {"exit": CODE}    ends
  {"stay": true}    goes on after the end of the input, for ever
"""

import json
import os
import sys
import threading
import time


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        script = json.load(file)
    record = open(sys.argv[2], "ab", buffering=0)
    source, out = sys.stdin.buffer, sys.stdout.buffer

    def say(data):
        out.write(data)
        out.flush()

    def flood(data):
        while True:
            say(data)

    def do(actions, request_id):
        for action in actions:
            ((what, value),) = action.items()
            if what in ("body", "raw"):
                data = value.replace("$ID", json.dumps(request_id)).encode()
                say(b"Content-Length: %d\r\n\r\n%s" % (len(data), data) if what == "body" else data)
            elif what == "flood":
                threading.Thread(target=flood, args=(value.encode(),), daemon=True).start()
            elif what == "stderr":
                print(value, file=sys.stderr, flush=True)
            elif what == "exit":
                os._exit(value)
            elif what == "stay":
                nonlocal stays
                stays = True

    stays = False
    do(script.get("", []), None)
    while True:
        headers = b""
        while not headers.endswith(b"\r\n\r\n"):
            byte = source.read(1)
            if not byte:
                while stays:
                    time.sleep(1)
                return
            headers += byte
        lengths = [line.split(b":")[1] for line in headers.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        body = source.read(int(lengths[-1]))
        record.write(headers + body)
        try:
            message = json.loads(body)
        except ValueError:
            continue
        if not isinstance(message, dict):
            continue
        do(script.get(message.get("method", "<answer>"), []), message.get("id"))
        if message.get("method") == "exit" and not stays:
            return


main()
# Without waiting for a thread that still writes.
os._exit(0)
