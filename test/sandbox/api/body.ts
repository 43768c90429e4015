import { isPosted, PostDataInvalid, type Posted } from "../rules/posted.ts";

/** The JSON of a write, whatever its shape. */
export function readJson(body: string): unknown {
  if (body.trim() === "") throw new PostDataInvalid("No data was provided. A request body is required.");
  try {
    return JSON.parse(body);
  } catch {
    throw new PostDataInvalid("The request body is not valid JSON");
  }
}

/** The elements of a write: wrapped in their list's name, as a bare list, or one bare element (xero-node sends such, facts §11.7). */
export function readElements(body: string, listName: string): Posted[] {
  const json = readJson(body);
  const wrapped = isPosted(json) ? (Object.entries(json).find(([name]) => name.toLowerCase() === listName.toLowerCase())?.[1] ?? undefined) : json;
  const found = wrapped === undefined ? [json] : Array.isArray(wrapped) ? wrapped : [wrapped];
  return found.map((element) => {
    if (!isPosted(element)) throw new PostDataInvalid(`Cannot deserialize an element of '${listName}'`);
    return element;
  });
}
