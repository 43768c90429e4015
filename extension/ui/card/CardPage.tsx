import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { send } from "../../data/send.ts";
import { XERO_ORIGIN } from "../../page/route.ts";
import { Gate } from "../parts/Gate.tsx";
import { SubjectView } from "../record/SubjectView.tsx";
import { useTitle } from "./useTitle.ts";

/** What the frame around us hears: that we are here, how tall we are, that we want to go. Nothing of what we show. */
function tell(message: { marginalia: "hello" | "close" } | { marginalia: "height"; heightPx: number }): void {
  window.parent.postMessage(message, XERO_ORIGIN);
}

/** The card over Xero's page. */
export function CardPage() {
  const subject = useQuery({ queryKey: ["subject"], queryFn: () => send("page.subject", { tabId: null }), refetchInterval: false });
  const content = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const title = useTitle(subject.data?.page ?? null);

  useEffect(() => {
    tell({ marginalia: "hello" });
    heading.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") tell({ marginalia: "close" });
    };
    window.addEventListener("keydown", onKey);
    const resizes = new ResizeObserver(() => tell({ marginalia: "height", heightPx: Math.ceil(content.current?.getBoundingClientRect().height ?? 0) }));
    if (content.current !== null) resizes.observe(content.current);
    return () => {
      window.removeEventListener("keydown", onKey);
      resizes.disconnect();
    };
  }, []);

  return (
    <main ref={content}>
      <header className="card-head">
        <div className="grow">
          <p className="small soft">Marginalia{title.organisation === null ? "" : ` · ${title.organisation}`}</p>
          <h1 ref={heading} tabIndex={-1}>
            {title.record ?? "This page"}
          </h1>
        </div>
        <button type="button" className="close" aria-label="Close" onClick={() => tell({ marginalia: "close" })}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      <div className="card-body">
        <Gate>{subject.data !== undefined && subject.data !== null && <SubjectView subject={subject.data} />}</Gate>
      </div>
    </main>
  );
}
