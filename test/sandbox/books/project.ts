/** Records of Xero's Projects API (facts §5.10). Amounts in minor units of the organisation's base currency. */
export interface Project {
  id: string;
  contactId?: string;
  name: string;
  status: "INPROGRESS" | "CLOSED";
  estimateMinor?: number;
  deadlineUtc?: string;
}

export interface ProjectTask {
  id: string;
  projectId: string;
  name: string;
  rateMinor: number;
  chargeType: "TIME" | "FIXED" | "NON_CHARGEABLE";
  estimateMinutes: number;
  status: "ACTIVE" | "INVOICED" | "LOCKED";
}

export interface ProjectTime {
  id: string;
  projectId: string;
  taskId: string;
  userId: string;
  dateUtc: string;
  dateEnteredUtc: string;
  durationMinutes: number;
  description: string;
  status: "ACTIVE" | "LOCKED" | "INVOICED";
}
