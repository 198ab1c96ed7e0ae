"""Words that say little about which organisation it is, and words that mean the same in six languages. All folded."""

from __future__ import annotations

_FORMS = """
association asso assoc associacao asociacion associazione asbl aisbl vzw\
 ev eingetragener verein loi 1901 ong ngo onlus aps odv ets cic cio ipss osc
cooperative cooperativa coop scoop scop scic scrl eg sce cooperatif
ltd limited plc llc inc gmbh ggmbh ug ag kg sarl sas sasu sa spa srl sca\
 societe societa sociedad sociedade lda sl slu bv nv
fondation foundation fundacion fondazione stiftung stichting fundacao
"""
#: Each word of a legal form, and its family: association, cooperative, company, foundation.
FORMS = {word: line.split()[0] for line in _FORMS.strip().splitlines() for word in line.split()}
SMALL_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "el",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "pour",
        "sur",
        "avec",
        "dans",
        "un",
        "une",
        "the",
        "and",
        "of",
        "for",
        "in",
        "on",
        "at",
        "to",
        "y",
        "e",
        "o",
        "os",
        "as",
        "da",
        "das",
        "do",
        "dos",
        "del",
        "della",
        "delle",
        "dei",
        "degli",
        "di",
        "il",
        "lo",
        "gli",
        "i",
        "con",
        "per",
        "und",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "fur",
        "im",
        "am",
        "zu",
        "von",
        "mit",
        "para",
        "por",
        "com",
        "na",
        "no",
        "uma",
        "um",
        "los",
        "s",
        "t",
        "n",
        "m",
        "las",
        "una",
    ]
)

#: One line a meaning: the same thing in French, English, Spanish, Italian, German and Portuguese.
_MEANINGS = """
federation federacion federazione foderation verband federacao
reseau network red rete netzwerk rede
maison house home casa haus
centre center centro zentrum
jeune jeunesse young youth joven juventud giovane giovani jugend jovem juventude
enfant enfance child children kid nino ninos infancia bambino bambini kind kinder crianca criancas
femme women woman mujer mujeres donna donne frau frauen mulher mulheres
jardin garden jardines giardino giardini garten garteno jardim jardins
partage partagee shared compartido condiviso condivisi gemeinsam partilhado
solidarite solidarity solidaire solidaridad solidarieta solidaritat solidariedade solidario
alimentaire food alimentaria alimentare lebensmittel alimentar
banque bank banco banca tafel
sante health salud salute gesundheit saude
ecole school escuela scuola schule escola
culture cultural cultura culturale kultur
numerique digital digitale
social sociale sozial soziale sociais
europe europeen european europea europeo europaisch europeia europa
international internationale internacional internazionale
national nationale nacional nazionale
ville city ciudad citta stadt cidade
quartier neighbourhood neighborhood barrio quartiere viertel bairro
atelier workshop taller officina werkstatt oficina
velo bike bicycle bicicleta bicicletta fahrrad
refugie refugee refugiado rifugiato rifugiati fluchtling fluchtlinge
logement housing vivienda alloggio wohnen habitacao
handicap disability discapacidad disabilita behinderung deficiencia
ecologie ecology environment environnement ecologia ambiente umwelt
energie energy energia
eau water agua acqua wasser
terre earth land tierra terra erde
ami friend amigo amico amici freund freunde amigos
aide help ayuda aiuto hilfe ajuda
travail work trabajo lavoro arbeit trabalho
emploi employment empleo impiego beschaftigung emprego
formation training formacion formazione ausbildung formacao
savoir knowledge saber sapere wissen
droit right derecho diritto diritti recht derechos direito direitos
humain human humano umano mensch menschen
libre free libero frei livre
ouvert open abierto aperto offen aberto
nouveau nouvelle new nuevo nuova nuovo neu neue novo nova
vert verte green verde grun
bleu bleue blue azul blu blau
soleil sun sol sole sonne
pont bridge puente ponte brucke
mer sea mar mare meer
montagne mountain montana montagna berg montanha
musique music musica musik
theatre theater teatro
sport deporte esporte desporto
union unione uniao
alliance alianza alleanza allianz alianca
institut institute instituto istituto
innovation innovacion innovazione inovacao
recherche research investigacion ricerca forschung investigacao pesquisa
developpement development desarrollo sviluppo entwicklung desenvolvimento
entraide mutual mutuo ayudamutua gegenseitige
citoyen citizen civic ciudadano cittadino burger cidadao
commun commons comun comune gemeingut comum
seconde second segunda seconda zweite
main hand mano hande mao
repair reparation reparacion riparazione reparatur reparacao
"""
CONCEPTS = {word: f"_{line.split()[0]}" for line in _MEANINGS.strip().splitlines() for word in line.split()}
