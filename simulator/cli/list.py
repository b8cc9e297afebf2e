"""``cuve list``: the scenarios and campaigns of the library."""

from __future__ import annotations

import click

from simulator.cli.out import emit, json_option, language_option, words


@click.command("list")
@language_option
@json_option
def command(language: str, as_json: bool) -> None:
    """Show what is in the library: scenarios (name, level, duration, title, course), campaigns."""
    from simulator.language.simtime import show_duration
    from simulator.scenario.campaigns import campaigns
    from simulator.scenario.library import scenarios
    from simulator.session.speech import Speaker

    found, plans = scenarios(), campaigns()
    if as_json:
        emit(
            {
                "scenarios": [
                    {
                        "name": one.name,
                        "title": dict(one.title),
                        "course": dict(one.course),
                        "level": one.level,
                        "duration_s": one.duration_ms / 1000.0,
                        "competencies": list(one.competencies),
                    }
                    for one in found
                ],
                "campaigns": [
                    {
                        "name": one.name,
                        "title": dict(one.title),
                        "batches": one.batches,
                        "duration_s": one.duration_ms / 1000.0,
                    }
                    for one in plans
                ],
            }
        )
        return
    width = max((len(one.name) for one in found), default=0)
    for one in found:
        lasts = show_duration(one.duration_ms)
        click.echo(f"{one.name:<{width}}  L{one.level}  {lasts:>10}  {words(one.title, language)}")
        click.echo(f"{'':<{width}}  {words(one.course, language)}")
    say = Speaker(language)
    click.echo(f"\n{say('Campaigns: many batches in one plant')}")
    width = max((len(one.name) for one in plans), default=0)
    for plan in plans:
        click.echo(f"{plan.name:<{width}}  {words(plan.title, language)}")
    click.echo("\nRun one with: cuve run NAME")
