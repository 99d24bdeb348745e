"""Learns how figures are chosen, from made-up disclosures and questions alone."""
