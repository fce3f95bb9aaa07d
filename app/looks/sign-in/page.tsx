import { save } from "../actions";
import { Mark } from "@/components/mark";
import { Card } from "@/components/panel";
import { Form } from "@/components/form";
import { Field } from "@/components/field";
import { SubmitButton } from "@/components/submit-button";
import { Notice } from "@/components/notice";
import { Doorway } from "@/components/doorway";
export const metadata = { title: "Sign in" };
export default function Page() {
  return (
    <Doorway
      title="Sign in"
      notice={<Notice tone="warning">Your session has been idle for too long. Please sign in again.</Notice>}
    >
      <Form action={save} initial={{}}>
        <Field name="username" label="Username" autoComplete="username" />
        <Field name="password" label="Password" type="password" autoComplete="current-password" />
        <SubmitButton pendingText="Signing in…" className="mt-1 w-full">
          Sign in
        </SubmitButton>
      </Form>
    </Doorway>
  );
}
