"""Names of what is recognised in texts; the words it is recognised by stand in content/likeness/words.toml."""

from __future__ import annotations

from collections.abc import Mapping

from tandem.domain.messages import Message, gettext_noop

THEMES: Mapping[str, Message] = {
    "case-files": Message(gettext_noop("case files")),
    "members": Message(gettext_noop("memberships and donations")),
    "rotas": Message(gettext_noop("rotas and timetables")),
    "volunteers": Message(gettext_noop("volunteers")),
    "stock": Message(gettext_noop("stock and orders")),
    "accounts": Message(gettext_noop("invoices and accounts")),
    "lending": Message(gettext_noop("lending things")),
    "online-shop": Message(gettext_noop("selling online")),
    "website": Message(gettext_noop("website")),
    "newsletters": Message(gettext_noop("newsletters and mailings")),
    "messages": Message(gettext_noop("messages and chats")),
    "video-calls": Message(gettext_noop("video calls")),
    "shared-files": Message(gettext_noop("shared files and calendars")),
    "spreadsheets": Message(gettext_noop("spreadsheets and forms")),
    "statistics": Message(gettext_noop("figures and dashboards")),
    "impact": Message(gettext_noop("showing what changed")),
    "personal-data": Message(gettext_noop("protection of personal data")),
    "security": Message(gettext_noop("security and passwords")),
    "hosting": Message(gettext_noop("hosting and servers")),
    "computers": Message(gettext_noop("computers and tablets")),
    "repair": Message(gettext_noop("repair and reuse")),
    "connection": Message(gettext_noop("internet connection")),
    "digital-help": Message(gettext_noop("help with things online")),
    "lessons": Message(gettext_noop("lessons and training")),
    "accessibility": Message(gettext_noop("accessibility and plain words")),
    "languages": Message(gettext_noop("several languages")),
    "voting": Message(gettext_noop("voting and deciding together")),
    "maps": Message(gettext_noop("maps and routes")),
    "sensors": Message(gettext_noop("sensors")),
    "water-and-energy": Message(gettext_noop("water and energy")),
    "artificial-intelligence": Message(gettext_noop("artificial intelligence")),
    "making": Message(gettext_noop("drawing and making objects")),
    "virtual-reality": Message(gettext_noop("virtual visits")),
    "recordings": Message(gettext_noop("films and recordings")),
    "free-software": Message(gettext_noop("free software")),
    "funding": Message(gettext_noop("grants and funding")),
    "food": Message(gettext_noop("meals and food")),
    "pictures": Message(gettext_noop("photographs and archives")),
    "automation": Message(gettext_noop("automating repeated tasks")),
}
