"""Puts a binary into a wheel, in place of the one that is there: `around.py BINARY WHEEL`."""

import base64
import hashlib
import os
import sys
import zipfile


def main(binary, wheel):
    with open(binary, "rb") as file:
        content = file.read()
    with zipfile.ZipFile(wheel) as archive:
        scripts = [info.filename for info in archive.infolist() if ".data/scripts/" in info.filename]
        records = [info.filename for info in archive.infolist() if info.filename.endswith(".dist-info/RECORD")]
        if len(scripts) != 1 or len(records) != 1:
            sys.exit("%s: one script and one RECORD were expected, found %s and %s" % (wheel, scripts, records))
        if archive.read(scripts[0]) == content:
            return
        entries = [(info, archive.read(info)) for info in archive.infolist()]
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    line = "%s,sha256=%s,%d" % (scripts[0], digest, len(content))
    with zipfile.ZipFile(wheel + ".new", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for info, old in entries:
            new = old
            if info.filename == scripts[0]:
                new = content
            elif info.filename == records[0]:
                rows = old.decode().splitlines()
                new = "".join((line if row.startswith(scripts[0] + ",") else row) + "\n" for row in rows).encode()
            archive.writestr(info, new)
    os.replace(wheel + ".new", wheel)
    print("the wheel has the given binary in place of the one that was built", file=sys.stderr)


main(sys.argv[1], sys.argv[2])
