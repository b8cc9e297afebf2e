"""What the terminal itself says, in every language: one table, ready to become catalogues.

Tags, units of measure, modes and the letters of alarm states are never translated.
"""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.words import LANGUAGES

_ROWS = """
overview|overview|overzicht|vue d'ensemble
alarms|alarms|alarmen|alarmes
trends|trends|trends|tendances
phases|phases|fasen|phases
laboratory|laboratory|lab|laboratoire
logbook|logbook|logboek|journal
briefing|task|opdracht|mission
help|help|hulp|aide
faceplate|faceplate|bediening|face-avant
alarm_help|alarm help|alarmhulp|aide alarme
pause|pause|pauze|pause
faster|faster|sneller|plus vite
slower|slower|trager|plus lent
step|one scan|één scan|un cycle
next_event|to next event|tot gebeurtenis|jusqu'à l'événement
command|command|opdracht geven|commande
quit|quit|stoppen|quitter
back|back|terug|retour
up|up|omhoog|haut
down|down|omlaag|bas
acknowledge|acknowledge|bevestigen|acquitter
shelve|shelve|parkeren|mettre de côté
unshelve|unshelve|terugzetten|remettre
reset|reset|resetten|réarmer
what_to_do|what to do|wat te doen|que faire
wider|longer span|langere tijd|durée plus longue
narrower|shorter span|kortere tijd|durée plus courte
pen_add|add a tag|tag erbij|ajouter un repère
pen_drop|remove tag|tag eruit|retirer le repère
pen_toggle|to trends|naar trends|aux tendances
setpoint|set-point|setpoint|consigne
output|output|uitsturing|sortie
mode_man|MAN|MAN|MAN
mode_auto|AUTO|AUTO|AUTO
mode_cas|CAS|CAS|CAS
calibrate|calibrate|kalibreren|étalonner
maintenance|maintenance|onderhoud|maintenance
begin|begin|beginnen|commencer
start|start|starten|démarrer
hold|hold|vasthouden|suspendre
restart|restart|herstarten|relancer
resume|resume|hervatten|reprendre
stop|stop|stoppen|arrêter
abort|abort|afbreken|abandonner
pause_phase|pause phase|fase pauzeren|pause de phase
answer|answer|antwoorden|répondre
mode|procedure mode|proceduremodus|mode de procédure
sample|take a sample|monster nemen|prélever
bottle|change a bottle|fles wisselen|changer un flacon
bank|switch bank|bank omschakelen|changer de groupe
note|write a note|notitie|noter
theme|light or dark|licht of donker|clair ou sombre
slow_down|x1 on new alarm|x1 bij nieuw alarm|x1 sur alarme
paused|PAUSED|PAUZE|PAUSE
searching|to next event|tot gebeurtenis|vers l'événement
ended|ENDED|AFGELOPEN|TERMINÉE
people|people|mensen|personnes
no_alarms|no alarms|geen alarmen|aucune alarme
unacknowledged|unacknowledged|onbevestigd|non acquittées
more|more|meer|de plus
loops|Loops|Regelkringen|Boucles
indicators|Indicators|Metingen|Mesures
valves|Valves and pumps|Kleppen en pompen|Vannes et pompes
limit|limit|grens|limite
value|value|waarde|valeur
since|since|sinds|depuis
state|state|toestand|état
priority|priority|prioriteit|priorité
tag|tag|tag|repère
name|name|naam|nom
cause|Cause|Oorzaak|Cause
consequence|Consequence|Gevolg|Conséquence
action|What to do|Wat te doen|Que faire
respond|Time to respond|Tijd om te reageren|Temps pour réagir
quality|quality|kwaliteit|qualité
range|range|bereik|étendue
forced_by|forced by|gedwongen door|forcé par
position|position|stand|position
limits|Alarm limits|Alarmgrenzen|Seuils d'alarme
none|none|geen|aucun
last|last|laatste|dernières
no_phases|this scenario has no phases|dit scenario heeft geen fasen|aucune phase à commander
waits_for|waits for|wacht op|attend
asks|asks|vraagt|demande
step_of|step|stap|étape
procedure|procedure|procedure|procédure
samples|Samples|Monsters|Échantillons
no_samples|no sample yet|nog geen monster|aucun échantillon
utilities|Utilities|Voorzieningen|Utilités
supply|supply|aanvoer|débit
in_use|bank in use|bank in gebruik|groupe en service
interlocks|Interlocks|Vergrendelingen|Verrouillages
tripped|TRIPPED|AANGESPROKEN|DÉCLENCHÉ
first_out|first out|eerste|premier
ordered|ordered|besteld|demandé
drawn|drawn|genomen|prélevé
queued|queued|in de wachtrij|en attente
analysed|analysed|geanalyseerd|analysé
reported|reported|gerapporteerd|rendu
free|free|vrij|libres
lasts|Duration|Duur|Durée
press_begin|Press Enter to begin, ? for all keys|Druk Enter om te beginnen, ? voor alle toetsen|\
Entrée pour commencer, ? pour toutes les touches
ask_command|Command|Opdracht|Commande
ask_reason|Reason|Reden|Motif
ask_duration|Shelve for|Parkeren voor|Mettre de côté pendant
ask_setpoint|New set-point|Nieuw setpoint|Nouvelle consigne
ask_output|New output (%)|Nieuwe uitsturing (%)|Nouvelle sortie (%)
ask_calibrate|True value|Werkelijke waarde|Valeur vraie
ask_answer|Answer|Antwoord|Réponse
ask_sample|Sample from unit|Monster uit unit|Prélever dans l'unité
ask_bottle|Change the bottle|Wissel de fles|Changer le flacon
ask_bank|Switch to bank|Schakel naar bank|Passer au groupe
ask_note|Note|Notitie|Note
ask_pen|Tag|Tag|Repère
sure|y do it, Esc leave it|y uitvoeren, Esc laten|y exécuter, Esc annuler
leave|Leave: s seal the log, l resume later, Esc stay|\
Weg: s log verzegelen, l later hervatten, Esc blijven|\
Quitter : s sceller, l reprendre plus tard, Esc rester
done|done|gedaan|fait
refused|refused|geweigerd|refusé
not_number|write a number, such as 36.5|schrijf een getal, zoals 36.5|\
écrire un nombre, comme 36.5
too_small|This terminal is too small: at least 60 x 16|Terminal te klein: minstens 60 x 16|\
Terminal trop petit : au moins 60 x 16
no_tag|there is no such tag|die tag is er niet|ce repère n'existe pas
nothing|nothing selected|niets gekozen|rien de choisi
four_pens|four tags at most; x removes one|hooguit vier; x haalt er een weg|\
quatre au plus ; x en retire un
everywhere|Everywhere|Overal|Partout
end_hint|The scenario has ended: q, then s seals the log|Het scenario is afgelopen: q, dan s|\
Le scénario est terminé : q, puis s
slow_on|time slows to x1 on a new urgent alarm|tijd vertraagt bij een nieuw alarm|\
le temps ralentit sur alarme urgente
slow_off|time no longer slows on alarms|tijd vertraagt niet bij alarmen|\
le temps ne ralentit plus
training|A training tool, not for GxP use.|Oefengereedschap, niet voor GxP-gebruik.|\
Outil de formation, pas pour un usage BPx.
"""


def _table() -> Mapping[str, tuple[str, ...]]:
    """Return key to words, one per language in the order of LANGUAGES."""
    rows = (row.split("|") for row in _ROWS.replace("\\\n", "").strip().splitlines())
    return {row[0]: tuple(row[1:]) for row in rows}


TABLE = _table()
"""Key to the words in English, Dutch and French."""


class Speaker:
    """Says the words of the terminal in one language.

    >>> Speaker("nl")("alarms")
    'alarmen'
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._column = LANGUAGES.index(language)

    def __call__(self, key: str) -> str:
        """Return the words of a key."""
        return TABLE[key][self._column]
