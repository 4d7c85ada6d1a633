"""Pressing the app's own buttons without a browser, as what listens to them in the page does."""

from __future__ import annotations

import json
import re
from html import unescape

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

_BUTTON = re.compile(r'<button [^>]*data-press="(.*?)" data-value="(.*?)">(.*?)</button>')


def own_buttons(at: AppTest) -> list[tuple[str, str, str]]:
    """Return the buttons of the page's HTML: what each asks for, of what, and its name."""
    bodies = (element.proto.body for element in at.get("html"))
    found = (match.groups() for body in bodies for match in _BUTTON.finditer(body))
    return [(what, unescape(value), unescape(name)) for what, value, name in found]


def press_own(at: AppTest, what: str, value: str) -> AppTest:
    """Run the app as a press does that the listener tells of."""
    (listener,) = at.get("bidi_component")
    told = json.dumps([{"event": what, "value": value}])
    states = at._tree.get_widget_states()
    trigger = _make_trigger_id(listener.proto.id, "events")
    states.widgets.append(WidgetState(id=trigger, json_trigger_value=told))
    return at._run(states)


def press(at: AppTest, name: str, place: int = 0) -> AppTest:
    """Press a button by its name, one of Streamlit's or of the app's own."""
    if own := [each for each in own_buttons(at) if each[2] == name]:
        return press_own(at, *own[place][:2])
    return [button for button in at.button if button.label == name][place].click().run()
