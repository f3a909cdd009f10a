"""Readings become something to print, open or send: one module per format.

``jsonlines`` writes the JSON contract, ``table`` the terminal, ``html`` a page, ``brat`` standoff annotation.
"""
