import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayChangeView } from "@/access/rules";
import { listViews } from "@/access/saved-views";
import { EmptyState } from "@/components/empty-state";
import { IconLink, Row, RowLink, Table, Td, Th } from "@/components/table";
import { VIEWS, listOfView, viewPath } from "./view-path";
import { ViewPage } from "./view-page";

export const metadata: Metadata = { title: "Views" };

export default async function ViewsPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(VIEWS);
  const views = await listViews(actor);
  const head = ["Name", "Whose", "Who sees it", "Actions"].map((label) => <Th key={label}>{label}</Th>);
  return (
    <ViewPage actor={actor} title="Views" about={null}>
      {views.length === 0 ? (
        <EmptyState title="No views yet">Search or filter the users, and choose Save view there.</EmptyState>
      ) : (
        <Table caption="Your views, and those that others share" head={head}>
          {views.map((view) => (
            <Row key={view.id}>
              <Td label="Name">
                <RowLink href={listOfView(view.query)}>{view.name}</RowLink>
              </Td>
              <Td label="Whose">{view.ownerId === actor.id ? "Yours" : view.ownerUsername}</Td>
              <Td label="Who sees it">{view.shared ? "Everybody in the console" : "Only you"}</Td>
              <Td label="Actions">
                {mayChangeView(actor, view).allowed && (
                  <IconLink href={viewPath(view.id)} label={`Settings of view ${view.name}`} icon="settings" />
                )}
              </Td>
            </Row>
          ))}
        </Table>
      )}
    </ViewPage>
  );
}
