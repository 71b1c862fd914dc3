ALTER TABLE "sale_lines" ALTER COLUMN "on_offer" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "sale_lines" ALTER COLUMN "on_offer" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sales" ALTER COLUMN "program" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "sales" ALTER COLUMN "program" DROP NOT NULL;