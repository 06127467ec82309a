// A small program against the types that are made of the API description: what it says must be enough to call Baton.
import type { components, operations, paths } from "./schema.js";

type Body<T extends keyof operations> = operations[T] extends { requestBody: { content: { "application/json": infer B } } }
    ? B
    : never;
type Answer<T extends keyof operations> = operations[T] extends {
    responses: { 200: { content: { "application/json": infer A } } };
}
    ? A
    : never;

const created: Body<"handoffs_create"> = { template: "sales_to_onboarding", context: { client_name: "Acme GmbH" } };
const accepted: Body<"handoffs_accept"> = { context_revision: 1 };
const query: operations["handoffs_list"]["parameters"]["query"] = { box: "inbox", team: "sales", status: "initiated", limit: 50 };
const key: operations["handoffs_accept"]["parameters"]["header"] = { "Idempotency-Key": "4711" };

// @ts-expect-error: there is no such state
const wrongState: operations["handoffs_list"]["parameters"]["query"] = { status: "gone" };
// @ts-expect-error: a handoff cannot be created without a context
const withoutContext: Body<"handoffs_create"> = { template: "sales_to_onboarding" };
// @ts-expect-error: there is no such member
const unknownMember: Body<"handoffs_accept"> = { revision: 1 };

function titleOf(handoff: Answer<"handoffs_get">): string {
    const owner: string | null | undefined = handoff.owner;
    const status: components["schemas"]["HandoffStatus"] = handoff.status;
    return `${handoff.handoff_id}: ${handoff.title} (${status}, ${owner ?? "nobody"}, ${handoff.allowed_commands.join(", ")})`;
}

function nextOf(page: Answer<"handoffs_list">): string | null {
    return page.next_cursor;
}

function faultsOf(problem: components["schemas"]["Problem"]): string[] {
    return (problem.errors ?? []).map(error => `${error.field}: ${error.code}: ${error.message}`);
}

export type Operations = keyof paths;
export { accepted, created, faultsOf, key, nextOf, query, titleOf, unknownMember, withoutContext, wrongState };
