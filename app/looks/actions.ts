"use server";
import type { FormState } from "@/components/form-state";
export async function save(_: FormState, form: FormData): Promise<FormState> {
  await new Promise((r) => setTimeout(r, 300));
  const typed = {
    status: String(form.get("status")),
    reason: String(form.get("reason")),
    roles: form.getAll("roles").map(String),
    organization: String(form.get("organization")),
    service: form.getAll("service").map(String),
    email: String(form.get("email")),
  };
  if (typed.reason === "ok") return { notice: "linus is saved." };
  return {
    errors: { status: "Choose another status.", email: "Enter an email address with an @." },
    refusal: "Nothing was saved.",
    values: typed,
  };
}
