import type { Metadata } from "next";
import type { ReactNode } from "react";
import { turnOffSecondFactorAction } from "@/app/account/second-factor/actions";
import { PasswordPage } from "@/app/account/second-factor/password-page";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().secondFactor.turnOff.title };
}

export default function TurnOffPage(): ReactNode {
  const { title, caption, submit } = texts().secondFactor.turnOff;
  return (
    <PasswordPage
      path="/account/second-factor/turn-off"
      title={title}
      caption={caption}
      action={turnOffSecondFactorAction}
      button={submit}
    />
  );
}
