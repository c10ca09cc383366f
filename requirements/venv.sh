#!/bin/sh
# Makes the virtual environment in the folder given; on a bare Debian says, or does as root, what is missing.
set -eu
python=${PYTHON:-python3}
folder=$1

command -v "$python" >/dev/null || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed; $python is $("$python" -V). Choose another: make PYTHON=python3.12 …" >&2
    exit 1
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q && apt-get install -y -q --no-install-recommends "$package"
    else
        echo "The module venv is missing. Install it and try again: sudo apt-get install $package" >&2
        exit 1
    fi
fi
rm -rf "$folder"
"$python" -m venv "$folder"
