import Link from "next/link";
import { Alert } from "../ui/alert.tsx";

/** Says that nothing takes applied prices on to the tills, and what to do about it. */
export function NoErpBanner({ mayMakeKeys }: { mayMakeKeys: boolean }) {
  return (
    <Alert
      tone="warning"
      title="O preço fica no Enlace até que o ERP busque as alterações pela API."
      className="mb-3"
    >
      Nenhuma chave de API deste cliente tem o direito “Buscar preços aplicados”.{" "}
      {mayMakeKeys ? (
        <Link href="/chaves-api" className="font-medium text-primary underline">
          Criar em Chaves de API
        </Link>
      ) : (
        "Solicite ao suporte uma chave para o ERP."
      )}
    </Alert>
  );
}
