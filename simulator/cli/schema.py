"""``cuve schema``: the JSON Schema of scenario and plant files, for editors."""

from __future__ import annotations

import click

from simulator.cli.out import emit


@click.command("schema")
@click.option(
    "--of",
    "which",
    type=click.Choice(["scenario", "plant", "campaign", "both"]),
    default="both",
    show_default=True,
    help="Which kind of file.",
)
def command(which: str) -> None:
    """Print the JSON Schema of the files one writes, with a description of every key."""
    from simulator.scenario.schema import json_schema

    if which == "campaign":
        from simulator.scenario.campaign_parts import CampaignFile

        emit(CampaignFile.model_json_schema(by_alias=True))
        return
    schema = json_schema()
    emit(schema if which == "both" else schema[which])
