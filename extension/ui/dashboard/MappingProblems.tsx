import { itemsOf } from "../../data/routeAnswers.ts";
import { Note } from "../parts/Note.tsx";
import { Loaded } from "./Loaded.tsx";

/** Mappings that use what Xero has archived or lost: records that need them would wait. */
export function MappingProblems() {
  return (
    <Loaded route="mappingProblems">
      {(listed) => (
        <>
          {itemsOf(listed).map((problem) => (
            <Note key={problem.at} tone="attention" title={`${problem.name}: ${problem.sentence}`}>
              <p className="small">{problem.remedy}</p>
            </Note>
          ))}
        </>
      )}
    </Loaded>
  );
}
