-- +goose Up
-- What is told beside the changes of the graph: values that were measured, and promises about figures.

CREATE INDEX audit_told ON audit (workspace_id, seq)
	WHERE act IN ('series.add', 'series.points', 'series.remove', 'series.restore', 'workspace.thresholds');

-- The same by what they are about: of one element only its own are looked at.
CREATE INDEX audit_told_of ON audit (workspace_id, target, seq)
	WHERE act IN ('series.add', 'series.points', 'series.remove', 'series.restore', 'workspace.thresholds');
