-- Only the process itself says which database this is.
GRANT SELECT ON instances TO enlace_support;
--> statement-breakpoint
-- A hold is set by the process and let go by a person; it is never removed.
GRANT SELECT, UPDATE ON restore_holds TO enlace_support;
--> statement-breakpoint
GRANT SELECT ON restore_holds TO enlace_client;
--> statement-breakpoint
ALTER TABLE restore_holds ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON restore_holds TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON restore_holds TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()));
