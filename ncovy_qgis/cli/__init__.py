"""One module a command, each with add_parser(subparsers) and run(args) -> exit code: 0 done, 1 findings or refusals, 2 usage or configuration."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

import psycopg2

from ncovy_qgis.core.catalogue import CatalogueError
from ncovy_qgis.db.errors import DatabaseError, SaveRefused, SetupError, refusal_of
from ncovy_qgis.db.staff import StaffError
from ncovy_qgis.db.units.errors import UnitLayerError
from ncovy_qgis.publish.errors import PublishError

from . import as_of, audit, check, db, demo, deploy, doctor, history, key, publish, rebuild, review, rollback, serve, staff, units, verify
from .common import complain
from .parsing import Parser

COMMANDS = (db, units, staff, check, review, history, as_of, audit, key, publish, rollback, rebuild, verify, deploy, serve, doctor, demo)
DONE, FINDINGS, WRONG = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every failure is a sentence, never a traceback of the driver."""
    args = parser().parse_args(arguments)
    try:
        return int(args.run(args))
    except DatabaseError as error:
        return complain(args, FINDINGS, f"{error.refusal.code}: {error.refusal.text.vi}")
    except SaveRefused as error:
        return complain(args, FINDINGS, *(f"{each.code}: {each.text.vi}" for each in error.refusals))
    except PublishError as error:
        return complain(args, FINDINGS, error.vi)
    except (SetupError, StaffError, UnitLayerError) as error:
        return complain(args, WRONG, error.text.vi)
    except psycopg2.OperationalError as error:
        return complain(args, WRONG, _cannot_connect(error) or refusal_of(error).text.vi)
    except psycopg2.Error as error:
        return complain(args, FINDINGS, refusal_of(error).text.vi)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # `ncovy … | head`: nobody reads any more
        return DONE
    except (CatalogueError, OSError) as error:
        return complain(args, WRONG, str(error))
    except KeyboardInterrupt:
        return complain(args, WRONG, "Đã dừng.")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    whole = Parser(prog="ncovy", description="Bàn làm việc của bản đồ Covid-19 Nghệ An (Ncovy QGIS).")
    commands = whole.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for command in COMMANDS:
        command.add_parser(commands)
    return whole


def _cannot_connect(error: psycopg2.Error) -> str:
    """libpq's last line says why: it names host, service or role, never a password. Empty when the server itself answered."""
    lines = str(error).strip().splitlines()
    return f"Không kết nối được cơ sở dữ liệu: {lines[-1]}" if lines and error.pgcode is None else ""
