#!/usr/bin/env python
"""Django's command line; `python manage.py runserver` listens where HOST and PORT say."""

import os
import sys

from django.core.management import execute_from_command_line
from django.core.management.commands.runserver import Command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    Command.default_addr = os.environ.get("HOST") or "127.0.0.1"
    Command.default_port = os.environ.get("PORT") or "8080"
    execute_from_command_line(sys.argv)
