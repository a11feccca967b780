"""Defects of an OpenAPI document: where it contradicts itself, or leaves out too much."""

from contract_tests.lint.findings import Finding, Rule, Severity
from contract_tests.lint.linter import RULES, lint
from contract_tests.lint.rendering import render_json, render_text
from contract_tests.lint.report import LintReport, lint_file

__all__ = [
    "RULES",
    "Finding",
    "LintReport",
    "Rule",
    "Severity",
    "lint",
    "lint_file",
    "render_json",
    "render_text",
]
