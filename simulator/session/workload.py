"""Reads the workload form from a session's log."""

from __future__ import annotations

from pathlib import Path

from simulator.assessment.workload import Workload, last_workload
from simulator.session.chain import Journal
from simulator.session.journal import read_journal
from simulator.session.record import CommandRecord


def workload_of(log: str | Path | Journal) -> Workload | None:
    """Return the last workload form of a log; None if none was filled in.

    Raises:
        Refusal: the log cannot be read.
    """
    journal = log if isinstance(log, Journal) else read_journal(log)
    return last_workload(
        (record.t, record.n, record.command)
        for record in journal.records
        if isinstance(record, CommandRecord)
    )
