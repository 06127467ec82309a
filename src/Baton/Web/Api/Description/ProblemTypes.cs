using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;

namespace Baton.Web.Api.Description;

/// <summary>What a status of a problem document means, and which types it has.</summary>
internal sealed record ProblemTypes(int Status, string Title, string Meaning, string[] Types)
{
    private static readonly ProblemTypes[] All =
    [
        new(400, "The request is wrong", "The request is not well-formed.", ["bad-request"]),
        new(401, "Authentication required", "There is no valid token.", ["unauthorized"]),
        new(403, "Not allowed", "The caller may see it, but may not do this.", ["forbidden"]),
        new(404, "Not found", "It is not there, or the caller may not see it.", ["not-found"]),
        new(
            409,
            "Wrong state",
            "It is not in a state for this. Of a handoff, `state` says which it is in, `allowed` what may be done now.",
            [
                "wrong-state",
                "context-changed",
                "checklist-open",
                "evidence-missing",
                "question-open",
                "answered",
                "no-read-back",
                "assists-already",
                "assist-over",
                "shift-under-way",
                "carried-on",
                "disputed",
                "not-disputed",
                "decided",
                "external-key-taken",
                "taken",
                "taken-address",
                "closed",
                "last-admin",
                "changed",
                "history-changed",
                "archived",
            ]
        ),
        new(412, "Changed since you read it", "`If-Match` names another version than the current one.", ["stale"]),
        new(413, "Too large", "The body is larger than 1 MiB, or a file than its limit.", ["too-large"]),
        new(
            422,
            "The content is wrong",
            "The content is wrong; `errors` names every fault.",
            [
                "invalid",
                "malformed-json",
                "incomplete-context",
                "invalid-template",
                "unanswered-findings",
                "idempotency-key-reused",
            ]
        ),
        new(429, "Too many requests", "The token has used up its requests of this minute.", ["too-many-requests"]),
        new(
            500,
            "Something went wrong",
            "A fault of Baton. Its log has it under `trace_id`.",
            ["internal", "attachment-lost"]
        ),
        new(
            503,
            "The store is not available",
            "The store cannot be used at the moment, or its answer to a commit was lost.",
            ["storage-unavailable", "outcome-unknown"]
        ),
    ];

    internal string Text => $"{Title}. {Meaning} `type`: {string.Join(", ", Types.Select(type => $"`{type}`"))}.";

    internal static ProblemTypes? Of(int status) => Array.Find(All, problem => problem.Status == status);

    internal JsonNode Example()
    {
        var example = new JsonObject
        {
            ["type"] = Types[0],
            ["title"] = Title,
            ["status"] = Status,
            ["detail"] = Meaning,
            ["trace_id"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (Status == 422)
            example["errors"] = JsonSerializer.SerializeToNode<FieldError[]>(
                [new("client_name", "missing", "client_name is missing.")],
                BatonJson.Options
            );
        if (Status == 409)
            example["state"] = "accepted";
        return example;
    }
}
