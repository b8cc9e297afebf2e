"""What the line mode says by itself, in English, Dutch and French.

Commands are English words in every language; :data:`HELP` explains them in the reader's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.words import Words, say

PHRASES: Mapping[str, Words] = {
    "welcome": {
        "en": "{title}. Level {level}, {duration} of simulated time.",
        "nl": "{title}. Niveau {level}, {duration} gesimuleerde tijd.",
        "fr": "{title}. Niveau {level}, {duration} de temps simulé.",
    },
    "how": {
        "en": "Type help for the commands. quit ends the session; leave keeps it for later.",
        "nl": "Typ help voor de opdrachten. quit beëindigt de sessie; leave bewaart ze voor later.",
        "fr": "Tapez help pour les commandes. quit termine la session ; leave la garde.",
    },
    "not gxp": {
        "en": "A training tool, not for GxP use.",
        "nl": "Een oefenprogramma, niet voor GxP-gebruik.",
        "fr": "Un outil de formation, pas pour un usage BPx.",
    },
    "running": {
        "en": "Simulated time {time}; speed x{speed}.",
        "nl": "Gesimuleerde tijd {time}; snelheid x{speed}.",
        "fr": "Temps simulé {time} ; vitesse x{speed}.",
    },
    "paused": {
        "en": "Simulated time {time}; paused.",
        "nl": "Gesimuleerde tijd {time}; gepauzeerd.",
        "fr": "Temps simulé {time} ; en pause.",
    },
    "piped": {
        "en": "Commands do not come from a keyboard: time passes only by wait, until and step.",
        "nl": "Opdrachten komen niet van een toetsenbord: alleen wait, until en step laten de "
        "tijd lopen.",
        "fr": "Les commandes ne viennent pas d'un clavier : seuls wait, until et step font "
        "passer le temps.",
    },
    "finished": {
        "en": "The time of the scenario is up. quit ends the session.",
        "nl": "De tijd van het scenario is om. quit beëindigt de sessie.",
        "fr": "Le temps du scénario est écoulé. quit termine la session.",
    },
    "stopped by alarm": {
        "en": "Stopped here: a new alarm asks for you. Type wait again to go on.",
        "nl": "Hier gestopt: een nieuw alarm vraagt om u. Typ opnieuw wait om verder te gaan.",
        "fr": "Arrêt ici : une nouvelle alarme vous appelle. Retapez wait pour continuer.",
    },
    "interrupted": {
        "en": "Interrupted. Type leave or quit to go, or press Ctrl-C again to leave.",
        "nl": "Onderbroken. Typ leave of quit om weg te gaan, of druk nog eens op Ctrl-C.",
        "fr": "Interrompu. Tapez leave ou quit pour sortir, ou encore Ctrl-C.",
    },
    "advice": {
        "en": "help {alarm} tells what to do; ack {alarm} says that you have seen it.",
        "nl": "help {alarm} zegt wat te doen; ack {alarm} zegt dat u het gezien hebt.",
        "fr": "help {alarm} dit que faire ; ack {alarm} dit que vous l'avez vue.",
    },
    "past": {
        "en": "It is {time} already.",
        "nl": "Het is al {time}.",
        "fr": "Il est déjà {time}.",
    },
    "true": {
        "en": "Now true: {condition}",
        "nl": "Nu waar: {condition}",
        "fr": "Vrai maintenant : {condition}",
    },
    "sealed": {
        "en": "Session ended and sealed at {time}. Head of the log: {head}",
        "nl": "Sessie beëindigd en verzegeld om {time}. Kop van het logboek: {head}",
        "fr": "Session terminée et scellée à {time}. Tête du journal : {head}",
    },
    "left": {
        "en": "Session left at {time}, not sealed: it can be resumed.",
        "nl": "Sessie verlaten om {time}, niet verzegeld: ze kan worden hervat.",
        "fr": "Session quittée à {time}, non scellée : elle peut être reprise.",
    },
    "refused": {
        "en": "Refused: {message}.",
        "nl": "Geweigerd: {message}.",
        "fr": "Refus : {message}.",
    },
    "unclear": {
        "en": "Not understood: {message}.",
        "nl": "Niet begrepen: {message}.",
        "fr": "Pas compris : {message}.",
    },
    "try": {"en": "Try: {hint}.", "nl": "Probeer: {hint}.", "fr": "Essayez : {hint}."},
    "done": {"en": "Done: {command}", "nl": "Gedaan: {command}", "fr": "Fait : {command}"},
    "you": {"en": "you", "nl": "u", "fr": "vous"},
    "because": {"en": "because", "nl": "omdat", "fr": "motif"},
    "trouble": {
        "en": "Time stands still: {message}.",
        "nl": "De tijd staat stil: {message}.",
        "fr": "Le temps est arrêté : {message}.",
    },
    "nothing": {"en": "Nothing.", "nl": "Niets.", "fr": "Rien."},
    "no alarms": {"en": "No alarms.", "nl": "Geen alarmen.", "fr": "Pas d'alarmes."},
    "no phases": {
        "en": "The procedure has no phases.",
        "nl": "De procedure heeft geen fasen.",
        "fr": "La procédure n'a pas de phases.",
    },
    "no samples": {
        "en": "No samples yet.",
        "nl": "Nog geen monsters.",
        "fr": "Pas encore d'échantillons.",
    },
    "alarm": {"en": "Alarm", "nl": "Alarm", "fr": "Alarme"},
    "limit": {"en": "limit", "nl": "grens", "fr": "limite"},
    "since": {"en": "since", "nl": "sinds", "fr": "depuis"},
    "until": {"en": "until", "nl": "tot", "fr": "jusqu'à"},
    "was": {"en": "was", "nl": "was", "fr": "était"},
    "now": {"en": "now", "nl": "nu", "fr": "maintenant"},
    "by": {"en": "by", "nl": "door", "fr": "par"},
    "phase": {"en": "Phase", "nl": "Fase", "fr": "Phase"},
    "on": {"en": "on", "nl": "op", "fr": "sur"},
    "step": {"en": "step", "nl": "stap", "fr": "étape"},
    "of": {"en": "of", "nl": "van", "fr": "sur"},
    "waits for": {"en": "waits for", "nl": "wacht op", "fr": "attend"},
    "asks": {
        "en": "Question of phase {phase}: {text} Answer with: answer {phase} TEXT",
        "nl": "Vraag van fase {phase}: {text} Antwoord met: answer {phase} TEKST",
        "fr": "Question de la phase {phase} : {text} Répondez par : answer {phase} TEXTE",
    },
    "procedure": {"en": "Procedure", "nl": "Procedure", "fr": "Procédure"},
    "set-point": {"en": "set-point", "nl": "setpoint", "fr": "consigne"},
    "output": {"en": "output", "nl": "uitgang", "fr": "sortie"},
    "position": {"en": "position", "nl": "stand", "fr": "position"},
    "mode": {"en": "mode", "nl": "modus", "fr": "mode"},
    "quality": {"en": "quality", "nl": "kwaliteit", "fr": "qualité"},
    "range": {"en": "range", "nl": "bereik", "fr": "échelle"},
    "forced": {"en": "forced by", "nl": "gedwongen door", "fr": "forcé par"},
    "to": {"en": "to", "nl": "tot", "fr": "à"},
    "sample": {"en": "Sample", "nl": "Monster", "fr": "Échantillon"},
    "taken": {"en": "taken", "nl": "genomen", "fr": "prélevé"},
    "supply": {"en": "supply", "nl": "toevoer", "fr": "alimentation"},
    "bank": {"en": "bank", "nl": "bank", "fr": "groupe"},
    "tripped": {"en": "tripped", "nl": "aangesproken", "fr": "déclenché"},
    "first out": {"en": "first out", "nl": "eerste oorzaak", "fr": "première cause"},
    "not tripped": {"en": "not tripped", "nl": "niet aangesproken", "fr": "non déclenché"},
    "people": {
        "en": "{free} of {on} people on shift are free.",
        "nl": "{free} van {on} mensen in de ploeg zijn vrij.",
        "fr": "{free} des {on} personnes de l'équipe sont libres.",
    },
    "cause": {"en": "Cause: {text}", "nl": "Oorzaak: {text}", "fr": "Cause : {text}"},
    "consequence": {
        "en": "Consequence: {text}",
        "nl": "Gevolg: {text}",
        "fr": "Conséquence : {text}",
    },
    "action": {"en": "Action: {text}", "nl": "Actie: {text}", "fr": "Action : {text}"},
    "respond": {
        "en": "Time to respond: {duration}",
        "nl": "Tijd om te reageren: {duration}",
        "fr": "Temps pour réagir : {duration}",
    },
    "session words": {
        "en": "Words of this desk:",
        "nl": "Woorden van deze lessenaar:",
        "fr": "Mots de ce pupitre :",
    },
    "plant commands": {
        "en": "Commands to the plant (add: because REASON):",
        "nl": "Opdrachten aan de installatie (voeg toe: because REDEN):",
        "fr": "Commandes à l'installation (ajoutez : because MOTIF) :",
    },
    "help of alarm": {
        "en": "What an alarm means: help FIC-102.DEV",
        "nl": "Wat een alarm betekent: help FIC-102.DEV",
        "fr": "Ce que veut dire une alarme : help FIC-102.DEV",
    },
    "no word": {
        "en": "{word} is not in the glossary",
        "nl": "{word} staat niet in de woordenlijst",
        "fr": "{word} n'est pas dans le glossaire",
    },
    "letters": {
        "en": "{word}: {meaning} (ISA-5.1)",
        "nl": "{word}: {meaning} (ISA-5.1, Engels)",
        "fr": "{word} : {meaning} (ISA-5.1, anglais)",
    },
    "speed set": {"en": "Speed x{speed}.", "nl": "Snelheid x{speed}.", "fr": "Vitesse x{speed}."},
}
"""What is said, by a short name; what stands in braces is filled in."""

PRIORITIES: Mapping[int, Words] = {
    1: {"en": "critical", "nl": "kritiek", "fr": "critique"},
    2: {"en": "high priority", "nl": "hoge prioriteit", "fr": "priorité haute"},
    3: {"en": "medium priority", "nl": "middelmatige prioriteit", "fr": "priorité moyenne"},
    4: {"en": "low priority", "nl": "lage prioriteit", "fr": "priorité basse"},
}

KINDS: Mapping[str, Words] = {
    "HI": {"en": "high", "nl": "hoog", "fr": "haut"},
    "HIHI": {"en": "high-high", "nl": "zeer hoog", "fr": "très haut"},
    "LO": {"en": "low", "nl": "laag", "fr": "bas"},
    "LOLO": {"en": "low-low", "nl": "zeer laag", "fr": "très bas"},
    "DEV": {"en": "deviation", "nl": "afwijking", "fr": "écart"},
    "BAD": {"en": "bad measurement", "nl": "slechte meting", "fr": "mesure mauvaise"},
}

STATES: Mapping[str, Words] = {
    "A": {"en": "normal", "nl": "normaal", "fr": "normale"},
    "B": {"en": "unacknowledged", "nl": "niet bevestigd", "fr": "non acquittée"},
    "C": {"en": "acknowledged", "nl": "bevestigd", "fr": "acquittée"},
    "D": {
        "en": "returned, unacknowledged",
        "nl": "hersteld, niet bevestigd",
        "fr": "disparue, non acquittée",
    },
    "E": {
        "en": "latched, unacknowledged",
        "nl": "vergrendeld, niet bevestigd",
        "fr": "mémorisée, non acquittée",
    },
    "F": {
        "en": "latched, acknowledged",
        "nl": "vergrendeld, bevestigd",
        "fr": "mémorisée, acquittée",
    },
    "G": {"en": "shelved", "nl": "tijdelijk geparkeerd", "fr": "mise de côté"},
    "H": {"en": "suppressed by design", "nl": "onderdrukt", "fr": "inhibée"},
    "I": {"en": "out of service", "nl": "buiten dienst", "fr": "hors service"},
}
"""ISA-18.2 states by their letters."""

STAGES: Mapping[str, Words] = {
    "ordered": {"en": "ordered", "nl": "aangevraagd", "fr": "demandé"},
    "drawn": {"en": "drawn", "nl": "genomen", "fr": "prélevé"},
    "queued": {"en": "waiting in the laboratory", "nl": "wacht in het lab", "fr": "attend au labo"},
    "analysed": {"en": "in analysis", "nl": "in analyse", "fr": "en analyse"},
    "reported": {"en": "reported", "nl": "gerapporteerd", "fr": "rapporté"},
}


class Speaker:
    """Says phrases in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, phrase: str, **values: object) -> str:
        """Return a phrase of :data:`PHRASES` with its braces filled in."""
        text = say(PHRASES[phrase], self.language)
        return text.format(**values) if values else text

    def words(self, words: Words) -> str:
        """Return outside words in this language."""
        return say(words, self.language)
