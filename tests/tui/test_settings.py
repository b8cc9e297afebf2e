"""What a person chooses about the terminal: where it comes from, how it is kept, which keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tui_bench import session_in

from simulator.language.problem import Refusal
from simulator.session import preferences
from simulator.session.live import Live
from simulator.session.pace import Pace
from tui.console import Console
from tui.console_keys import KEYS
from tui.history import History
from tui.keymap import Keymap, action, face
from tui.page import Key
from tui.runner import Runner
from tui.settings import NAMES, Cupboard, Settings, title_of, word_of


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A session of oxygen-lost."""
    yield from session_in(tmp_path)


def cupboard(folder: Path, text: str | None = None, **environment: str) -> Cupboard:
    """Return a cupboard whose file says a text."""
    path = folder / "config" / "settings.toml"
    if text is not None:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Cupboard({"CUVE_SETTINGS": str(path), **environment})


def seat(live: Live, chosen: Settings | None = None) -> Console:
    """Return a console whose time stands still."""
    pace = Pace(1.0)
    pace.paused = True
    history = History()
    return Console(Runner(live, pace, watch=history.record), history, "Ann", settings=chosen)


def text_of(console: Console, width: int = 80, height: int = 24) -> str:
    """Return what the console paints."""
    return "\n".join("".join(t for t, _ in line) for line in console.paint(width, height))


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(
    tmp_path: Path,
) -> None:
    """Each place has the last word over the next; what none says is as the program has it."""
    kept = cupboard(
        tmp_path, 'theme = "dark"\nlanguage = "fr"\nbell = true\n', CUVE_LANG="nl", CUVE_BELL="off"
    )
    found = kept.settings({"language": None, "bell": True, "log_path": "x"})
    assert found == replace(Settings(), theme="dark", language="nl", bell=True)
    assert kept.problems == []
    assert cupboard(tmp_path / "none").settings({}) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("theme = ", "cannot be read"),
        ("\x00\x01", "cannot be read"),
        ('theme = "pink"', "theme cannot be 'pink'"),
        ("theme = 3", "theme cannot be '3'"),
        ("colour = true", "no setting 'colour'"),
        ("thme = 'dark'", "did you mean theme"),
        ("keys = 3", "keys cannot be '3'"),
        ("[keys]\ntrends = 3", "keys cannot be"),
        ("x = 1\n" * 2, "cannot be read"),
        ('bell = "loud"', "bell cannot be 'loud'"),
        ("#" * 70_000, "too large"),
    ],
)
def test_a_broken_file_is_told_and_the_rest_holds(tmp_path: Path, text: str, said: str) -> None:
    """Whatever is wrong in the file gives a problem that names it, never an error."""
    kept = cupboard(tmp_path, text)
    assert kept.settings({}) == Settings()
    assert any(said in str(problem) for problem in kept.problems), kept.problems


def test_good_lines_of_a_file_hold_beside_bad_ones(tmp_path: Path) -> None:
    """One wrong setting does not take the others with it."""
    kept = cupboard(tmp_path, 'theme = "contrast"\nlanguage = "de"\nslow_down = true\n')
    assert kept.settings({}) == replace(Settings(), theme="contrast", slow_down=True)
    assert len(kept.problems) == 1


def test_a_folder_or_unreadable_bytes_are_no_settings(tmp_path: Path) -> None:
    """A folder of that name, and bytes that are no UTF-8, are told as problems."""
    path = tmp_path / "settings.toml"
    path.mkdir()
    kept = Cupboard({"CUVE_SETTINGS": str(path)})
    assert kept.settings({}) == Settings()
    assert "not a file" in str(kept.problems[0])
    other = tmp_path / "other.toml"
    other.write_bytes(b"theme = '\xff'")
    kept = Cupboard({"CUVE_SETTINGS": str(other)})
    kept.settings({})
    assert "cannot be read" in str(kept.problems[0])


