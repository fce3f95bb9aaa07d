import type { Metadata } from "next";
import type { ReactNode } from "react";
import { renewRecoveryCodesAction } from "@/app/account/second-factor/actions";
import { PasswordPage } from "@/app/account/second-factor/password-page";

export const metadata: Metadata = { title: "New recovery codes" };

export default function RecoveryCodesPage(): ReactNode {
  return (
    <PasswordPage
      path="/account/second-factor/recovery-codes"
      title="New recovery codes"
      caption="You get ten new ones. Those that you have work no more."
      action={renewRecoveryCodesAction}
      button="Make new recovery codes"
    />
  );
}
