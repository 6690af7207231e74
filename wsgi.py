"""The application for a WSGI server: ``gunicorn wsgi:app``."""

from routeguide.app import create_app
from routeguide.web.collector import settle

app = create_app()
settle()
