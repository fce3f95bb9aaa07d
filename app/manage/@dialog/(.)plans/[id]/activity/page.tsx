import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { CloseDialog, Dialog } from "@/components/dialog";
import { type IdPageProps, idPath } from "@/app/id-page";
import { ActivityConfirmation, activityTitle, findActivityChange } from "@/app/manage/packages/activity-confirmation";
import { texts } from "@/text/texts";

export default async function PlanActivityDialog({ params, searchParams }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const { to } = await searchParams;
  const actor = await requireConsoleActor(idPath("plans", id, "activity"));
  const change = (await findActivityChange(actor, id, to)) ?? notFound();
  return (
    <Dialog title={activityTitle(change)}>
      <ActivityConfirmation actor={actor} change={change} cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>} />
    </Dialog>
  );
}
