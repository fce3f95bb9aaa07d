import { Link } from "@/components/link";
import type { ReactNode } from "react";
import type { Attention, DueSchedule } from "@/access/users/attention";
import { userPath } from "@/app/user-path";
import { Icon } from "@/components/icon";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { texts } from "@/text/texts";
import { toldOf } from "./attention-words";
import { scheduleText } from "./users/schedule-words";

/** What is not as it should be, or soon will be otherwise, each with a link to where it is dealt with. */
export function AttentionList({ items }: { items: readonly Attention[] }): ReactNode {
  if (items.length === 0) {
    return (
      <Card>
        <p className="flex items-center gap-2.5">
          <Icon name="done" className="size-4.5 text-enabled" />
          {texts().overview.attention.none}
        </p>
      </Card>
    );
  }
  return (
    <Card>
      <ul className="-my-3 divide-y divide-line">
        {items.map((item) => (
          <li key={"job" in item ? item.job.id : item.kind} className="py-3">
            <AttentionItem item={item} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function AttentionItem({ item }: { item: Attention }): ReactNode {
  if (item.kind === "schedules") return <DueSchedules schedules={item.schedules} more={item.more} />;
  const { text, link, href } = toldOf(item);
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5">
      <p className="min-w-0 flex-1 basis-64">
        <PersonText>{text}</PersonText>
      </p>
      <Link href={href} className="leading-6 font-medium text-accent hover:underline">
        {link}
      </Link>
    </div>
  );
}

function DueSchedules({ schedules, more }: { schedules: readonly DueSchedule[]; more: boolean }): ReactNode {
  const { next, withinAWeek, overdue } = texts().overview.attention.schedules;
  return (
    <>
      <p>{more ? next : withinAWeek}</p>
      <ul className="mt-1 grid gap-1">
        {schedules.map((schedule) => (
          <li key={schedule.id} className="flex flex-wrap items-baseline justify-between gap-x-6">
            <span className={schedule.overdue ? "text-danger" : "text-muted"}>
              {schedule.overdue ? overdue(scheduleText(schedule)) : scheduleText(schedule)}
            </span>
            <Link href={userPath(schedule.username)} className="leading-6 font-medium text-accent hover:underline">
              <PersonText>{schedule.username}</PersonText>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
