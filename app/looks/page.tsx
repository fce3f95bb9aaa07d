import { Frame } from "./frame";
import { Breadcrumb } from "@/components/breadcrumb";
import { PageTitle } from "@/components/page-title";
import { Count } from "@/components/count";
import { ButtonLink, Button } from "@/components/button";
import { Icon } from "@/components/icon";
import { Pager } from "@/components/pager";
import { PerPage } from "@/components/per-page";
import { SearchForm, SearchBox } from "@/components/search-box";
import { FilterMenu, FilterSelect, FilterChip } from "@/components/filters";
import { Table, Row, Td, Th, SortHeader, RowLink, IconLink } from "@/components/table";
import { StatusTag, type Status } from "@/components/status-tag";
import { StatusLink } from "@/components/status-link";
import { Time } from "@/components/time";
import { PersonText } from "@/components/person-text";
import { Notice } from "@/components/notice";
export const metadata = { title: "Looks" };
export const dynamic = "force-dynamic";
const people = [
  ["linus", "linus@penguin.example", "Linus Torvalds", "Penguin Oy", "ENABLED", true, "Developer Portal Only"],
  [
    "c5f82467bff44d2b9308e78acaef9299",
    "rohite.kumar+spokta123@enterprise.example",
    "Rohite Kumar",
    "Enterprise Platform Ltd",
    "ENABLED",
    false,
    "No Access",
  ],
  ["dora", "dora@explorer.example", "Dora Márquez", "Explorer S.A.", "DISABLED", true, "No Access"],
  ["wei", "wei@dragon.example", "李伟", "龙腾科技有限公司", "WAITING", true, "No Access"],
  ["petra", "petra@platform.example", "Petra Schäfer-Öztürk", "", "DISABLED", false, "Control Center"],
  [
    "yosef@xn--4dbcagdahymbxekheh6e0a7fei0b.example",
    "yosef@example.example",
    "יוסף בן־דוד",
    "חברה בע״מ",
    "ENABLED",
    true,
    "Developer Portal Only",
  ],
  [
    "Averyveryveryveryveryveryveryverylongusernamewithoutanyspace",
    "averyveryveryveryveryveryveryverylong@withoutanyspace.example",
    "Wolfeschlegelsteinhausenbergerdorff",
    "Donaudampfschifffahrtsgesellschaft",
    "ENABLED",
    true,
    "Control Center",
  ],
  ["grace", "grace@navy.example", "Grace Hopper", "Navy", "ENABLED", true, "Control Center"],
] as const;
export default function Page() {
  const rows = Array.from({ length: 50 }, (_, i) => people[i % people.length] ?? people[0]);
  return (
    <Frame>
      <Breadcrumb trail={[{ label: "Users" }]} />
      <Notice tone="done" action={<Button size="small">Undo</Button>}>
        <strong>linus is disabled.</strong> 2 sessions ended, 3 package keys stopped.
      </Notice>
      <PageTitle
        title="Manage your Users"
        actions={
          <ButtonLink href="/looks/form" variant="primary">
            <Icon name="plus" />
            New User
          </ButtonLink>
        }
      >
        <Count value="132" label="Users" />
      </PageTitle>
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-3">
        <Pager
          summary="Displaying 1 - 50 of 132 results"
          pages={[
            { label: "1", href: "/looks", current: true },
            { label: "2", href: "/looks?page=2", current: false },
            { label: "3", href: "/looks?page=3", current: false },
          ]}
          first={null}
          previous={null}
          next="/looks?page=2"
          last="/looks?page=3"
        />
        <PerPage
          options={[
            { label: "25", href: "/looks?n=25", current: false },
            { label: "50", href: "/looks", current: true },
            { label: "100", href: "/looks?n=100", current: false },
          ]}
        />
        <div className="w-full min-w-0 xl:ms-auto xl:w-[34rem]">
          <SearchForm action="/looks" keep={{ sort: "-updated" }}>
            <SearchBox
              name="q"
              label="Search users"
              defaultValue=""
              field={{
                name: "in",
                label: "Search in",
                options: [
                  { value: "", label: "All Fields" },
                  { value: "username", label: "Username" },
                ],
                defaultValue: "",
              }}
            />
            <FilterMenu active={1}>
              <FilterSelect
                name="status"
                label="Status"
                defaultValue=""
                options={[
                  { value: "", label: "Any" },
                  { value: "ENABLED", label: "Enabled" },
                ]}
              />
              <FilterSelect
                name="origin"
                label="Origin"
                defaultValue=""
                options={[
                  { value: "", label: "Any" },
                  { value: "LOCAL", label: "Local" },
                ]}
              />
            </FilterMenu>
          </SearchForm>
        </div>
      </div>
      <div className="mb-3 flex flex-wrap gap-2">
        <FilterChip label="Origin: Local" removeHref="/looks?x" />
      </div>
      <Table
        caption={<span className="sr-only">132 users, newest change first. Times are UTC.</span>}
        head={
          <>
            <SortHeader label="Username" href="/looks?sort=username" direction={null} />
            <SortHeader label="Email" href="/looks?sort=email" direction={null} />
            <SortHeader label="Display Name" href="/looks?sort=name" direction={null} />
            <Th>Company</Th>
            <Th>Status</Th>
            <Th>Access Settings</Th>
            <SortHeader label="Created" href="/looks?sort=created" direction={null} />
            <SortHeader label="Updated" href="/looks?sort=updated" direction="descending" />
            <Th>Actions</Th>
          </>
        }
      >
        {rows.map(([username, email, name, company, status, local, access], i) => (
          <Row key={i}>
            <Td label="Username">
              <RowLink href={"/looks/settings?" + i}>{username}</RowLink>
            </Td>
            <Td label="Email">
              <PersonText>{email}</PersonText>
            </Td>
            <Td label="Display Name">
              <PersonText>{name}</PersonText>
            </Td>
            <Td label="Company">{company && <PersonText>{company}</PersonText>}</Td>
            <Td label="Status">
              {local ? (
                <StatusLink href={"/looks/dialog?" + i} status={status as Status} label={`disable ${username}`} />
              ) : (
                <StatusTag status={status as Status} muted />
              )}
            </Td>
            <Td label="Access Settings">{access}</Td>
            <Td label="Created">
              <Time at={new Date(1700000000000 + i * 1e9)} />
            </Td>
            <Td label="Updated">
              <Time at={new Date(1737392520000 - i * 1e8)} />
            </Td>
            <Td label="Actions">
              <IconLink href={"/looks/s" + i} icon="settings" label={`Access settings of ${username}`} />
              {local && <IconLink href={"/looks/d" + i} icon="bin" label={`Delete ${username}`} danger />}
            </Td>
          </Row>
        ))}
      </Table>
    </Frame>
  );
}
