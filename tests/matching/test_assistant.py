"""The need assistant: people's own words lead to a template of help, in their language."""

from __future__ import annotations

import pytest

from tandem.matching import assistant

#: Written after the words of the situations, and never used to choose them: what a director might type.
SAID = [
    ("quand une salariée s'en va elle garde ses accès", {"secure-accounts"}),
    ("nos adhérents n'ouvrent pas nos courriels", {"newsletter"}),
    ("la secrétaire part à la retraite et elle seule connaît les logiciels", {"team-training"}),
    ("nous voulons savoir si notre action sert à quelque chose", {"measure-impact"}),
    ("l'inscription aux activités se fait sur des feuilles volantes", {"low-code-app"}),
    ("choisir un logiciel de caisse", {"choose-between-tools"}),
    ("les familles racontent la même chose à chaque travailleur social", {"choose-crm"}),
    ("mettre en commun nos guides avec les autres associations", {"open-data"}),
    ("l'appli ne marche plus depuis que le stagiaire est parti", {"team-training"}),
    ("on aimerait que les gens du quartier donnent leur avis", {"online-vote"}),
    (
        "mon conseil d'administration a peur de l'intelligence artificielle",
        {"ai-first-conversation", "ai-with-safeguards"},
    ),
    ("récupérer les invendus des magasins", {"choose-between-tools"}),
    ("notre sauvegarde marche-t-elle vraiment", {"check-backups"}),
    ("une personne sourde ne peut pas suivre nos vidéos", {"accessible-website", "first-look-accessibility"}),
    ("on n'arrive pas à recruter des bénévoles", {"website-refresh"}),
    ("un jeune veut fabriquer une poignée adaptée pour un fauteuil", {"name-your-problem"}),
    ("we are a small charity and need a website", {"website-refresh"}),
    ("nobody turns up to vote at our assembly", {"online-vote"}),
    ("we spend days counting people for the grant report", {"dashboards"}),
    ("our laptops are ancient", {"reuse-equipment"}),
    ("keeping health information confidential", {"data-inventory"}),
    ("elderly people without internet miss our activities", {"name-your-problem"}),
    ("too many digital projects at once", {"digital-plan"}),
    ("fake invoice paid by mistake", {"trick-messages-workshop"}),
    ("is this supplier price reasonable", {"read-a-quote"}),
    ("teach french at a distance", {"online-learning-path"}),
    ("shared drive is chaos", {"sort-shared-files", "shared-workspace"}),
    ("typing the same names again and again", {"low-code-app"}),
]
#: The same of a Portuguese reader, as people type: often without accents, sometimes with a letter wrong.
SAID_IN_PORTUGUESE = [
    ("uma colega saiu e ainda consegue ler o nosso correio", {"secure-accounts"}),
    ("mandamos a newsletter e ninguem a le", {"newsletter"}),
    ("so o senhor antonio percebe do programa e ele esta de baixa", {"team-training"}),
    ("como mostrar a quem nos financia que o projeto resulta", {"measure-impact"}),
    ("as inscricoes para o almoço comunitario sao feitas num caderno", {"low-code-app"}),
    ("nao sabemos qual o melhor programa para as faturas", {"choose-between-tools", "accounting-tool"}),
    ("nao conseguimos acompanhar todas as familias que apoiamos", {"choose-crm"}),
    ("a nossa pagina na internet esta muito antiga", {"website-refresh"}),
    ("recebi um sms falso dos correios e cliquei", {"trick-messages-workshop"}),
    ("faltam volunátrios para o banco alimentar", {"website-refresh"}),
    ("o portatil demora meia hora a abrir", {"reuse-equipment"}),
    ("muita gente da aldeia nao tem computador", {"name-your-problem"}),
    ("pedem-nos para preencher o pedido do abono no computador", {"digital-mediation-corner"}),
    ("como fazer a eleicao da direcao com socios no estrangeiro", {"online-vote"}),
    ("fazer recibos e cobrar quotas da muito trabalho", {"accounting-tool"}),
    ("este orçamento de 5000 euros para um site é normal?", {"read-a-quote"}),
    ("queremos dar um curso de costura por videochamada", {"online-learning-path", "team-training"}),
    ("ninguem encontra nada nas pastas do drive", {"sort-shared-files", "shared-workspace"}),
    ("passamos os dados do papel para o excel e depois para outro programa", {"low-code-app", "leave-spreadsheets"}),
    ("um cego consegue ler a nossa pagina?", {"accessible-website", "first-look-accessibility"}),
    ("os comercios dao-nos comida que sobra e é preciso distribui-la", {"choose-between-tools"}),
    (
        "podemos usar a inteligencia artifical para escrever candidaturas",
        {"ai-first-conversation", "ai-with-safeguards"},
    ),
    ("quanto tempo podemos guardar a ficha de um utente, por lei", {"data-inventory"}),
    ("roubaram a pen com as fotografias todas", {"check-backups"}),
    ("as pessoas nao entendem os nossos folhetos", {"plain-language-review"}),
    ("temos mil ideias e nenhuma prioridade", {"digital-plan"}),
    ("todos os anos contar quantas refeições servimos para o relatorio", {"dashboards"}),
    ("telefonar a toda a gente para saber quem pode vir no sabado", {"volunteer-schedule"}),
]


def found(words, limit=3):
    return [suggestion.template.id for suggestion in assistant.suggestions(words, limit)]


@pytest.mark.parametrize("sentences", [SAID, SAID_IN_PORTUGUESE], ids=["fr-en", "pt"])
def test_the_first_suggestion_is_right_four_times_in_five(sentences):
    right = [words for words, wanted in sentences if set(found(words, 1)) & wanted]
    assert len(right) >= 0.8 * len(sentences)


@pytest.mark.parametrize("sentences", [SAID, SAID_IN_PORTUGUESE], ids=["fr-en", "pt"])
def test_one_of_three_suggestions_is_right_nine_times_in_ten(sentences):
    right = [words for words, wanted in sentences if set(found(words)) & wanted]
    assert len(right) >= 0.9 * len(sentences)


@pytest.mark.parametrize("situation", assistant.all_situations().situations, ids=lambda situation: situation.id)
def test_a_situation_said_word_for_word_finds_itself_in_every_language(situation):
    for sentence in situation.text.values():
        assert situation in [suggestion.situation for suggestion in assistant.suggestions(sentence, 1)]


@pytest.mark.parametrize("words", ["", "   ", "le la les", "nos não temos", "xyzzyq wqkjh"])
def test_words_without_meaning_suggest_nothing(words):
    assert assistant.suggestions(words) == ()


def test_accents_capitals_and_plurals_do_not_matter():
    assert found("RECOLTER DES DONS EN LIGNE") == found("récolter un don en ligne")


def test_a_chosen_situation_leads_to_its_template():
    for situation in assistant.all_situations().situations:
        assert assistant.suggestion(situation).template.id == situation.template
