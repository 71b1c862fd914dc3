-- What connectors remember is theirs: people may look, within their own organization, and never write.
GRANT SELECT ON connector_state TO enlace_support, enlace_client;
--> statement-breakpoint
ALTER TABLE connector_state ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON connector_state TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON connector_state TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()));
--> statement-breakpoint
-- A memory is short texts: neither a document nor a place for files.
ALTER TABLE connector_state ADD CONSTRAINT connector_state_is_short CHECK (char_length(key) BETWEEN 1 AND 300 AND char_length(value) <= 4000);
