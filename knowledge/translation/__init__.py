"""Translations of service texts: the work list, translation offices, a translation server, the glossary."""
