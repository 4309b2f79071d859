"""`make check`: all that can be said without running the product. Every check runs, whatever the one before found; exit 1 if any found something."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import plugin_zip

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
STRICT = ("core", "db", "sheets", "publish")
IFACE = "QGS105"  # QGIS itself hands iface to the plugin; passing it on is clearer than a global


def run(program: str, *arguments: str) -> tuple[bool, str]:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([str(BIN / program), *arguments], cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def types() -> tuple[bool, str]:
    packages = [name for name in STRICT if (ROOT / "ncovy_qgis" / name).is_dir()]
    return run("mypy", *(word for name in packages for word in ("-p", f"ncovy_qgis.{name}")))


def secrets(staged: Path) -> tuple[bool, str]:
    """detect-secrets answers 0 whatever it finds."""
    _, answer = run("detect-secrets", "-C", str(staged), "scan", "--all-files")
    results = json.loads(answer)["results"]
    lines = [f"{name}:{hit['line_number']}: {hit['type']}" for name, hits in results.items() for hit in hits]
    return not lines, "\n".join(lines)


def checks(staged: Path) -> dict[str, Callable[[], tuple[bool, str]]]:
    return {
        "ruff": lambda: run("ruff", "check", "--output-format", "concise", "."),
        "mypy --strict": types,
        "flake8-qgis": lambda: run("flake8", "--select", "QGS1,QGS4", "--extend-ignore", IFACE, "--exclude", "node_modules", "ncovy_qgis"),
        "qgis.PyQt names in PyQt6": lambda: run("python", ".ci/check_pyqt6.py"),
        "sizes": lambda: run("python", ".ci/sizes.py"),
        "docs/layers.md is current": lambda: run("python", "-m", "ncovy_qgis.core.document", "--check"),
        "bandit on the zip": lambda: run("bandit", "-q", "-r", str(staged)),
        "detect-secrets on the zip": lambda: secrets(staged),
    }


def main() -> int:
    failed = []
    staged = plugin_zip.stage(ROOT / ".run" / "staged")
    for name, check in checks(staged).items():
        start = time.monotonic()
        good, words = check()
        print(f"{'ok    ' if good else 'FAILED'} {name} ({time.monotonic() - start:.1f} s)", flush=True)
        if not good:
            failed.append(name)
            print(words, flush=True)
    print(f"check: {len(failed)} of {len(checks(staged))} failed: {', '.join(failed)}" if failed else "check: all good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
