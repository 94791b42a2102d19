"""The installer: standard library only, started by ``bootstrap.py`` before anything is installed."""
