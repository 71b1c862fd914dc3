import { RegistrationFields } from "@/components/integrations/registration-fields.tsx";
import { SaveBar } from "@/components/integrations/save-bar.tsx";

/** The tab "Cadastro". */
export default function IntegrationPage() {
  return (
    <>
      <RegistrationFields />
      <SaveBar />
    </>
  );
}
