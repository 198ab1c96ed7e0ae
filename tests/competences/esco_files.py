"""A few invented rows in the shape of ESCO's own files."""

from pathlib import Path

ADDRESS = "http://data.europa.eu/esco/skill/"
FULL = "conceptType,conceptUri,preferredLabel,status,skillType,reuseLevel,altLabels,description,broaderConceptUri"


def full_row(name: str, label: str, alternatives: str = "", description: str = "", broader: str = "") -> str:
    parents = " | ".join(ADDRESS + parent for parent in broader.split())
    cells = ["KnowledgeSkillCompetence", ADDRESS + name, label, "released", "skill/competence", "cross-sector"]
    return ",".join(f'"{cell}"' for cell in [*cells, alternatives, description, parents])


def write(folder: Path, name: str, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def small_esco(folder: Path) -> Path:
    """Three skills in English and French: baking and kneading, both under cooking."""
    write(
        folder,
        "foodSkillsCollection_en.csv",
        FULL,
        full_row("cook", "cook meals", "prepare food | make dinner", "Make meals."),
        full_row("bake", "bake bread", "", "Make\nbread.", "cook"),
        full_row("knead", "knead dough", "", "", "cook bake"),
    )
    return write(
        folder,
        "skills-fr-labels.csv",
        "conceptUri,preferredLabel,altLabels",
        f"{ADDRESS}cook,préparer des repas,cuisiner",
        f"{ADDRESS}bake,cuire du pain,",
    )
