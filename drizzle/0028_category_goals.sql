CREATE TABLE "category_goals" (
	"organization_id" bigint NOT NULL,
	"category_code" text NOT NULL,
	"goal_cents" bigint,
	"competitiveness" text DEFAULT '' NOT NULL,
	"media" text DEFAULT '' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "category_goals_organization_id_category_code_pk" PRIMARY KEY("organization_id","category_code")
);
--> statement-breakpoint
ALTER TABLE "category_goals" ADD CONSTRAINT "category_goals_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;