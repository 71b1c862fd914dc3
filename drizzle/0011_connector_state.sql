CREATE TABLE "connector_state" (
	"organization_id" bigint NOT NULL,
	"integration_id" bigint NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connector_state_organization_id_integration_id_key_pk" PRIMARY KEY("organization_id","integration_id","key")
);
--> statement-breakpoint
ALTER TABLE "connector_state" ADD CONSTRAINT "connector_state_organization_id_integration_id_integrations_organization_id_id_fk" FOREIGN KEY ("organization_id","integration_id") REFERENCES "public"."integrations"("organization_id","id") ON DELETE cascade ON UPDATE no action;