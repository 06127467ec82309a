using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs.Chains;

/// <summary>
/// Three teams in a ring, with a template from each to the next; Alice, Bob and Charlie are in one each.
/// </summary>
internal sealed record ChainCast(Cast Cast, string First, string Second, string Third)
{
    internal static async Task<ChainCast> Of(
        Cast cast,
        string fields = "  - { key: client_name, type: text, required: true }",
        string secondFields = "  - { key: client_name, type: text }",
        string thirdFields = "  - { key: client_name, type: text }"
    )
    {
        var chain = new ChainCast(cast, $"a-{cast.Template_}", $"b-{cast.Template_}", $"c-{cast.Template_}");
        await chain.PublishAsync(chain.First, cast.Sender, cast.Receiver, fields);
        await chain.PublishAsync(chain.Second, cast.Receiver, cast.Other, secondFields);
        await chain.PublishAsync(chain.Third, cast.Other, cast.Sender, thirdFields);
        return chain;
    }

    internal Task<TemplateVersion> PublishAsync(string key, string from, string to, string fields) =>
        Cast.Root.Api.PublishTemplateAsync(
            key,
            $"key: {key}\nfrom_team: {from}\nreceiving_team: {to}\nescalation: []\nfields:\n"
                + fields.Replace("FIRST", First, StringComparison.Ordinal)
        );

    /// <summary>Hands over, by somebody of the sending team.</summary>
    internal Task<HandoffRecord> HandOverAsync(string template, object context, long? parent = null) =>
        By(template)
            .Api.CreateAsync(
                new CreateHandoffRequest(template, JsonSerializer.SerializeToElement(context), ParentId: parent)
            );

    internal Someone By(string template) =>
        template == First ? Cast.Alice
        : template == Second ? Cast.Bob
        : Cast.Charlie;
}
