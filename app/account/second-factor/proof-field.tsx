import type { ReactNode } from "react";
import type { NeededProof } from "@/access/sign-in/second-factor-proof";
import { Field } from "@/components/field";
import { texts } from "@/text/texts";

/** The code that a change takes besides the password. */
export function ProofField({ needed }: { needed: NeededProof }): ReactNode {
  const { label, hint } = texts().secondFactor.proof[needed];
  // No browser fills it in: the one of the new app is asked for beside it.
  return <Field name="proof" label={label} hint={hint} autoComplete="off" dir="ltr" required />;
}
