#!/usr/bin/env python3
"""Django's command line; the embedded database runs as long as the command does."""

import sys

from quantriet.__main__ import manage

if __name__ == "__main__":
    manage(sys.argv[1:])
