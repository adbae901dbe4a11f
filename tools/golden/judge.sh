#!/usr/bin/env bash
# Real Keras judges the files in $CORNU_JUDGE_DIR, which Cornu's tests fill where it is set.
# Keras lives in a virtual environment outside the repository, made here when it is not there.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
venv=${CORNU_VENV:-$HOME/.cache/cornu-keras}
python=$venv/bin/python

if [ -z "${CORNU_JUDGE_DIR:-}" ] || [ ! -d "$CORNU_JUDGE_DIR" ]; then
  echo "judge.sh: CORNU_JUDGE_DIR must name a folder of files that Cornu's tests wrote" >&2
  exit 2
fi

# The versions of Keras and TensorFlow are those pinned; a half-made environment is mended.
usable() {
  [ -x "$python" ] && "$python" - "$here/requirements.txt" <<'PY' 2>/dev/null
import importlib.metadata, sys
pinned = dict(line.strip().split("==") for line in open(sys.argv[1]) if "==" in line)
for name in ("keras", "tensorflow-cpu"):
    assert importlib.metadata.version(name) == pinned[name]
PY
}

if ! usable; then
  echo "judge.sh: making $venv" >&2
  if [ ! -x "$python" ] && ! "${PYTHON:-python3}" -m venv "$venv" >&2; then
    echo "judge.sh: ${PYTHON:-python3} -m venv failed; on Debian it needs python3-venv" >&2
    exit 2
  fi
  if ! "$python" -m pip install --quiet --disable-pip-version-check \
      -r "$here/requirements.txt" >&2; then
    echo "judge.sh: installing $here/requirements.txt failed" >&2
    exit 2
  fi
fi

exec "$python" -B -W ignore "$here/judge.py" "$CORNU_JUDGE_DIR"
