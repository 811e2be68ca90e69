"""The road of a card: answered, then kept on the list or struck by the mayor, with reasons.

The mayor strikes (zaventem.be). The court liaison writes down what the mayor decided: no second
signature is asked, and the reason stays in the history.
"""

from functions.domain import life_events
from functions.domain.procedure import Guide, Procedure, rules_in
from functions.domain.steps import ESCALATE, decide, supplement
from functions.domain.texts import N_
from functions.domain.workflow import End, Outcome, Step, within, workflow
from functions.processes.jurors import rules
from functions.processes.jurors.application import CardApplication

_road = workflow(
    decide(
        Step(
            name="inquiry",
            title=N_("De burgemeester beslist of je op de lijst blijft"),
            waiting=N_("We kijken je kaart na."),
            ask=N_(
                "Kijk de kaart na en noteer wat de burgemeester beslist. Ziekte of een verhuizing "
                "is geen reden om te schrappen."
            ),
            role="court_liaison",
            term=within("inquiry", days=30, source="(u) the municipality's own term"),
            outcomes=(
                Outcome(
                    "keep",
                    N_("Op de lijst houden"),
                    "kept",
                    N_("De persoon blijft op de lijst en krijgt een mail."),
                    N_("De burgemeester besliste: op de lijst houden."),
                    style="primary",
                    in_bulk=True,
                ),
                Outcome(
                    "strike",
                    N_("Schrappen, de burgemeester besliste het"),
                    "struck",
                    N_(
                        "De persoon staat niet meer op de lijst, krijgt een mail en leest hier de reden."
                    ),
                    N_("De burgemeester besliste: van de lijst schrappen."),
                    needs_reason=True,
                    reasons={str(key): text for key, text in rules.GROUNDS.items()},
                    style="warning",
                ),
            ),
            lapse=ESCALATE,
        ),
        supplement=supplement(days=8),
    ),
    End(
        "kept",
        N_("Je staat op de lijst van de gemeente."),
        N_(
            "De lijst gaat naar de provincie. Word je later opgeroepen voor een proces, dan krijg "
            "je een brief van het hof van assisen."
        ),
        positive=True,
    ),
    End(
        "struck",
        N_("Je bent van de lijst geschrapt."),
        N_("Je kan geen gezworene worden in deze periode. Je hoeft niets meer te doen."),
        appeal=N_("Klopt dit niet? Bel of mail ons voor de lijst naar de provincie gaat."),
    ),
)

card = Procedure(
    name="card",
    process="jurors",
    application=CardApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Kaart indienen"),
    opened_by="invitation",
    # Nobody starts a card: it stands ready for who was drawn.
    is_open=lambda _: False,
    retention_days=4 * 365,
    retention_note="beringen.be: the list is kept four years, until the next draw",
    guide=Guide(
        title=N_("Kaart voor gezworenen invullen"),
        summary=N_("Je bent geloot als mogelijke gezworene en kreeg een kaart van ons."),
        life_event=life_events.COURT,
        who=(
            N_("Je kreeg een brief met een kaart: je rangnummer als kiezer is geloot."),
            N_("Kreeg je geen brief? Dan hoef je niets te doen."),
        ),
        needed=(N_("Alleen je eID of itsme om je aan te melden."),),
        duration=N_("Invullen duurt ongeveer 3 minuten. Doe het binnen de termijn in de brief."),
        legal=(N_("Gerechtelijk Wetboek, artikels 217 tot 224"),),
        counter=N_("Je kan de kaart ook afgeven aan het loket."),
        paper=N_("Liever op papier? Vul de kaart in die bij de brief zit en stuur ze terug."),
        keywords=N_("gezworene jury assisen hof loting kaart proces rechtbank"),
        closed=N_(
            "Je kan deze kaart niet zelf starten. Ben je geloot, dan staat ze klaar bij je zaken."
        ),
    ),
)