def test_only_what_was_changed_is_saved(tmp_path: Path) -> None:
    """What options and environment said stays out of the file; what it said before stays in."""
    kept = cupboard(tmp_path, 'language = "fr"\n[keys]\ntrends = "V"\n', CUVE_THEME="dark")
    kept.settings({"bell": True})
    kept.save({"blink": True})
    text = kept.path.read_text(encoding="utf-8")
    saved = {"language": "fr", "blink": True, "keys": {"trends": "V"}}
    assert tomllib.loads(text) == saved
    assert text.startswith("#")
    assert not list(kept.path.parent.glob("settings.toml?*"))


def test_a_broken_file_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    """Saving over a file that cannot be read keeps it, so that nothing written by hand is lost."""
    kept = cupboard(tmp_path, "theme = dark")
    kept.settings({})
    kept.save({"theme": "dark"})
    assert tomllib.loads(kept.path.read_text(encoding="utf-8")) == {"theme": "dark"}
    assert kept.path.with_name("settings.toml.old").read_text(encoding="utf-8") == "theme = dark"


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """Where a file stands in the way of the folder, saving is refused and leaves nothing behind."""
    (tmp_path / "config").write_text("in the way", encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        cupboard(tmp_path).save({"bell": True})
    assert "cannot be written" in str(caught.value)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_table_of_keys_is_read_back(tmp_path_factory: pytest.TempPathFactory, keys) -> None:  # type: ignore[no-untyped-def]
    """Quotes, backslashes and controls in a key or an action survive saving."""
    whole = {name.encode("utf-8", "replace").decode(): key for name, key in keys.items()}
    whole = {name: key.encode("utf-8", "replace").decode() for name, key in whole.items()}
    kept = cupboard(tmp_path_factory.mktemp("keys"))
    kept.save({"keys": whole})
    assert kept.settings({}).keys == whole


def test_the_settings_page_changes_at_once_and_saves(live: Live, tmp_path: Path) -> None:
    """Arrows choose and change; s keeps it for next time; the message says where."""
    console = seat(live)
    console.cupboard = cupboard(tmp_path)
    console.press(",")
    assert "[light]" in text_of(console)
    console.press("right")
    assert console.theme_name == "dark"
    console.press("down")
    console.press("right")
    assert console.language == "nl"
    console.press("left")
    for _ in range(4):
        console.press("down")
    console.press("enter")
    assert console.runner.slow_down
    assert " * " in text_of(console)
    console.press("s")
    assert "saved in" in console.message[0]
    assert " * " not in text_of(console)
    assert console.cupboard.settings({}) == replace(
        Settings(), theme="dark", language="en", slow_down=True
    )


def test_every_setting_has_a_title_and_can_be_turned_and_reset(live: Live) -> None:
    """Each row changes with Enter, D brings all back, and without a file s says so."""
    console = seat(live)
    console.press(",")
    first = text_of(console)
    assert all(title_of(name) in first for name in NAMES)
    for place, name in enumerate(NAMES):
        console.page.chosen = place
        console.press("enter")
        assert name in console.changed
    console.press("r")
    assert console.settings == Settings()
    console.press("s")
    assert "as long as this session" in console.message[0]
    assert word_of("nl") == "Nederlands"


def test_keys_of_the_desk_change_the_settings_too(live: Live) -> None:
    """L, l, R and S are the same settings, so that they can be saved."""
    console = seat(live)
    for key in ("L", "l", "R", "S"):
        console.press(key)
    assert set(console.changed) == {"theme", "language", "register", "slow_down"}


def test_without_colours_no_theme_has_any(live: Live) -> None:
    """With NO_COLOR the theme stays, by key, page, palette or command, and says why."""
    console = seat(live, Settings(theme="mono", colourless=True))
    console.press("L")
    console.choose("theme", "dark")
    assert console.theme_name == "mono"
    assert "NO_COLOR" in console.message[0]


def test_every_action_has_one_name(live: Live) -> None:
    """Each binding has an id; two keys with one id do the same on the same page."""
    console = seat(live)
    tables = {"": KEYS, **{name: page.KEYS for name, page in console.pages.items()}}
    for page, table in tables.items():
        for key in table:
            alike = [other for other in table if action(page, other) == action(page, key)]
            assert {other.method for other in alike} == {key.method}


def test_other_keys_act_and_are_shown(live: Live) -> None:
    """A key of the table acts, the old one no longer, and help and foot show the new one."""
    keys = {"trends": "f5", "alarms.acknowledge": "K", "pause": "ctrl+g"}
    console = seat(live, Settings(keys=keys))
    assert console.keymap.problems == []
    console.press("f5")
    assert console.page.name == "trends"
    console.press("2")
    assert " K acknowledge" in text_of(console).splitlines()[-1]
    console.press("3")
    assert console.page.name == "alarms"
    console.press("ctrl+g")
    assert not console.runner.paused
    console.press("?")
    shown = text_of(console, 120, 120)
    assert "f5" in shown
    assert "^g" in shown


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"trends": "2"}, "alarms has it"),
        ({"alarms.acknowledge": "q"}, "quit has it"),
        ({"quit": "a"}, "has it"),
        ({"trend": "x"}, "did you mean trends"),
        ({"trends": "ctrl+i"}, "Tab"),
        ({"trends": "f99"}, "no key 'f99'"),
        ({"trends": ""}, "no key ''"),
        ({"trends": "\x1b"}, "no key"),
        ({"trends": "f5", "alarms": "f5"}, "has it"),
    ],
)
def test_clashes_and_slips_are_told_and_left_out(
    live: Live, keys: dict[str, str], said: str
) -> None:
    """A key that means something already, or is none, is told; every table stays unambiguous."""
    console = seat(live, Settings(keys=keys))
    assert any(said in str(problem) for problem in console.keymap.problems)
    everywhere = [key.key for key in console.keys]
    assert len(set(everywhere)) == len(everywhere)
    for page in console.pages.values():
        own = [key.key for key in page.keys]
        assert not set(own) & set(everywhere)


