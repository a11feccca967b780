"""The script of the HTML matrix: it hides what the filters leave out, nothing else."""

from __future__ import annotations

SCRIPT = """
"use strict";
(() => {
  const form = document.getElementById("filters");
  const shown = form.querySelector("output");
  const columns = [...document.querySelectorAll("col[data-clause]")];
  const defects = [...document.querySelectorAll(".defect")].map((entry) => ({
    entry,
    row: document.getElementById(entry.dataset.row),
    clauses: entry.dataset.clauses.split(" "),
    text: entry.textContent.toLowerCase(),
  }));
  const groups = [...document.querySelectorAll(".grid tbody, .list .family")].map((group) => ({
    group,
    members: [...group.querySelectorAll("tr:not(.family), .defect")],
  }));
  const wanted = () => {
    const value = (name) => form.elements.namedItem(name).value;
    const words = value("text").toLowerCase().split(/\\s+/).filter(Boolean);
    const [family, kind, clause, rung] = ["family", "kind", "clause", "rung"].map(value);
    const bad = form.elements.namedItem("bad").checked;
    return ({ entry, clauses, text }) =>
      (!family || entry.dataset.family === family) &&
      (!kind || entry.dataset.kind === kind) &&
      (!clause || clauses.includes(clause)) &&
      (!rung || entry.dataset.rung === rung) &&
      (!bad || entry.dataset.bad !== "") &&
      words.every((word) => text.includes(word));
  };
  const apply = () => {
    const fits = wanted();
    const used = new Set();
    let number = 0;
    for (const defect of defects) {
      const hidden = !fits(defect);
      defect.entry.hidden = hidden;
      if (defect.row) defect.row.hidden = hidden;
      if (hidden) continue;
      number += 1;
      for (const clause of defect.clauses) used.add(clause);
    }
    for (const { group, members } of groups) group.hidden = members.every((each) => each.hidden);
    for (const column of columns) {
      const unused = number > 0 && !used.has(column.dataset.clause);
      column.style.visibility = unused ? "collapse" : "";
    }
    shown.value = `${number} of ${defects.length} defects`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.hidden = false;
  apply();
  // A link to a defect that the filters hide shows it.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.closest("[hidden]")) return;
    form.reset();
    setTimeout(() => target.scrollIntoView(), 1);
  });
})();
"""
