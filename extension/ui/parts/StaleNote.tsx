import { problemOf } from "../ask.ts";
import { moment } from "../format.ts";
import { Note } from "./Note.tsx";

/** What of a query this needs. */
interface Looked {
  isRefetchError: boolean;
  error: unknown;
  dataUpdatedAt: number;
}

/** Something could not be looked up again. What was there stays, and with it whatever a person is entering: the next look comes by itself. */
export function StaleNote({ query }: { query: Looked }) {
  if (!query.isRefetchError) return null;
  return (
    <div className="panel flat">
      <Note tone="attention" title={`Not up to date: this is how it stood on ${moment(query.dataUpdatedAt)}.`} live>
        <p>{problemOf(query.error).title} It is tried again by itself. What you entered stays.</p>
      </Note>
    </div>
  );
}
