"""``cuve check``: every problem of scenario, plant and script files."""

from __future__ import annotations

import click

from simulator.cli.commands import DONE, NO, WRONG
from simulator.cli.out import as_data, complain, emit, json_option
from simulator.language.plain import plain
from simulator.language.problem import Problem, Refusal


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--prove",
    is_flag=True,
    help="Let an expert, nobody, somebody who only acknowledges and chance play each scenario.",
)
@json_option
def command(files: tuple[str, ...], prove: bool, as_json: bool) -> int:
    """Find every problem in FILEs: names of the library, or paths of files.

    A file is a scenario, a plant, a campaign or an operator's script. A script is judged against
    the scenario that its key `scenario` names, or that its file name begins with.

    Each problem is one line: file:line:column, what is wrong, and what to try. The exit status is
    0 when all are good, 1 when there is a problem, 2 when a file cannot be read.

    With --prove the rubric of each scenario must tell sense from none: the expert wins at least
    90 %, nobody at most 40, who only acknowledges 50, and chance 30.
    """
    if prove:
        from simulator.cli.prove_table import prove_all

        return prove_all(files, as_json)
    from simulator.scenario.build import problems_of
    from simulator.scenario.build_campaign import problems_of_campaign
    from simulator.scenario.campaigns import find
    from simulator.scenario.library import is_script, read
    from simulator.session.script import problems_of_script

    # once each: a script tells what is wrong with its scenario too
    found: dict[Problem, None] = {}
    unreadable = False
    for file in files:
        try:
            campaign = find(file)
            if campaign is not None:
                told = problems_of_campaign(campaign)
            else:
                told = problems_of_script(file) if is_script(file) else problems_of(read(file))
        except Refusal as refusal:
            told = refusal.problems
            unreadable |= any(problem.place is None for problem in told)
        found |= dict.fromkeys(told)
    if as_json:
        emit({"ok": not found, "problems": [as_data(problem) for problem in found]})
    else:
        complain(problem for problem in found if problem.place is None)
        for problem in (problem for problem in found if problem.place is not None):
            click.echo(plain(str(problem)))
        files_word = "file" if len(files) == 1 else "files"
        problems_word = "problem" if len(found) == 1 else "problems"
        click.echo(f"{len(files)} {files_word}, {len(found)} {problems_word}")
    if unreadable:
        return WRONG
    return NO if found else DONE
