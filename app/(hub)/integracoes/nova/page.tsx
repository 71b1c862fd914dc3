import { RegistrationFields } from "@/components/integrations/registration-fields.tsx";
import { SaveBar } from "@/components/integrations/save-bar.tsx";

/** The tab "Cadastro" of a new integration. */
export default function NewIntegrationPage() {
  return (
    <>
      <RegistrationFields />
      <SaveBar />
    </>
  );
}
