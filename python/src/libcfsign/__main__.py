"""`python -m libcfsign` is the `cfsign` command."""

import sys

from libcfsign._command import main

sys.exit(main())
