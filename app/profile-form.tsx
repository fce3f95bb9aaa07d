import type { ReactNode } from "react";
import { seenProfile } from "@/access/users/profile";
import type { User } from "@/access/users/users";
import { ButtonLink } from "@/components/button";
import { Form } from "@/components/form";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { saveProfileAction } from "./profile-actions";
import { ProfileFields } from "./profile-fields";

/** The profile of a local user, to be edited; `here` is the page that it stands on. */
export function ProfileForm({ user, here, cancel }: { user: User; here: string; cancel: string }): ReactNode {
  const { forms } = texts();
  return (
    <Form action={saveProfileAction}>
      <input type="hidden" name="username" value={user.username} />
      <input type="hidden" name="seen" value={seenProfile(user)} />
      <input type="hidden" name="here" value={here} />
      <div className="mb-5 flex flex-wrap gap-2">
        <SubmitButton whenChanged>{forms.save}</SubmitButton>
        <ButtonLink href={cancel}>{forms.cancel}</ButtonLink>
      </div>
      <Card>
        <ProfileFields profile={user} />
      </Card>
    </Form>
  );
}
