CREATE TABLE "setup_checks" (
	"organization_id" bigint NOT NULL,
	"integration_id" bigint NOT NULL,
	"environment_id" bigint NOT NULL,
	"what" text NOT NULL,
	"ok" boolean NOT NULL,
	"found" integer,
	"note" text DEFAULT '' NOT NULL,
	"environment_version" integer NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "setup_checks_organization_id_environment_id_what_pk" PRIMARY KEY("organization_id","environment_id","what")
);
--> statement-breakpoint
ALTER TABLE "setup_checks" ADD CONSTRAINT "setup_checks_organization_id_integration_id_integrations_organization_id_id_fk" FOREIGN KEY ("organization_id","integration_id") REFERENCES "public"."integrations"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setup_checks" ADD CONSTRAINT "setup_checks_organization_id_environment_id_environments_organization_id_id_fk" FOREIGN KEY ("organization_id","environment_id") REFERENCES "public"."environments"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- Written by the engine and after a person's act, with the owner's rights: a person reads them.
GRANT SELECT ON setup_checks TO enlace_support, enlace_client;
--> statement-breakpoint
ALTER TABLE setup_checks ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON setup_checks TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON setup_checks TO enlace_client USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()));
