"""The leak scan: every part of a finished file, looked through for what may not be in it."""
