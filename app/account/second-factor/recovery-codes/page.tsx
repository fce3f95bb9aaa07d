import type { Metadata } from "next";
import type { ReactNode } from "react";
import { renewRecoveryCodesAction } from "@/app/account/second-factor/actions";
import { ProofPage } from "@/app/account/second-factor/proof-page";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().secondFactor.codes.title };
}

export default function RecoveryCodesPage(): ReactNode {
  const { title, caption, submit } = texts().secondFactor.codes;
  return (
    <ProofPage
      path="/account/second-factor/recovery-codes"
      title={title}
      caption={caption}
      action={renewRecoveryCodesAction}
      button={submit}
    />
  );
}
