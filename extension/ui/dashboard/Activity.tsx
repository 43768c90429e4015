import { itemsOf } from "../../data/routeAnswers.ts";
import { moment } from "../format.ts";
import { Loaded } from "./Loaded.tsx";

export function Activity() {
  return (
    <Loaded route="activity">
      {(listed) => {
        const entries = itemsOf(listed);
        if (entries.length === 0) return <p className="panel soft">Nothing has happened yet.</p>;
        return (
          <div className="panel scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">What</th>
                  <th scope="col">Rule</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <tr key={entry.seq}>
                    <td className="number">{moment(entry.at)}</td>
                    <td>{entry.who}</td>
                    <td>
                      {entry.what}
                      {entry.title !== null && <p className="small soft">{entry.title}</p>}
                    </td>
                    <td className="soft small">{entry.rule}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        );
      }}
    </Loaded>
  );
}
