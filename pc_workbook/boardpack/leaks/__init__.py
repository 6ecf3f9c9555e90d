"""The leak scan: searches every part of a finished file for what may not be in it."""
