-- What there is of each substance: a raw material is never transformed again, and what a medicine became is only sold or lost.
ALTER TABLE controlled_movements DROP CONSTRAINT controlled_movements_kind_known;
--> statement-breakpoint
ALTER TABLE controlled_movements ADD CONSTRAINT controlled_movements_kind_known CHECK (
  kind = 'cancellation' AND substance IN ('medicine', 'ingredient', 'transformed')
  OR kind IN ('inventory', 'entry', 'sale', 'transfer', 'loss') AND substance IN ('medicine', 'ingredient')
  OR kind IN ('sale', 'loss') AND substance = 'transformed'
  OR kind = 'transformation' AND substance = 'medicine');
--> statement-breakpoint
-- A dosage is whole or absent, and what leaves the lot is what it takes: balances sum the quantity alone.
ALTER TABLE controlled_lines ADD CONSTRAINT controlled_lines_dosage_takes_quantity CHECK (
  amount_each IS NULL AND dosages IS NULL AND dosage_unit = ''
  OR amount_each IS NOT NULL AND dosages IS NOT NULL AND amount_each > 0 AND dosages > 0 AND dosage_unit IN ('1', '2', '3', '4') AND yield_quantity IS NULL AND quantity = round(amount_each * dosages, 6));
--> statement-breakpoint
ALTER TABLE controlled_lines ADD CONSTRAINT controlled_lines_yield_whole CHECK (
  yield_quantity IS NULL AND yield_unit = '' OR yield_quantity IS NOT NULL AND yield_quantity > 0 AND yield_unit IN ('1', '2', '3'));
