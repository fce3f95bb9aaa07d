import type { Metadata } from "next";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayChangeView } from "@/access/rules";
import { listViews } from "@/access/users/saved-views";
import { USERS } from "@/app/manage/users/list-path";
import { EmptyState } from "@/components/empty-state";
import { PersonText } from "@/components/person-text";
import { IconLink, Row, RowLink, Table, Td, Th } from "@/components/table";
import { texts } from "@/text/texts";
import { ViewPage } from "./view-page";
import { VIEWS, listOfView, viewPath } from "./view-path";

export function generateMetadata(): Metadata {
  return { title: texts().views.title };
}

export default async function ViewsPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(VIEWS);
  const views = await listViews(actor);
  const words = texts().views;
  const { name, whose, seenBy, actions } = words.columns;
  const head = [name, whose, seenBy, actions].map((label) => <Th key={label}>{label}</Th>);
  return (
    <ViewPage actor={actor} title={words.title} about={null}>
      {views.length === 0 ? (
        <EmptyState title={words.none.title} wayOn={{ label: words.usersCrumb, href: USERS }}>
          {words.none.advice}
        </EmptyState>
      ) : (
        <Table caption={words.caption} head={head}>
          {views.map((view) => (
            <Row key={view.id}>
              <Td label={name}>
                <RowLink href={listOfView(view.query)}>{view.name}</RowLink>
              </Td>
              <Td label={whose}>
                {view.ownerId === actor.id ? words.yours : <PersonText>{view.ownerUsername}</PersonText>}
              </Td>
              <Td label={seenBy}>{view.shared ? words.seenByAll : words.seenByYou}</Td>
              <Td label={actions}>
                {mayChangeView(actor, view).allowed && (
                  <IconLink href={viewPath(view.id)} label={words.settings(view.name)} icon="settings" />
                )}
              </Td>
            </Row>
          ))}
        </Table>
      )}
    </ViewPage>
  );
}
