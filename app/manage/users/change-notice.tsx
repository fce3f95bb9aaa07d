import type { ReactNode } from "react";
import { enforcementSentences } from "@/access/keys/gates";
import type { ChangeNotice as Changed, Undo } from "@/access/status/notices";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { undoAction } from "./actions";

/** The banner after a change. It stays until the page is left, and offers Undo while that makes sense. */
export function ChangeNotice({ notice, back }: { notice: Changed | null; back: string }): ReactNode {
  if (!notice) return null;
  return (
    <Notice tone="done" action={notice.undo && <UndoForm undo={notice.undo} back={back} />}>
      <bdi>{notice.sentence}</bdi>
      {notice.enforcement &&
        enforcementSentences(notice.enforcement).map((sentence) => (
          <p key={sentence} className="text-[0.8125rem] text-muted">
            <bdi>{sentence}</bdi>
          </p>
        ))}
    </Notice>
  );
}

function UndoForm({ undo, back }: { undo: Undo; back: string }): ReactNode {
  const words = texts().userChanges.status;
  return (
    <Form action={undoAction}>
      <input type="hidden" name="username" value={undo.username} />
      <input type="hidden" name="seen" value={undo.seen} />
      <input type="hidden" name="to" value={undo.to} />
      <input type="hidden" name="from" value={back} />
      <SubmitButton variant="secondary" size="small" pendingText={words.undoing}>
        {words.undo}
      </SubmitButton>
    </Form>
  );
}
