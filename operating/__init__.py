"""Operating the dashboard: whether it is ready, its figures, and the status page. Knows the apps; no app knows it."""
