"""dist/ncovy_qgis.zip: the plugin as QGIS installs it. The same checkout gives the same bytes. `stage()` lays the same files in a folder,
for the checks of what would be uploaded, and as links for running QGIS from the checkout."""

from __future__ import annotations

import shutil
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "ncovy_qgis"
LARGEST = 25 * 1024 * 1024  # what plugins.qgis.org takes
LEFT_OUT = {"node_modules", "__pycache__"}
SOURCES = {".pyc", ".ts"}
VIEWER = ("publish", "site")  # of it only what is built goes along
EPOCH = (1980, 1, 1, 0, 0, 0)


def contents() -> dict[str, Path]:
    """Path in the plugin's folder → file of the checkout, sorted."""
    found = {name: ROOT / name for name in ("metadata.txt", "LICENSE")}
    for folder in ("forms", "styles", "icons"):
        found.update((f"{folder}/{path.name}", path) for path in (ROOT / folder).iterdir() if path.is_file())
    package = ROOT / NAME
    found.update((str(path.relative_to(package)), path) for path in package.rglob("*") if path.is_file() and not _left_out(path.relative_to(package)))
    return dict(sorted(found.items()))


def _left_out(path: Path) -> bool:
    source_of_viewer = path.parts[:2] == VIEWER and path.parts[2] != "dist"
    return source_of_viewer or path.suffix in SOURCES or bool(LEFT_OUT.intersection(path.parts))


def stage(folder: Path) -> Path:
    """Copies the plugin to `folder`/ncovy_qgis, made anew."""
    target = folder / NAME
    shutil.rmtree(target, ignore_errors=True)
    for name, path in contents().items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / name)
    return target


def link(folder: Path) -> Path:
    """Links the checkout's package and metadata.txt into `folder`/ncovy_qgis, so that a running QGIS sees every change."""
    target = folder / NAME
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in [ROOT / "metadata.txt", ROOT / "LICENSE", *(ROOT / NAME).iterdir()]:
        if path.name not in LEFT_OUT:
            (target / path.name).symlink_to(path)
    return target


def build(target: Path) -> int:
    """Writes the zip; its size in bytes."""
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in contents().items():
            entry = zipfile.ZipInfo(f"{NAME}/{name}", EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=9)
    return target.stat().st_size


def main() -> int:
    target = ROOT / "dist" / f"{NAME}.zip"
    size = build(target)
    print(f"{target.relative_to(ROOT)}: {len(contents())} files, {size / 1e6:.1f} MB")
    if size > LARGEST:
        print("too large for plugins.qgis.org (25 MB)")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
