import { Dialog, CloseDialog } from "@/components/dialog";
export default function Page() {
  return (
    <Dialog title="Disable linus?">
      <p>Two sessions end.</p>
      <CloseDialog>Cancel</CloseDialog>
    </Dialog>
  );
}
