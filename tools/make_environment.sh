#!/bin/sh
# Make .venv from requirements.lock, and the package itself inside it, editable.
# Nothing is assumed but a Python of 3.11 or newer with venv. Running it again mends
# what is missing and is quick when nothing is. The lock holds a hash for every file,
# only wheels are taken, and setuptools comes from the lock too: nothing unpinned is
# fetched or built. PYTHON=/path/to/python chooses the interpreter.
set -eu
cd "$(dirname "$0")/.."
venv=.venv

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.12 python3.13 python3.11 python3.14; do
        if new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    cat >&2 <<'END'
Python 3.11 or newer was not found. On Debian or Ubuntu: sudo apt-get install python3 python3-venv
  (or name one: make PYTHON=/path/to/python3.12 ...)
Python 3.11 以上が見つかりません。Debian・Ubuntu では次を実行してください:
  sudo apt-get install python3 python3-venv
END
    return 1
}

require_venv() {
    if "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        return
    fi
    package=$("$1" -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")')
    cat >&2 <<END
This Python ($1) cannot make a virtual environment.
On Debian or Ubuntu: sudo apt-get install python3-venv   (or: $package)
この Python（$1）では仮想環境を作れません。Debian・Ubuntu では次を実行してください:
  sudo apt-get install python3-venv   （または $package）
END
    return 1
}

if ! new_enough "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    require_venv "$python"
    "$python" -m venv --clear "$venv"
fi

echo "Python の部品をそろえています（初回は数分かかります） / Installing the locked dependencies" >&2
install() {
    "$venv/bin/python" -m pip --disable-pip-version-check install --quiet "$@"
}
install --require-hashes --only-binary :all: --requirement requirements.lock
install --no-deps --no-build-isolation --editable .

# The scripts inside hold absolute paths: a folder that was moved needs them anew, and
# make compares this line with where it stands.
pwd > "$venv/ready"