def test_two_keys_can_change_places(live: Live) -> None:
    """Faster and slower swapped is no clash."""
    console = seat(live, Settings(keys={"faster": "-", "slower": "+"}))
    assert console.keymap.problems == []
    console.press("-")
    assert console.runner.speed == 2.0


@given(
    st.dictionaries(
        st.sampled_from([key.method for key in KEYS]),
        st.sampled_from(["a", "b", "f5", "+", "-", "q", "2", "ctrl+g", "space", "nonsense"]),
        max_size=6,
    )
)
@settings(max_examples=200, deadline=None)
def test_no_table_of_keys_makes_two_things_of_one_key(changes: dict[str, str]) -> None:
    """Whatever is asked for, each key means one thing, and every action keeps a key."""
    made = Keymap(KEYS, {}, changes)
    keys = [key.key for key in made.everywhere]
    assert len(set(keys)) == len(keys)
    assert [key.method for key in made.everywhere] == [key.method for key in KEYS]
    refused = len(changes) - len(made.changes)
    assert refused == len(made.problems)


def test_the_settings_that_the_page_of_the_terminal_shows_are_right(
    live: Live, tmp_path: Path
) -> None:
    """The example of docs/terminal.md is read, and its keys fit."""
    page = (Path(__file__).parents[2] / "docs" / "terminal.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    kept = cupboard(tmp_path, example)
    chosen = kept.settings({})
    assert kept.problems == []
    assert chosen.theme == "contrast"
    assert len(chosen.keys) == 2
    assert seat(live, chosen).keymap.problems == []
    for name in NAMES:
        variable = "CUVE_LANG" if name == "language" else f"CUVE_{name.upper()}"
        assert variable in page


def test_faces_of_keys() -> None:
    """Arrows are arrows, control is a caret, letters are themselves."""
    assert [face(key) for key in ("up", "ctrl+p", "a", "pageup")] == ["↑", "^p", "a", "PgUp"]
    assert Key("a", "x", "y").face == "a"


def test_the_file_is_in_the_folder_of_this_person() -> None:
    """Without a word in the environment it is settings.toml in their folder of cuve."""
    path = preferences.preferences_path({})
    assert path.name == "settings.toml"
    assert "cuve" in str(path.parent)
