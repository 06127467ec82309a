using System.Globalization;
using System.Reflection;
using Baton.Channels;
using Baton.Channels.Email;
using Baton.Core;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Commands;
using Baton.Web.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baton.Tests.App;

/// <summary>
/// Mails of every kind about one handoff, with every detail that a notice can have. Names and values are in German, so
/// that whatever is English in a mail is ours.
/// </summary>
public static class MailStage
{
    private const string Title = "Velvet-Theater";
    private const string Actor = "Jonas Müller";
    private const string Value = "Wert des Feldes";

    private static readonly string[] Names = ["Vertrieb", "Einführung", "Vertrieb an Einführung"];

    /// <summary>What stands in a mail and is not ours to say.</summary>
    internal static readonly string[] Given =
    [
        Names[2],
        Names[0],
        Names[1],
        Title,
        Actor,
        Value,
        "64.000 EUR",
        "Auftragswert",
        "Europe/Berlin",
        "Baton",
    ];

    public static IReadOnlyList<string> Kinds { get; } =
    [.. NoticeKinds.All, Baton.Channels.Kinds.ChannelDisabled, Baton.Channels.Kinds.ChannelTest];

    /// <summary>One that asks its reader to accept, and one that tells them of what happened.</summary>
    internal static IEnumerable<Message> Of(string kind) =>
        [
            Asking(kind) with
            {
                AsksReceiver = true,
            },
            Telling(kind, "returned"),
            Telling(kind, "accepted") with
            {
                Facts = [],
            },
        ];

    /// <summary>The HTML of such a mail, as a browser shows it.</summary>
    public static async Task<string> RenderAsync(string kind, string language)
    {
        var asking = Asking(kind);
        return (await SayAsync(asking.AsksReceiver ? asking : Sparse(kind), language)).Html;
    }

    internal static async Task<(string Subject, string Text, string Html)> SayAsync(Message message, string language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = ReaderNumbers.CultureOf(language, NumberFormats.Of(language));
        try
        {
            await using var services = new ServiceCollection().BuildServiceProvider();
            var glance = Glance(message) with
            {
                Reason = Translations.T(
                    "You get this because you work with {0} in Baton. Times are those of {1}.",
                    Names[1],
                    "Europe/Berlin"
                ),
            };
            var mail = NoticeMail.Of(message with { Glance = message.IsOfHandoff ? glance : null });
            var html = await new NoticeMailHtml(services, NullLoggerFactory.Instance).RenderAsync(mail);
            return (NoticeMime.Subject(message with { Glance = glance }), mail.Text(), html);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static Message Asking(string kind) =>
        Telling(kind, "initiated") with
        {
            Told = "onboarding",
            Links = new ActionLinks("https://baton.example/l/a", "https://baton.example/l/r"),
            Facts = [new Fact(FactLabels.Waived, $"Auftragswert: {Value}")],
        };

    /// <summary>With as much as such a notice has at most.</summary>
    private static Message Sparse(string kind) =>
        Telling(kind, StatusAfter(kind)) with
        {
            Facts =
            [
                Fact.Of(FactLabels.Reason, Translations.Key("{0}: missing, {1}"), "Auftragswert", Value),
                new Fact(FactLabels.Due, "", At.AddDays(1)),
            ],
        };

    private static string StatusAfter(string kind) =>
        kind switch
        {
            "handoff.returned" => "returned",
            "handoff.declined" => "declined",
            "handoff.withdrawn" => "withdrawn",
            "handoff.completed" => "completed",
            _ => "accepted",
        };

    private static readonly DateTime At = new(2026, 11, 23, 18, 0, 0, DateTimeKind.Utc);

    private static Message Telling(string kind, string status) =>
        NoticeMessages.Worded(
            new Message
            {
                DeliveryId = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
                Kind = kind,
                At = At,
                HandoffId = kind == Baton.Channels.Kinds.ChannelTest ? 0 : 1042,
                Title = Title,
                Template = "sales_to_onboarding",
                FromTeam = "sales",
                ToTeam = "onboarding",
                Status = status,
                ContextRevision = 3,
                Url = "https://baton.example/handoffs/1042",
            }
        ) with
        {
            Actor = kind.StartsWith("clock.", StringComparison.Ordinal) ? null : "jonas",
            ActorName = kind.StartsWith("clock.", StringComparison.Ordinal) ? null : Actor,
            Zone = "Europe/Berlin",
            Facts = [.. EveryLabel.Select(FactOf)],
        };

    private static IEnumerable<string> EveryLabel =>
        typeof(FactLabels)
            .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Where(label => label.IsLiteral)
            .Select(label => (string)label.GetRawConstantValue()!);

    private static Fact FactOf(string label) =>
        label switch
        {
            FactLabels.Due => new Fact(label, "", At.AddDays(1)),
            FactLabels.Finding => Fact.Of(label, Translations.Key("{0}: missing, {1}"), "Auftragswert", Value),
            FactLabels.Rating => Fact.Of(label, Translations.Key("{0} of 5"), "4"),
            FactLabels.Decision => Fact.Of(label, Translations.Key("upheld")),
            _ => new Fact(label, Value),
        };

    private static HandoffGlance Glance(Message message) =>
        new(Names[0], Names[1], Names[2])
        {
            AcceptBy = message.Status == "initiated" ? At.AddDays(1) : null,
            Fields = message.Status == "initiated" ? [("Auftragswert", "64.000 EUR")] : [],
            SettingsUrl = "https://baton.example/account",
        };
}
