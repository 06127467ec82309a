using System.CommandLine;
using System.Text.Json;
using Baton.Client;

namespace Baton.Commands;

/// <summary>What begins anew from a handoff, and what is done with many at once.</summary>
internal static class HandoffBatch
{
    internal static Command Copy()
    {
        var id = HandoffVerbs.Id();
        var attachments = new Option<bool>("--attachments") { Description = "Copy the files too." };
        var command = new Command(
            "copy",
            "Start a draft with the context of another handoff that your team sent.\n\n"
                + "Example: baton handoff copy 12 --attachments"
        )
        {
            id,
            attachments,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                        HandoffVerbs.Say(
                            session,
                            await session.Api.CopyAsync(
                                parsed.GetRequiredValue(id),
                                new CopyRequest(parsed.GetValue(attachments)),
                                token
                            )
                        ),
                    token
                )
        );
        return command;
    }

    internal static Command Create()
    {
        var name = new Argument<string>("COMMAND")
        {
            Description = "The name of the command, such as accept, assign or complete.",
        };
        var ids = new Argument<long[]>("ID")
        {
            Description = "The numbers of the handoffs, at most 100.",
            Arity = ArgumentArity.OneOrMore,
        };
        var body = new Option<string?>("--body")
        {
            Description = "What the command takes, as JSON, for example '{\"person\": \"olga\"}'.",
        };
        body.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Json(result.Tokens[0].Value) is null)
                result.AddError("--body: write a JSON object, for example --body '{\"person\": \"olga\"}'.");
        });
        var command = new Command(
            "batch",
            "Give one command for many handoffs. Exits with 1 if any of them was refused.\n\n"
                + "Example: baton handoff batch accept 12 13 14"
        )
        {
            name,
            ids,
            body,
        };
        command.SetAction(
            (parsed, token) =>
                Server.RunAsync(
                    parsed,
                    async session =>
                    {
                        var text = parsed.GetValue(body);
                        var done = await session.Api.BatchAsync(
                            new BatchRequest(
                                parsed.GetRequiredValue(ids),
                                parsed.GetRequiredValue(name),
                                text is null ? null : Json(text)
                            ),
                            token
                        );
                        return await SayAsync(session, done);
                    },
                    token
                )
        );
        return command;
    }

    private static async Task<int> SayAsync(Server.Session session, BatchRecord done)
    {
        if (session.Json)
            session.Output.Json(done);
        else
            foreach (var result in done.Results.Where(result => result.Problem is null))
                session.Output.Line($"Handoff {result.HandoffId}: done.");
        var refused = done.Results.Where(result => result.Problem is not null).ToList();
        return await session.Output.FailAsync(
            refused.Count == 0 ? CommandLine.Done : CommandLine.Refused,
            refused.Select(result => $"Handoff {result.HandoffId}: {result.Problem!.Detail}")
        );
    }

    private static JsonElement? Json(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
