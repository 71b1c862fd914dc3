CREATE TABLE "feed_acknowledgements" (
	"organization_id" bigint NOT NULL,
	"key_id" bigint NOT NULL,
	"feed" text NOT NULL,
	"number" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feed_acknowledgements_organization_id_key_id_feed_number_pk" PRIMARY KEY("organization_id","key_id","feed","number")
);
--> statement-breakpoint
CREATE TABLE "feed_heads" (
	"organization_id" bigint NOT NULL,
	"feed" text NOT NULL,
	"last_number" bigint NOT NULL,
	CONSTRAINT "feed_heads_organization_id_feed_pk" PRIMARY KEY("organization_id","feed")
);
--> statement-breakpoint
CREATE TABLE "price_changes" (
	"organization_id" bigint NOT NULL,
	"number" bigint NOT NULL,
	"application_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"branch_id" bigint NOT NULL,
	"product_code" text NOT NULL,
	"previous_cents" bigint,
	"new_cents" bigint,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "price_changes_organization_id_number_pk" PRIMARY KEY("organization_id","number")
);
--> statement-breakpoint
ALTER TABLE "received_items" ADD COLUMN "promotion" jsonb;--> statement-breakpoint
ALTER TABLE "received_items" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "received_items" ADD COLUMN "change_number" bigint;--> statement-breakpoint
ALTER TABLE "received_items" ADD COLUMN "changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "rights" text[] DEFAULT '{"send"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "price_applications" ADD COLUMN "change_number" bigint;--> statement-breakpoint
ALTER TABLE "price_applications" ADD COLUMN "undo_number" bigint;--> statement-breakpoint
ALTER TABLE "feed_acknowledgements" ADD CONSTRAINT "feed_acknowledgements_organization_id_key_id_api_keys_organization_id_id_fk" FOREIGN KEY ("organization_id","key_id") REFERENCES "public"."api_keys"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_heads" ADD CONSTRAINT "feed_heads_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_changes" ADD CONSTRAINT "price_changes_organization_id_application_id_price_applications_organization_id_id_fk" FOREIGN KEY ("organization_id","application_id") REFERENCES "public"."price_applications"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "received_items_in_feed_order" ON "received_items" USING btree ("organization_id","change_number") WHERE change_number is not null;