"""The order of a plant's units: by columns of the flow, or one after another as a batch goes."""

from __future__ import annotations

from simulator.session.process_cell import ProcessCell, UnitCard


def columns(cell: ProcessCell) -> list[list[UnitCard]]:
    """Return the units by how far down the flow they stand; a module beside its sink."""
    ranks = dict.fromkeys((card.tag for card in cell.units), 0)
    for _ in cell.units:
        for pipe in cell.lines:
            if pipe.sink in ranks and pipe.source in ranks and pipe.sink != pipe.source:
                further = min(ranks[pipe.source] + 1, len(ranks) - 1)
                ranks[pipe.sink] = max(ranks[pipe.sink], further)
    for pipe in cell.lines:
        for device in pipe.devices:
            ranks[device] = ranks.get(pipe.sink or "", ranks[pipe.source] + 1)
    used = sorted(set(ranks.values()))
    return [[card for card in cell.units if ranks[card.tag] == rank] for rank in used]


def sequence(cell: ProcessCell) -> list[tuple[int, UnitCard]]:
    """Return every unit with the place of its area, as a batch goes through the plant.

    What leads into a unit stands just before it, a device between its source and its sink. Areas
    stand in their own order; a unit in none of them belongs to that of the unit before it.
    """
    before: dict[str, list[str]] = {card.tag: [] for card in cell.units}
    for pipe in cell.lines:
        way = (pipe.source, *pipe.devices, *([pipe.sink] if pipe.sink else []))
        for end, *rest in (way[place:] for place in range(len(way))):
            for further in rest:
                before[further].append(end)
    order: dict[str, None] = {}
    for card in cell.units:
        _reach(card.tag, before, order)
    cards = {card.tag: card for card in cell.units}
    found: list[tuple[int, UnitCard]] = []
    places = {key: place for place, key in enumerate(cell.areas)}
    last = next((places[cards[tag].area] for tag in order if cards[tag].area in places), -1)
    for tag in order:
        last = places.get(cards[tag].area, last)
        found.append((last, cards[tag]))
    return sorted(found, key=lambda one: one[0])


def _reach(tag: str, before: dict[str, list[str]], order: dict[str, None]) -> None:
    """Put all that leads to a unit into the order, then the unit; lines may go in a circle."""
    ahead: list[tuple[str, int]] = [(tag, 0)]
    entered = {tag}
    while ahead:
        at, place = ahead.pop()
        if at in order:
            continue
        if place == len(before[at]):
            order[at] = None
            continue
        ahead.append((at, place + 1))
        source = before[at][place]
        if source not in entered:
            entered.add(source)
            ahead.append((source, 0))
