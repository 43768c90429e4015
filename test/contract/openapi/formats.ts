const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/;
/** Xero's JSON writes dates as Microsoft did; its description calls them strings or dates. */
const MICROSOFT = /^\/Date\(-?\d+([+-]\d{4})?\)\/$/;

const isDate = (text: string): boolean => ISO.test(text) || MICROSOFT.test(text);

/** The formats that Xero's descriptions name. Number formats say only how wide a program's variable should be. */
export const FORMATS = {
  uuid: UUID,
  date: isDate,
  "date-time": isDate,
  uri: (text: string) => URL.canParse(text),
  double: true,
  float: true,
  int32: true,
  int64: true,
  byte: true,
  binary: true,
} as const;
