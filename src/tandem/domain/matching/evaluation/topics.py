"""What the invented organisations work on: twelve topics, with their words in six languages.

Each topic has technologies, competences, and the same competences as another framework would name them; the
first two words of a language are the usual ones, the last two are what others call the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A kind of work, its facts, and its words by language."""

    technology: tuple[str, ...]
    competences: tuple[tuple[str, str], ...]
    elsewhere: tuple[str, str]
    sdgs: tuple[int, ...]
    words: dict[str, tuple[str, str, str, str]]


def _words(fr: str, en: str, pt: str, es: str, it: str, de: str) -> dict[str, tuple[str, str, str, str]]:
    lists = {"fr": fr, "en": en, "pt": pt, "es": es, "it": it, "de": de}
    words = {}
    for language, text in lists.items():
        first, second, third, fourth = text.split()
        words[language] = (first, second, third, fourth)
    return words


#: In a ring: each topic is near the one before and the one after it.
TOPICS = (
    Topic(
        ("crm",),
        (("digcomp-3.0", "1.3"), ("tandem", "vulnerable-people-data")),
        ("crcn", "1.2"),
        (1, 3),
        _words(
            "dossiers suivi accompagnement usagers",
            "files tracking casework beneficiaries",
            "processos seguimento acompanhamento utentes",
            "expedientes seguimiento acompañamiento usuarios",
            "pratiche monitoraggio accompagnamento utenti",
            "akten betreuung begleitung klienten",
        ),
    ),
    Topic(
        ("e-mailing",),
        (("digcomp-3.0", "2.1"), ("digcomp-3.0", "2.2")),
        ("crcn", "2.1"),
        (10, 16),
        _words(
            "lettre abonnés infolettre courriels",
            "newsletter subscribers mailing bulletin",
            "boletim subscritores correio circular",
            "boletín suscriptores correo circular",
            "bollettino iscritti posta circolare",
            "rundbrief abonnenten versand mitteilung",
        ),
    ),
    Topic(
        ("website",),
        (("digcomp-3.0", "3.1"), ("tandem", "accessibility")),
        ("crcn", "3.1"),
        (10, 11),
        _words(
            "site pages vitrine internet",
            "website pages homepage online",
            "sítio páginas portal internet",
            "sitio páginas portal internet",
            "sito pagine vetrina internet",
            "webseite seiten auftritt internet",
        ),
    ),
    Topic(
        ("participation-platform",),
        (("digcomp-3.0", "2.3"), ("tandem", "participatory-design")),
        ("crcn", "2.4"),
        (11, 16),
        _words(
            "vote consultation débat assemblée",
            "voting consultation debate assembly",
            "votação consulta debate assembleia",
            "votación consulta debate asamblea",
            "voto consultazione dibattito assemblea",
            "abstimmung befragung debatte versammlung",
        ),
    ),
    Topic(
        ("collaboration",),
        (("digcomp-3.0", "2.4"), ("tandem", "volunteer-tech-projects")),
        ("crcn", "2.3"),
        (8, 17),
        _words(
            "agenda fichiers équipe partage",
            "calendar documents team sharing",
            "agenda ficheiros equipa partilha",
            "agenda archivos equipo compartir",
            "agenda documenti squadra condivisione",
            "kalender dateien team teilen",
        ),
    ),
    Topic(
        ("management",),
        (("e-cf-4.0", "E.2"), ("tandem", "funding-digital-projects")),
        ("crcn", "1.3"),
        (8, 12),
        _words(
            "comptabilité factures cotisations gestion",
            "accounting invoices fees bookkeeping",
            "contabilidade faturas quotas gestão",
            "contabilidad facturas cuotas gestión",
            "contabilità fatture quote gestione",
            "buchhaltung rechnungen beiträge verwaltung",
        ),
    ),
    Topic(
        ("data-analysis",),
        (("e-cf-4.0", "D.7"), ("tandem", "impact-measurement")),
        ("crcn", "1.1"),
        (3, 17),
        _words(
            "statistiques tableaux indicateurs mesure",
            "statistics charts indicators measurement",
            "estatísticas gráficos indicadores medição",
            "estadísticas gráficos indicadores medición",
            "statistiche grafici indicatori misura",
            "statistik diagramme kennzahlen messung",
        ),
    ),
    Topic(
        ("artificial-intelligence",),
        (("e-cf-4.0", "A.7"), ("tandem", "ai-ethics")),
        ("digcomp-3.0", "5.3"),
        (9, 10),
        _words(
            "apprentissage automatique modèle prédiction",
            "learning machine model prediction",
            "aprendizagem automática modelo previsão",
            "aprendizaje automático modelo predicción",
            "apprendimento automatico modello previsione",
            "lernen maschinelles modell vorhersage",
        ),
    ),
    Topic(
        ("security",),
        (("digcomp-3.0", "4.1"), ("tandem", "organisation-security")),
        ("crcn", "4.1"),
        (9, 16),
        _words(
            "sauvegarde piratage cybersécurité intrusion",
            "backup hacking cybersecurity intrusion",
            "salvaguarda pirataria cibersegurança intrusão",
            "respaldo pirateo ciberseguridad intrusión",
            "salvataggio pirateria cibersicurezza intrusione",
            "sicherung hacking cybersicherheit eindringen",
        ),
    ),
    Topic(
        ("online-learning",),
        (("digcomp-3.0", "5.4"), ("tandem", "digital-mediation")),
        ("crcn", "5.2"),
        (4, 10),
        _words(
            "cours formation apprenants tutoriel",
            "courses training learners tutorial",
            "cursos formação formandos tutorial",
            "cursos formación alumnos tutorial",
            "corsi formazione studenti lezione",
            "kurse schulung lernende anleitung",
        ),
    ),
    Topic(
        ("marketplace",),
        (("e-cf-4.0", "D.6"), ("tandem", "choosing-responsible-tools")),
        ("crcn", "3.2"),
        (8, 12),
        _words(
            "boutique vente paniers commandes",
            "shop selling baskets orders",
            "loja venda cabazes encomendas",
            "tienda venta cestas pedidos",
            "negozio vendita cesti ordini",
            "laden verkauf körbe bestellungen",
        ),
    ),
    Topic(
        ("low-tech", "cad-3d-printing"),
        (("e-cf-4.0", "A.6"), ("tandem", "eco-design")),
        ("digcomp-3.0", "4.4"),
        (12, 13),
        _words(
            "réparation atelier pièces fabrication",
            "repair workshop parts making",
            "reparação oficina peças fabrico",
            "reparación taller piezas fabricación",
            "riparazione officina pezzi fabbricazione",
            "reparatur werkstatt teile herstellung",
        ),
    ),
)
