"""Django's unchanged upload path on the dashboard's own web server, to compare with."""
