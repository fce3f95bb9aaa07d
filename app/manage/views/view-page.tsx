import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { PageTitle } from "@/components/page-title";
import { ConsolePage } from "@/app/console-page";
import { USERS } from "@/app/manage/users/list-path";
import { texts } from "@/text/texts";
import { VIEWS } from "./view-path";

type Props = { actor: Actor; title: string; about: string | null; children: ReactNode };

/** A page about saved views, or about one of them. */
export function ViewPage({ actor, title, about, children }: Props): ReactNode {
  const words = texts().views;
  const trail = [
    { label: words.usersCrumb, href: USERS },
    { label: words.title, ...(about !== null && { href: VIEWS }) },
    ...(about === null ? [] : [{ label: about }]),
  ];
  return (
    <ConsolePage actor={actor} current="users">
      <Breadcrumb trail={trail} />
      <PageTitle title={title} />
      {children}
    </ConsolePage>
  );
}
