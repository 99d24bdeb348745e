"""The *Review* view: whether numbers agree within and across documents."""

from __future__ import annotations

import gradio as gr

from assistant.conversation import Assistant
from assistant.web.shell import not_yet


def build(assistant: Assistant, page: gr.Blocks) -> None:
    """Add the view to ``page``, which is being built: for now a sentence that says so."""
    not_yet("review")
