#!/bin/sh
# Writes the lock files anew from pyproject.toml; run it with the oldest Python that is supported (3.11.2, Debian 12).
set -eu
cd "$(dirname "$0")/.."
lock="pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header
      --no-emit-index-url --no-emit-trusted-host --no-emit-find-links"
$lock "$@" --extra build -o requirements/run.txt pyproject.toml
$lock "$@" --extra build --extra dev -o requirements/dev.txt pyproject.toml
