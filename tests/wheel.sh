#!/bin/sh
# Builds the wheel, installs it into an environment of its own, and runs it away from the sources.
set -eu
python=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" -m build --wheel --outdir "$work/dist" . > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q -c constraints.txt "$work"/dist/tracker90-*.whl
"$python" - "$work"/dist/tracker90-*.whl <<'PY'
import sys, zipfile
names = zipfile.ZipFile(sys.argv[1]).namelist()
tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
assert tops == {"tracker", "screens", "importers", "exports", "models"}, tops
for needed in ("models/locale/fi/LC_MESSAGES/tracker.mo", "models/locale/sv/LC_MESSAGES/tracker.mo",
               "tracker/sample/events.csv", "models/migrations/env.py", "screens/today.tcss"):
    assert needed in names, needed
assert not [name for name in names if name.endswith((".po", ".pot")) or name.startswith("tests")]
PY
cd "$work"
# A stray module of the same name in the working directory must not be picked up.
echo 'raise SystemExit("the wrong models was imported")' > models.py
"$work/venv/bin/tracker" --version
"$work/venv/bin/tracker" demo --check
