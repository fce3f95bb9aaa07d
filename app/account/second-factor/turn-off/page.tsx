import type { Metadata } from "next";
import type { ReactNode } from "react";
import { turnOffSecondFactorAction } from "@/app/account/second-factor/actions";
import { PasswordPage } from "@/app/account/second-factor/password-page";

export const metadata: Metadata = { title: "Turn off second factor" };

export default function TurnOffPage(): ReactNode {
  return (
    <PasswordPage
      path="/account/second-factor/turn-off"
      title="Turn off second factor"
      caption="Your password alone signs you in then. Your other sessions are signed out, and your recovery codes work no more."
      action={turnOffSecondFactorAction}
      button="Turn off second factor"
    />
  );
}
