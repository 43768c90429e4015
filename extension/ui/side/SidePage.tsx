import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { browser } from "wxt/browser";
import { send } from "../../data/send.ts";
import { useTitle } from "../card/useTitle.ts";
import { Brand } from "../parts/Brand.tsx";
import { Gate } from "../parts/Gate.tsx";
import { SubjectView } from "../record/SubjectView.tsx";

/** The side panel: follows the active tab and needs no more than its address. */
export function SidePage() {
  const tabId = useActiveTab();
  const subject = useQuery({
    queryKey: ["subject", tabId],
    queryFn: () => send("page.subject", { tabId }),
    enabled: tabId !== null,
    refetchInterval: 2000,
  });
  const title = useTitle(subject.data?.page ?? null);
  return (
    <main className="side">
      <header className="side-head">
        <Brand />
        {title.organisation !== null && <span className="small soft">{title.organisation}</span>}
      </header>
      {title.record !== null && <h1>{title.record}</h1>}
      <Gate>{subject.data !== undefined && subject.data !== null && <SubjectView key={subject.data.page?.subject?.id ?? "page"} subject={subject.data} />}</Gate>
    </main>
  );
}

function useActiveTab(): number | null {
  const [tabId, setTabId] = useState<number | null>(null);
  const queries = useQueryClient();
  useEffect(() => {
    const look = async () => {
      const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
      setTabId(tab?.id ?? null);
    };
    const onUpdated = () => void queries.invalidateQueries({ queryKey: ["subject"] });
    const onActivated = () => void look();
    void look();
    browser.tabs.onActivated.addListener(onActivated);
    browser.tabs.onUpdated.addListener(onUpdated);
    return () => {
      browser.tabs.onActivated.removeListener(onActivated);
      browser.tabs.onUpdated.removeListener(onUpdated);
    };
  }, [queries]);
  return tabId;
}
