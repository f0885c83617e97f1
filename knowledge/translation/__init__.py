"""Translations of service texts: what is to be done, translation offices, a translation server, the glossary."""
