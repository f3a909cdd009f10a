"""Readings become something to print, open or send: one module per format.

``jsonlines`` writes the JSON contract, ``table`` the terminal, ``html`` a page, ``brat`` standoff annotation.
What comes out of a ledger: ``rows_out`` (CSV), ``xlsx`` and ``parquet`` write rows, ``webannotation``,
``jsonld``, ``prov`` and ``stix`` linked data, ``index_html`` the list of pages.
"""
