import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { Breadcrumb, type Crumb } from "@/components/breadcrumb";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { type Area, ConsolePage } from "@/app/console-page";

type Props = { actor: Actor; area: Area; trail: Crumb[]; title: string; children: ReactNode };

/** A confirmation as a page of its own: without JavaScript, after a reload, and for a pasted link. */
export function ConfirmationPage({ actor, area, trail, title, children }: Props): ReactNode {
  return (
    <ConsolePage actor={actor} current={area}>
      <Breadcrumb trail={trail} />
      <PageTitle title={title} />
      <Card>{children}</Card>
    </ConsolePage>
  );
}
