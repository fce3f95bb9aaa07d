/** What can be done with an application besides what the page of its owner shows. */
import type { ReactNode } from "react";
import { counted } from "./numbers";

export const applications = {
  trail: "Applications",
  deletion: {
    title: "Delete application",
    step: "Delete",
    question: (name: string): string => `Delete ${name}?`,
    withoutKeys: (owner: ReactNode): ReactNode => (
      <>This application of {owner} is removed for good. It has no package key.</>
    ),
    withKey: (owner: ReactNode, stopped: ReactNode): ReactNode => (
      <>
        This application of {owner} is removed for good, with its package key. Calls with it are refused from now on:
        this stops {stopped}.
      </>
    ),
    withKeys: (owner: ReactNode, keys: number, stopped: ReactNode): ReactNode => (
      <>
        This application of {owner} is removed for good, with its {counted(keys, "package key")}. Calls with them are
        refused from now on: this stops {stopped}.
      </>
    ),
    submit: (name: ReactNode): ReactNode => <>Delete {name}</>,
    deleting: "Deleting…",
  },
  taken: "This user has an application of that name already.",
};
