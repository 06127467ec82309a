using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>The senders' own numbers: a repeated create gives the first handoff again.</summary>
internal static class ExternalKeys
{
    internal static Task<Handoff?> FirstAsync(
        BatonDb db,
        string template,
        string key,
        CancellationToken cancellationToken
    ) =>
        db.Handoffs.SingleOrDefaultAsync(
            handoff => handoff.Template == template && handoff.ExternalKey == key,
            cancellationToken
        );

    /// <summary>The first one again, or why the key cannot be had.</summary>
    internal static Outcome<CreateHandoff.Result> Again(Handoff first, string key, string hash)
    {
        if (first.ContentHash == hash)
            return new CreateHandoff.Result(first, New: false);
        var detail = T("Handoff {0} has the external key {1} and other content.", first.Id, key);
        return new Refusal(409, "external-key-taken", T("The external key is taken"), detail)
        {
            State = Handoff.Wire(first.Status),
            Errors = [new FieldError("external_key", "taken", detail)],
        };
    }

    /// <summary>The fingerprint of what it is created with.</summary>
    /// <param name="request">The request.</param>
    /// <param name="past">What happened to it elsewhere, where it is imported with its history.</param>
    internal static string HashOf(CreateHandoffRequest request, History? past = null)
    {
        var content = JsonSerializer.Serialize(request with { ExternalKey = null }, BatonJson.Options);
        var history = past is null ? "" : JsonSerializer.Serialize(past, BatonJson.Options);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content + history)));
    }
}
