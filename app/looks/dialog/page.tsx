import { Frame } from "../frame";
import { save } from "../actions";
import { Dialog, CloseDialog } from "@/components/dialog";
import { Form } from "@/components/form";
import { TextArea } from "@/components/field";
import { SubmitButton } from "@/components/submit-button";
export const metadata = { title: "Disable linus?" };
export default function Page() {
  return (
    <Frame>
      <h1>Under</h1>
      <Dialog title="Disable linus?">
        <p className="mb-4">linus can no longer sign in. 2 sessions end and 3 package keys stop within a moment.</p>
        <Form action={save} initial={{}}>
          <TextArea name="reason" label="Reason" hint="Optional. Kept in the history." />
          <div className="flex gap-2">
            <SubmitButton variant="danger">Disable linus</SubmitButton>
            <CloseDialog>Cancel</CloseDialog>
          </div>
        </Form>
      </Dialog>
    </Frame>
  );
}
