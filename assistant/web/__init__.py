"""The page: views over ``Assistant``, no logic of the domain.

Gradio decides when it is imported whether to call home; this package says no before that.
"""

from __future__ import annotations

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
