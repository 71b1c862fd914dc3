ALTER TABLE reservation_files ADD CONSTRAINT reservation_files_kind_known CHECK (kind IN ('document', 'contract'));
--> statement-breakpoint
-- What is ours was made after another file, and says after which.
ALTER TABLE reservation_files ADD CONSTRAINT reservation_files_ours_has_twin CHECK (NOT ours OR (twin_place IS NOT NULL AND twin_file_id IS NOT NULL));
--> statement-breakpoint
GRANT SELECT ON reservation_files TO enlace_support, enlace_client;
--> statement-breakpoint
ALTER TABLE reservation_files ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON reservation_files TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON reservation_files TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()));
