#!/usr/bin/env python3
"""The emulator's page, used in headless Chromium while money goes round.

usage: page.py OMS_SANDBOX [PICTURES]

Takes the program oms-sandbox and a directory for screenshots. Ends with 77 where there is no Chromium.
"""

import os
import sys
import unittest

import aim
import look
import money
import on_page
import use
from devtools import Browser, find_chromium

if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    if not find_chromium():
        print("skipped: there is no Chromium here; on Debian, apt-get install chromium")
        sys.exit(77)
    on_page.program = os.path.abspath(sys.argv[1])
    if len(sys.argv) == 3:
        on_page.pictures = os.path.abspath(sys.argv[2])
        os.makedirs(on_page.pictures, exist_ok=True)
    on_page.browser = Browser(find_chromium())
    try:
        tests = unittest.TestSuite(map(unittest.defaultTestLoader.loadTestsFromModule, (money, use, aim, look)))
        held = unittest.TextTestRunner(verbosity=2).run(tests).wasSuccessful()
    finally:
        on_page.browser.close()
    sys.exit(0 if held else 1)
