"""The Lambda handler of every function with a URL: the app behind its door."""

from functions.app import app
from functions.web.answers import missing
from functions.web.door import Door

handler = Door(app, missing)
