using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Organization;

namespace Baton.Features.Deliveries;

/// <summary>
/// What the sentence of a notification is made of beside what its row says, so that its reader has it in the language
/// of the moment. No value of a context and no text of a comment is in it.
/// </summary>
internal sealed record NotificationWords(
    string FromTeam,
    string ToTeam,
    string Status,
    string? ActorName,
    IReadOnlyList<Fact> Facts
)
{
    private const int LongestFact = 200;

    internal static string Of(Message message) =>
        JsonSerializer.Serialize(
            new NotificationWords(
                message.FromTeam,
                message.ToTeam,
                message.Status,
                message.ActorName,
                [.. message.Facts.Select(Kept).OfType<Fact>()]
            ),
            BatonJson.Options
        );

    /// <summary>What a sentence looks at: of some facts what they say, of some only that they are there.</summary>
    private static Fact? Kept(Fact fact) =>
        fact.Label switch
        {
            FactLabels.Owner or FactLabels.Question => new Fact(fact.Label, Line.Of(fact.Value, LongestFact)),
            FactLabels.Finding or FactLabels.Correction => new Fact(fact.Label, "—"),
            _ => null,
        };

    /// <summary>The sentence in the language of now; of a row from before as it was kept.</summary>
    internal static string Say(Notification notification, Catalog catalog)
    {
        if (notification.Words is not { } kept)
            return SayNaming(notification.Text);
        var words = JsonSerializer.Deserialize<NotificationWords>(kept, BatonJson.Options)!;
        var message = NoticeMessages.Worded(
            new Message
            {
                DeliveryId = "",
                Kind = notification.Kind,
                At = notification.CreatedAt,
                HandoffId = notification.HandoffId,
                Title = notification.Title,
                Template = "",
                FromTeam = words.FromTeam,
                ToTeam = words.ToTeam,
                Status = words.Status,
                ContextRevision = 0,
                Actor = notification.Actor,
                ActorName = words.ActorName,
                Url = "",
                Facts = words.Facts,
            }
        );
        return NoticeText.For(message with { Glance = Glances.Names(message, catalog) }).Sentence;
    }
}
