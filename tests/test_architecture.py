"""The layers: app > assistant > index > corpus, and what may be loaded when."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

LAYERS = ("corpus", "index", "assistant", "app")  # a module may import its own layer or lower
MOST_LINES = 400
HEAVY = ("torch", "gradio", "sentence_transformers", "transformers")


def modules(root: Path) -> dict[str, Path]:
    """Return every module of the product by its dotted name."""
    files = [root / "app.py"]
    for layer in LAYERS[:-1]:
        files += (root / layer).rglob("*.py")
    return {dotted(file.relative_to(root)): file for file in files if file.is_file()}


def dotted(file: Path) -> str:
    """``corpus/readers/__init__.py`` is ``corpus.readers``."""
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(file: Path, name: str) -> Iterator[tuple[str, ...]]:
    """Yield for every import of a module its candidates: the member as a module, then its home."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name,) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = absolute(node, file, name)
            yield from ((f"{home}.{alias.name}", home) for alias in node.names)


def absolute(node: ast.ImportFrom, file: Path, name: str) -> str:
    """Return the dotted name that ``from .x import y`` speaks of."""
    if not node.level:
        return node.module or ""
    package = name if file.stem == "__init__" else name.rpartition(".")[0]
    steps = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*steps, *([node.module] if node.module else [])])


def graph(root: Path) -> dict[str, set[str]]:
    """Return for every module the modules of the product that it imports, anywhere in it."""
    known = modules(root)
    edges: dict[str, set[str]] = {}
    for name, file in known.items():
        found = (
            next((candidate for candidate in candidates if candidate in known), None)
            for candidates in imported(file, name)
        )
        edges[name] = {target for target in found if target and target != name}
    return edges


def test_imports_only_go_down(root: Path) -> None:
    """A module imports its own layer or a lower one, never a higher one."""
    rank = {layer: place for place, layer in enumerate(LAYERS)}
    upward = [
        f"{name} -> {target}"
        for name, targets in graph(root).items()
        for target in targets
        if rank[target.split(".")[0]] > rank[name.split(".")[0]]
    ]

    assert upward == []


def test_no_module_imports_itself_in_a_circle(root: Path) -> None:
    """Every module can be read after the ones that it builds on."""
    try:
        order = [*TopologicalSorter(graph(root)).static_order()]
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))

    assert order


def test_only_the_app_reads_the_environment(root: Path) -> None:
    """No library module changes its behaviour because of an environment variable of its own."""
    readers = [
        name
        for name, file in modules(root).items()
        if name.split(".")[0] in ("corpus", "index") and "os.environ" in file.read_text("utf-8")
    ]

    assert readers == []


def test_files_are_short_enough_to_read(root: Path) -> None:
    """No file of the product has more than 400 lines."""
    lengths = {
        name: len(file.read_text("utf-8").splitlines()) for name, file in modules(root).items()
    }

    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import assistant",
        "import assistant.cli",
        "from typer.testing import CliRunner\n"
        "from assistant.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0",
    ],
    ids=["assistant", "assistant.cli", "disclosure --help"],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(root: Path, code: str) -> None:
    """Neither the embedding model's engine nor the page is loaded to print the help."""
    asked = f"{code}\nimport sys\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=False
    )

    assert done.stdout.strip() == "[]", done.stderr
