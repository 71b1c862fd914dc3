// @vitest-environment happy-dom
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { FormDialog, type FormDialogProps } from "./form-dialog.tsx";

vi.mock("next/navigation", () => ({ usePathname: () => "/filiais" }));
afterEach(cleanup);

const renderDialog = (submit: FormDialogProps<string>["submit"], onDone = vi.fn()) => {
  render(
    <FormDialog
      open
      onOpenChange={() => undefined}
      title="Editar filial"
      submitLabel="Salvar"
      submit={submit}
      onDone={onDone}
    >
      {(errors) => (
        <Field label="Nome" error={errors.name}>
          <Input name="name" />
        </Field>
      )}
    </FormDialog>,
  );
  return onDone;
};

test("after the session has ended the form is still there, and signing in opens beside it", async () => {
  const submit = vi
    .fn<FormDialogProps<string>["submit"]>()
    .mockResolvedValueOnce({
      ok: false,
      problem: { kind: "signed_out", message: "Sua sessão expirou." },
    })
    .mockResolvedValueOnce({ ok: true, value: "Centro" });
  const onDone = renderDialog(submit);
  await userEvent.type(screen.getByLabelText("Nome"), "Centro");
  await userEvent.click(screen.getByRole("button", { name: "Salvar" }));

  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("Sua sessão expirou.");
  const link = screen.getByRole("link", { name: "Entrar novamente" });
  expect(link.getAttribute("href")).toBe("/entrar?depois=%2Ffiliais");
  expect(link.getAttribute("target")).toBe("_blank");
  expect(screen.getByLabelText<HTMLInputElement>("Nome").value).toBe("Centro");

  await userEvent.click(screen.getByRole("button", { name: "Salvar" }));
  expect(onDone).toHaveBeenCalledExactlyOnceWith("Centro");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a refusal stands at its field, which takes the focus", async () => {
  renderDialog(async () => ({
    ok: false,
    problem: { kind: "invalid", message: "Confira.", fields: { name: "Informe o nome." } },
  }));
  await userEvent.click(screen.getByRole("button", { name: "Salvar" }));
  expect(await screen.findByText("Informe o nome.")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText("Nome"));
});
