"""The regulation: rules, findings, scores and fines of a month."""
