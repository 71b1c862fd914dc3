CREATE TABLE "host_keys" (
	"organization_id" bigint NOT NULL,
	"host" text NOT NULL,
	"port" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "host_keys_organization_id_host_port_pk" PRIMARY KEY("organization_id","host","port")
);
--> statement-breakpoint
ALTER TABLE "host_keys" ADD CONSTRAINT "host_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
GRANT SELECT ON host_keys TO enlace_support, enlace_client;
--> statement-breakpoint
ALTER TABLE host_keys ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY support_sees_all ON host_keys TO enlace_support USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY client_sees_own ON host_keys TO enlace_client
  USING (organization_id = (SELECT enlace_organization())) WITH CHECK (organization_id = (SELECT enlace_organization()));
