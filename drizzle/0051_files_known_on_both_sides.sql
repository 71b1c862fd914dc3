CREATE TABLE "reservation_files" (
	"organization_id" bigint NOT NULL,
	"integration_id" bigint NOT NULL,
	"subject_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"place" text NOT NULL,
	"file_id" text NOT NULL,
	"version" text DEFAULT '' NOT NULL,
	"sha256" text NOT NULL,
	"ours" boolean DEFAULT false NOT NULL,
	"twin_place" text,
	"twin_file_id" text,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reservation_files_organization_id_subject_id_kind_place_file_id_version_pk" PRIMARY KEY("organization_id","subject_id","kind","place","file_id","version")
);
--> statement-breakpoint
ALTER TABLE "reservations" ADD COLUMN "followed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "reservation_files" ADD CONSTRAINT "reservation_files_organization_id_integration_id_integrations_organization_id_id_fk" FOREIGN KEY ("organization_id","integration_id") REFERENCES "public"."integrations"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservation_files" ADD CONSTRAINT "reservation_files_organization_id_subject_id_subjects_organization_id_id_fk" FOREIGN KEY ("organization_id","subject_id") REFERENCES "public"."subjects"("organization_id","id") ON DELETE cascade ON UPDATE no action;