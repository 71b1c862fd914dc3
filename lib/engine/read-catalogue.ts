import type {
  CategoryGoal,
  Product,
  ProductCategory,
  ProductPrice,
  ProductStock,
  Supplier,
} from "@/lib/core/movement.ts";
import { idArray, type MovementConnection } from "./movement-connection.ts";

/** Rows a round trip. */
const PAGE = 1_000;

/** Products in order of code. */
export const readProducts = (
  { sql }: MovementConnection,
  organizationId: number,
): AsyncIterable<Product[]> =>
  sql<Product[]>`
    select id, code, description, to_json(eans) as eans, category_code, supplier_code, ncm, cest, ms_registration, brand, unit, pack_quantity, active, pmc_cents,
           factory_price_cents, manufacturer, molecule, therapeutic_class, abc_class, popular_pharmacy, pbm, own_brand, updated_at
      from products where organization_id = ${organizationId} order by code`.cursor(PAGE);

/** Categories in order of code. */
export const readCategories = (
  { sql }: MovementConnection,
  organizationId: number,
): AsyncIterable<ProductCategory[]> =>
  sql<
    ProductCategory[]
  >`select code, parent_code, name from product_categories where organization_id = ${organizationId} order by code`.cursor(
    PAGE,
  );

/** Goals in order of category code. */
export const readCategoryGoals = (
  { sql }: MovementConnection,
  organizationId: number,
): AsyncIterable<CategoryGoal[]> =>
  sql<
    CategoryGoal[]
  >`select category_code, goal_cents, competitiveness, media from category_goals where organization_id = ${organizationId} order by category_code`.cursor(
    PAGE,
  );

/** Suppliers in order of code. */
export const readSuppliers = (
  { sql }: MovementConnection,
  organizationId: number,
): AsyncIterable<Supplier[]> =>
  sql<Supplier[]>`
    select code, name, legal_name, cnpj, state_registration, street, street_number, district, city, state, postal_code
      from suppliers where organization_id = ${organizationId} order by code`.cursor(PAGE);

/** Prices of some branches in order of branch and product. */
export const readPrices = (
  { sql }: MovementConnection,
  organizationId: number,
  branchIds: readonly number[],
): AsyncIterable<ProductPrice[]> =>
  sql<ProductPrice[]>`
    select branch_id, product_code, price_cents, promotion_cents, loyalty_cents, wholesale_cents, wholesale_quantity, cost_cents, active, updated_at
      from product_prices where organization_id = ${organizationId} and branch_id = any(${idArray(branchIds)}::bigint[]) order by branch_id, product_code`.cursor(
    PAGE,
  );

/** Stock of some branches in order of branch and product, with the product's main EAN. */
export const readStock = (
  { sql }: MovementConnection,
  organizationId: number,
  branchIds: readonly number[],
): AsyncIterable<ProductStock[]> =>
  sql<ProductStock[]>`
    select stock.branch_id, stock.product_code, coalesce(products.eans[1], '') as ean, stock.quantity, stock.pending_quantity, stock.daily_average, stock.updated_at
      from product_stock stock
      left join products on products.organization_id = stock.organization_id and products.code = stock.product_code
     where stock.organization_id = ${organizationId} and stock.branch_id = any(${idArray(branchIds)}::bigint[]) order by stock.branch_id, stock.product_code`.cursor(
    PAGE,
  );
