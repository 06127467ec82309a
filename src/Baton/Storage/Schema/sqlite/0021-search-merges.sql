-- Parts of the full-text index are merged seldom and in large numbers: merged early and often, they made whoever handed over at that moment wait.

INSERT INTO handoff_search (handoff_search, rank) VALUES ('automerge', 16);
INSERT INTO handoff_search (handoff_search, rank) VALUES ('crisismerge', 64);
