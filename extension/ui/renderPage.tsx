import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import "./theme.css";

const REFRESH_MS = 15_000;

/** Every page of the extension starts here. Problems are answers, so only an unreachable Worker is tried again. */
export function renderPage(page: ReactNode): void {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: REFRESH_MS, refetchInterval: REFRESH_MS, retry: false, refetchOnWindowFocus: true } },
  });
  const root = document.getElementById("root");
  if (root === null) throw new Error("the page has no #root");
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>{page}</QueryClientProvider>
    </StrictMode>,
  );
}
