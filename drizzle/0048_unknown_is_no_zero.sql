-- No import ever wrote these: each 0 was a default that said "unknown" and went out as "none". Made
-- anew they are unknown in every row at once, without a rewrite of the table.
ALTER TABLE "product_prices" DROP COLUMN "wholesale_quantity";--> statement-breakpoint
ALTER TABLE "product_prices" ADD COLUMN "wholesale_quantity" integer;--> statement-breakpoint
ALTER TABLE "product_stock" DROP COLUMN "pending_quantity", DROP COLUMN "daily_average";--> statement-breakpoint
ALTER TABLE "product_stock" ADD COLUMN "pending_quantity" numeric(15, 4), ADD COLUMN "daily_average" numeric(15, 4);
