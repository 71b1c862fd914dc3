-- A goal that says nothing is none: its row goes.
ALTER TABLE category_goals ADD CONSTRAINT category_goals_says_something CHECK (goal_cents IS NOT NULL OR competitiveness <> '' OR media <> '');
--> statement-breakpoint
ALTER TABLE category_goals ADD CONSTRAINT category_goals_not_negative CHECK (goal_cents >= 0);
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON category_goals TO enlace_support, enlace_client;
--> statement-breakpoint
ALTER TABLE category_goals ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON category_goals TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON category_goals TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()));
