"""What ``help`` and ``glossary`` of the line mode tell, in English, Dutch and French."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.language.words import Words

SESSION: Mapping[str, Words] = {
    "help": {
        "en": "this list; help and the name of an alarm tells what it means",
        "nl": "deze lijst; help en de naam van een alarm zegt wat het betekent",
        "fr": "cette liste ; help et le nom d'une alarme dit ce qu'elle signifie",
    },
    "show": {
        "en": "all instruments; show TIC-101 one of them; show FIC those that begin so",
        "nl": "alle instrumenten; show TIC-101 een ervan; show FIC wat zo begint",
        "fr": "tous les instruments ; show TIC-101 un seul ; show FIC ceux qui commencent ainsi",
    },
    "alarms": {
        "en": "the alarms that are not normal, most urgent first",
        "nl": "de alarmen die niet normaal zijn, de dringendste eerst",
        "fr": "les alarmes qui ne sont pas normales, la plus urgente d'abord",
    },
    "phases": {
        "en": "the phases of the procedure and their questions",
        "nl": "de fasen van de procedure en hun vragen",
        "fr": "les phases de la procédure et leurs questions",
    },
    "samples": {
        "en": "the samples and what the laboratory reported",
        "nl": "de monsters en wat het laboratorium rapporteerde",
        "fr": "les échantillons et ce que le laboratoire a rapporté",
    },
    "utilities": {
        "en": "gases and media: supply and bank in use",
        "nl": "gassen en media: toevoer en bank in gebruik",
        "fr": "gaz et fluides : alimentation et groupe en service",
    },
    "interlocks": {
        "en": "the interlocks, and which came first",
        "nl": "de vergrendelingen, en welke de eerste was",
        "fr": "les verrouillages, et lequel fut le premier",
    },
    "people": {
        "en": "how many people are free",
        "nl": "hoeveel mensen vrij zijn",
        "fr": "combien de personnes sont libres",
    },
    "brief": {"en": "the task again", "nl": "nog eens de opdracht", "fr": "la tâche à nouveau"},
    "time": {
        "en": "the simulated time and the speed",
        "nl": "de gesimuleerde tijd en de snelheid",
        "fr": "le temps simulé et la vitesse",
    },
    "speed": {
        "en": "speed 60 lets time go sixty times as fast, from 1 to 3600",
        "nl": "speed 60 laat de tijd zestig maal zo snel gaan, van 1 tot 3600",
        "fr": "speed 60 fait passer le temps soixante fois plus vite, de 1 à 3600",
    },
    "pause": {"en": "time stands still", "nl": "de tijd staat stil", "fr": "le temps s'arrête"},
    "go": {"en": "time goes on", "nl": "de tijd gaat verder", "fr": "le temps reprend"},
    "step": {
        "en": "one scan passes, then pause",
        "nl": "één scan gaat voorbij, dan pauze",
        "fr": "un cycle passe, puis pause",
    },
    "wait": {
        "en": "wait 10 min lets ten simulated minutes pass at once",
        "nl": "wait 10 min laat meteen tien gesimuleerde minuten voorbijgaan",
        "fr": "wait 10 min fait passer tout de suite dix minutes simulées",
    },
    "until": {
        "en": "until something, until 2 h, or until TIC-101.PV > 38 degC: let time pass so far",
        "nl": "until something, until 2 h, of until TIC-101.PV > 38 degC: laat de tijd zover gaan",
        "fr": "until something, until 2 h, ou until TIC-101.PV > 38 degC : avance jusque-là",
    },
    "story": {
        "en": "what happened so far; story 20 the last twenty lines",
        "nl": "wat er tot nu toe gebeurde; story 20 de laatste twintig regels",
        "fr": "ce qui s'est passé jusqu'ici ; story 20 les vingt dernières lignes",
    },
    "glossary": {
        "en": "the words explained; glossary TIC-101 explains the letters of a tag",
        "nl": "de woorden uitgelegd; glossary TIC-101 legt de letters van een tag uit",
        "fr": "les mots expliqués ; glossary TIC-101 explique les lettres d'un repère",
    },
    "quit": {
        "en": "end and seal the session",
        "nl": "de sessie beëindigen en verzegelen",
        "fr": "terminer et sceller la session",
    },
    "leave": {
        "en": "go away and resume later",
        "nl": "weggaan en later hervatten",
        "fr": "partir et reprendre plus tard",
    },
}
"""The words that are no command to the plant."""

COMMANDS: Mapping[str, Words] = {
    "TIC-101.SP = 36.5 degC": {
        "en": "give a set-point; the unit may be left out",
        "nl": "een setpoint geven; de eenheid mag weg",
        "fr": "donner une consigne ; l'unité est facultative",
    },
    "TIC-101.OP = 40 %": {
        "en": "move the output of a loop in MAN",
        "nl": "de uitgang van een regelaar in MAN zetten",
        "fr": "déplacer la sortie d'une boucle en MAN",
    },
    "TIC-101.MODE = AUTO": {
        "en": "put a loop in MAN, AUTO or CAS",
        "nl": "een regelaar in MAN, AUTO of CAS zetten",
        "fr": "mettre une boucle en MAN, AUTO ou CAS",
    },
    "XV-101 = open": {
        "en": "open or close a valve, or move it by hand in %",
        "nl": "een klep openen of sluiten, of met de hand zetten in %",
        "fr": "ouvrir ou fermer une vanne, ou la régler à la main en %",
    },
    "ack": {"en": "acknowledge an alarm", "nl": "een alarm bevestigen", "fr": "acquitter"},
    "reset alarm": {
        "en": "reset a latched alarm",
        "nl": "een vergrendeld alarm terugzetten",
        "fr": "réarmer une alarme mémorisée",
    },
    "shelve": {
        "en": "take an alarm from view for a time; needs a reason",
        "nl": "een alarm tijdelijk parkeren; vraagt een reden",
        "fr": "mettre une alarme de côté un temps ; demande un motif",
    },
    "unshelve": {
        "en": "bring it back before its time",
        "nl": "het eerder terughalen",
        "fr": "la reprendre avant l'heure",
    },
    "out of service": {
        "en": "take an alarm out of service; needs a reason",
        "nl": "een alarm buiten dienst stellen; vraagt een reden",
        "fr": "mettre une alarme hors service ; demande un motif",
    },
    "return to service": {
        "en": "return an alarm to service",
        "nl": "een alarm weer in dienst stellen",
        "fr": "remettre une alarme en service",
    },
    "reset interlock": {
        "en": "reset an interlock whose cause is gone",
        "nl": "een vergrendeling terugzetten als de oorzaak weg is",
        "fr": "réarmer un verrouillage dont la cause a disparu",
    },
    "procedure": {
        "en": "who starts the phases: automatic, semiautomatic or manual",
        "nl": "wie de fasen start: automatic, semiautomatic of manual",
        "fr": "qui lance les phases : automatic, semiautomatic ou manual",
    },
    "answer": {
        "en": "answer the question of a phase",
        "nl": "de vraag van een fase beantwoorden",
        "fr": "répondre à la question d'une phase",
    },
    "sample": {
        "en": "have a sample drawn and sent to the laboratory",
        "nl": "een monster laten nemen voor het laboratorium",
        "fr": "faire prélever un échantillon pour le laboratoire",
    },
    "calibrate": {
        "en": "make a transmitter read this value now",
        "nl": "een transmitter nu deze waarde laten aanwijzen",
        "fr": "faire indiquer cette valeur à un transmetteur",
    },
    "tune": {
        "en": "change gain, integral and derivative time of a loop",
        "nl": "versterking, integratie- en differentiatietijd van een regelaar wijzigen",
        "fr": "changer gain, temps intégral et dérivé d'une boucle",
    },
    "change bottle": {
        "en": "have a bottle replaced by a full one",
        "nl": "een fles door een volle laten vervangen",
        "fr": "faire remplacer une bouteille par une pleine",
    },
    "switch": {
        "en": "switch a utility to another bank",
        "nl": "een medium op een andere bank schakelen",
        "fr": "passer un fluide sur un autre groupe",
    },
    "call maintenance": {
        "en": "call a technician to a tag, unit or utility",
        "nl": "een technicus roepen bij een tag, unit of medium",
        "fr": "appeler un technicien à un repère, une unité ou un fluide",
    },
    "start fault": {
        "en": "begin a fault (instructor only)",
        "nl": "een storing beginnen (alleen de instructeur)",
        "fr": "lancer une panne (instructeur seul)",
    },
    "end fault": {
        "en": "end a fault (instructor only)",
        "nl": "een storing beëindigen (alleen de instructeur)",
        "fr": "arrêter une panne (instructeur seul)",
    },
    "note": {
        "en": "write in the logbook",
        "nl": "in het logboek schrijven",
        "fr": "écrire au journal de bord",
    },
    "start": {"en": "start a phase", "nl": "een fase starten", "fr": "lancer une phase"},
    "pause": {"en": "pause a phase", "nl": "een fase pauzeren", "fr": "suspendre une phase"},
    "resume": {"en": "let it go on", "nl": "ze laten doorgaan", "fr": "la laisser continuer"},
    "hold": {"en": "hold a phase", "nl": "een fase vasthouden", "fr": "maintenir une phase"},
    "restart": {
        "en": "go on after a hold",
        "nl": "verder na het vasthouden",
        "fr": "reprendre après un maintien",
    },
    "stop": {"en": "stop it in order", "nl": "ze ordelijk stoppen", "fr": "l'arrêter en ordre"},
    "abort": {"en": "stop it at once", "nl": "ze meteen afbreken", "fr": "l'abandonner aussitôt"},
    "reset": {
        "en": "make an ended phase ready again",
        "nl": "een beëindigde fase weer gereed maken",
        "fr": "remettre prête une phase terminée",
    },
}
"""What a command to the plant does, by the words it begins with, or by the whole example."""

TERMS: Mapping[str, Words] = {
    "PV": {
        "en": "process value: what is measured",
        "nl": "proceswaarde: wat gemeten wordt",
        "fr": "valeur de procédé : ce qui est mesuré",
    },
    "SP": {
        "en": "set-point: what is wanted",
        "nl": "setpoint: wat gewenst is",
        "fr": "consigne : ce qui est voulu",
    },
    "OP": {
        "en": "output of a loop, in %",
        "nl": "uitgang van een regelaar, in %",
        "fr": "sortie d'une boucle, en %",
    },
    "MAN": {
        "en": "manual: a person sets the output",
        "nl": "hand: een mens zet de uitgang",
        "fr": "manuel : une personne règle la sortie",
    },
    "AUTO": {
        "en": "automatic: the loop keeps its set-point",
        "nl": "automatisch: de regelaar houdt zijn setpoint",
        "fr": "automatique : la boucle tient sa consigne",
    },
    "CAS": {
        "en": "cascade: another loop gives the set-point",
        "nl": "cascade: een andere regelaar geeft het setpoint",
        "fr": "cascade : une autre boucle donne la consigne",
    },
    "HI": {"en": "high alarm", "nl": "alarm hoog", "fr": "alarme haute"},
    "HIHI": {"en": "high-high alarm", "nl": "alarm zeer hoog", "fr": "alarme très haute"},
    "LO": {"en": "low alarm", "nl": "alarm laag", "fr": "alarme basse"},
    "LOLO": {"en": "low-low alarm", "nl": "alarm zeer laag", "fr": "alarme très basse"},
    "DEV": {
        "en": "alarm: too far from the set-point",
        "nl": "alarm: te ver van het setpoint",
        "fr": "alarme : trop loin de la consigne",
    },
    "BAD": {
        "en": "alarm: the measurement is bad",
        "nl": "alarm: de meting deugt niet",
        "fr": "alarme : la mesure est mauvaise",
    },
    "DO": {
        "en": "dissolved oxygen, % of air saturation",
        "nl": "opgeloste zuurstof, % van luchtverzadiging",
        "fr": "oxygène dissous, % de saturation en air",
    },
    "kLa": {
        "en": "how fast oxygen goes from gas to liquid, 1/h",
        "nl": "hoe snel zuurstof van gas naar vloeistof gaat, 1/h",
        "fr": "vitesse de transfert de l'oxygène du gaz au liquide, 1/h",
    },
    "acknowledge": {
        "en": "say that you have seen an alarm",
        "nl": "zeggen dat u een alarm zag",
        "fr": "dire que vous avez vu une alarme",
    },
    "shelve": {
        "en": "take an alarm from view for a time, with a reason (ISA-18.2)",
        "nl": "een alarm met reden tijdelijk parkeren (ISA-18.2)",
        "fr": "mettre une alarme de côté un temps, avec motif (ISA-18.2)",
    },
    "interlock": {
        "en": "protection that forces valves or pumps",
        "nl": "beveiliging die kleppen of pompen dwingt",
        "fr": "protection qui force vannes ou pompes",
    },
    "phase": {
        "en": "smallest step of a procedure (ISA-88)",
        "nl": "kleinste stap van een procedure (ISA-88)",
        "fr": "plus petite étape d'une procédure (ISA-88)",
    },
    "bank": {
        "en": "one of several groups of gas cylinders",
        "nl": "een van de groepen gasflessen",
        "fr": "un des groupes de bouteilles de gaz",
    },
    "fed-batch": {
        "en": "a culture that is fed and not drawn off",
        "nl": "een kweek die gevoed en niet afgetapt wordt",
        "fr": "une culture nourrie et non soutirée",
    },
    "titre": {
        "en": "product in the culture, g/L",
        "nl": "product in de kweek, g/L",
        "fr": "produit dans la culture, g/L",
    },
    "viability": {
        "en": "living cells of all cells, %",
        "nl": "levende van alle cellen, %",
        "fr": "cellules vivantes parmi toutes, %",
    },
    "scan": {
        "en": "one round of the control system, usually 1 s",
        "nl": "één ronde van het regelsysteem, meestal 1 s",
        "fr": "un cycle du système de conduite, d'ordinaire 1 s",
    },
}
"""Words of the desk, explained."""


def explain_command(example: str) -> Words:
    """Return what a command does, by an example of it; the longest beginning that fits counts.

    >>> explain_command("reset alarm PIC-101.HI")["en"]
    'reset a latched alarm'
    """
    if example in COMMANDS:
        return COMMANDS[example]
    fits = [words for words in COMMANDS if example.startswith(f"{words} ")]
    return COMMANDS[max(fits, key=len)] if fits else {"en": ""}
