"""Banned phrases 禁语 (D4): what must not leave the desk, however it is spelt, and what is only asked about.

A text is folded (`desk/normal_form.py`), read in every way in which somebody might (`readings`), held against the rules
(`phrase_index`, `personal_data`), and heard as a whole (`tone`). `guard` decides."""
