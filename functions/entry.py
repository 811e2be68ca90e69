"""The Lambda handler of every function with a URL: the app behind its door."""

from functions import wiring
from functions.app import app
from functions.web.answers import missing
from functions.web.door import Door

handler = Door(app, missing, lambda: wiring.settings().edge_keys)
