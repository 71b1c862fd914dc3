-- A search for problems goes straight to them, however long the log is.
CREATE INDEX log_lines_problems ON log_lines (organization_id, integration_id, number) WHERE level >= 2;
--> statement-breakpoint
-- Policies hold for the table that a query names: partitions are reached through their parent only.
REVOKE ALL ON log_lines_default FROM enlace_support, enlace_client;
