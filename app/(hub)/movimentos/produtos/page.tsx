import type { Metadata } from "next";
import { ChooseClient } from "@/components/movements/choose-client.tsx";
import { PRODUCTS_GRID_NAME } from "@/components/movements/grid-names.ts";
import { MovementsTabs } from "@/components/movements/movements-tabs.tsx";
import { ProductsList } from "@/components/movements/products-list.tsx";
import { UploadArea } from "@/components/movements/upload-area.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { listProducts } from "@/lib/admin/movements/list-products.ts";
import { requirePermission } from "@/lib/auth/current-actor.ts";
import { CSV_MODEL } from "@/lib/core/csv-models.ts";
import { formatCount } from "@/lib/core/format-count.ts";
import { openValue } from "../../open-value.ts";
import { readListState } from "../../read-list-state.ts";
import { readAreaScope } from "../read-clients.ts";

export const metadata: Metadata = { title: "Produtos" };

/** The tab "Produtos". */
export default async function ProductsPage({ searchParams }: PageProps<"/movimentos/produtos">) {
  const actor = await requirePermission("movements");
  const { clients, focused } = await readAreaScope(actor);
  const tabs = <MovementsTabs current="/movimentos/produtos" />;
  if (clients !== null && focused === null) {
    return (
      <>
        <PageHead title="Movimentos">{tabs}</PageHead>
        <ChooseClient clients={clients} href="/movimentos/produtos" />
      </>
    );
  }
  const page = openValue(
    await listProducts(actor, {
      query: await readListState(searchParams),
      organizationId: focused,
    }),
  );
  return (
    <UploadArea
      title="Movimentos"
      state={formatCount(page.total, "produto", "produtos")}
      tabs={tabs}
      clients={clients}
      focusedClient={focused}
      grid={PRODUCTS_GRID_NAME}
      accept=".csv,.txt"
      models={[CSV_MODEL.produtos]}
    >
      <ProductsList initial={page} />
    </UploadArea>
  );
}
