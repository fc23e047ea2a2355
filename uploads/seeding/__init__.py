"""A large library of made-up assets, for trying out how the dashboard copes with it.

`wording` makes up what people call their files, `rows` what is known of them, `stored` has the few real
files that all of them name; `library` writes it all down, and takes it away again.
"""
