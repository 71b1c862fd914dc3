ALTER TABLE "controlled_lines" ADD COLUMN "amount_each" numeric(15, 6);--> statement-breakpoint
ALTER TABLE "controlled_lines" ADD COLUMN "dosage_unit" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "controlled_lines" ADD COLUMN "dosages" numeric(10, 6);--> statement-breakpoint
ALTER TABLE "controlled_lines" ADD COLUMN "yield_quantity" numeric(12, 6);--> statement-breakpoint
ALTER TABLE "controlled_lines" ADD COLUMN "yield_unit" text DEFAULT '' NOT NULL;