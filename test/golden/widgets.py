"""The state in which ipywidgets begins each widget, and what it makes of values that a frontend sends.

    pip install ipywidgets==8.1.9
"""

import json
import pathlib

import ipywidgets

FOLDER = pathlib.Path(__file__).parent
MADE = {
    "IntSlider": {},
    "FloatSlider": {},
    "Dropdown": {"options": ["a", "b"]},
    "Checkbox": {},
    "Text": {},
    "Play": {},
    "Button": {},
    "VBox": {},
    "HBox": {},
    "HTML": {},
    "Label": {},
}
ASKED = {
    "IntSlider": [{"value": 7}, {"value": 1000}, {"value": -3}],
    "FloatSlider": [{"value": 0.25}, {"value": 1000}],
    "Dropdown": [{"index": 1}],
    "Checkbox": [{"value": True}],
    "Text": [{"value": "σ"}],
    "Play": [{"value": 101}, {"playing": True}],
}


def state(widget):
    """Instead of references, whose ids are random, the states that they lead to."""
    return {key: state(getattr(widget, key)) if key in ("layout", "style") else value for key, value in widget.get_state().items()}


def answers(name, asked):
    """What the widget sends when a frontend asks for a change, and its state of that name afterwards."""
    widget, sent = getattr(ipywidgets, name)(**MADE[name]), []
    widget._send = lambda message, buffers=None: sent.append(message)
    widget.set_state(asked)
    return {"asked": asked, "sent": sent, "became": {key: widget.get_state()[key] for key in asked}}


golden = {
    "states": {name: state(getattr(ipywidgets, name)(**options)) for name, options in MADE.items()},
    "answers": {name: [answers(name, change) for change in changes] for name, changes in ASKED.items()},
}
(FOLDER / "widgets.json").write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")
