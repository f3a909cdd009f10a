"""Speed, memory and size of Sayso, measured beside peers; ``benchmarks/README.md`` says how."""
