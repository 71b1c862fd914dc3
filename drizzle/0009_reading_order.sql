DROP INDEX "sales_organization_id_branch_id_day_id_index";--> statement-breakpoint
CREATE INDEX "files_kept_by_age" ON "files" USING btree ("created_at") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "sales_organization_id_branch_id_day_sold_at_id_index" ON "sales" USING btree ("organization_id","branch_id","day","sold_at","id");