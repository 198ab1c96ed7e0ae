"""Writing in rooms. One verb each, one transaction, one event."""

from tandem.cooperation.actions.framing import agree_to_goal, write_framing, write_goal
from tandem.cooperation.actions.rooms import open_room, take_step

__all__ = ["agree_to_goal", "open_room", "take_step", "write_framing", "write_goal"]
