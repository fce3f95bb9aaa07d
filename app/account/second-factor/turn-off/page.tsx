import type { Metadata } from "next";
import type { ReactNode } from "react";
import { turnOffSecondFactorAction } from "@/app/account/second-factor/actions";
import { ProofPage } from "@/app/account/second-factor/proof-page";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().secondFactor.turnOff.title };
}

export default function TurnOffPage(): ReactNode {
  const { title, caption, submit } = texts().secondFactor.turnOff;
  return (
    <ProofPage
      path="/account/second-factor/turn-off"
      title={title}
      caption={caption}
      action={turnOffSecondFactorAction}
      button={submit}
    />
  );
}
