CREATE TABLE "instances" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"name" uuid DEFAULT gen_random_uuid() NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"marker" text NOT NULL,
	"beat" bigint DEFAULT 0 NOT NULL,
	"beat_at" timestamp with time zone DEFAULT now() NOT NULL,
	"restored_word" text,
	CONSTRAINT "instances_only_one" CHECK (id = 1)
);
--> statement-breakpoint
CREATE TABLE "restore_holds" (
	"organization_id" bigint NOT NULL,
	"integration_id" bigint NOT NULL,
	"epoch" integer NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"held_at" timestamp with time zone DEFAULT now() NOT NULL,
	"released_at" timestamp with time zone,
	"released_by" text,
	CONSTRAINT "restore_holds_organization_id_integration_id_epoch_pk" PRIMARY KEY("organization_id","integration_id","epoch")
);
--> statement-breakpoint
-- A run planned for no moment is planned anew by the sweep.
DELETE FROM "schedules" WHERE NOT isfinite(next_run_at);--> statement-breakpoint
ALTER TABLE "schedules" ALTER COLUMN "next_run_at" SET DATA TYPE timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "restore_holds" ADD CONSTRAINT "restore_holds_organization_id_integration_id_integrations_organization_id_id_fk" FOREIGN KEY ("organization_id","integration_id") REFERENCES "public"."integrations"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "restore_holds_open" ON "restore_holds" USING btree ("organization_id","integration_id") WHERE released_at is null;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_have_a_moment" CHECK (isfinite(next_run_at));