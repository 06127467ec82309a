using System.Globalization;
using System.Text.Json;
using Baton.Channels;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Features.Templates.Fields;
using Baton.Storage;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Deliveries;

/// <summary>
/// What a mail shows of its handoff beside what happened, as it is when the mail is sent. It is read for each mail and
/// never kept: the delivery log holds no value of a context.
/// </summary>
internal sealed class Glances(IDbContextFactory<BatonDb> factory, BaseUrl baseUrl)
{
    /// <summary>A mail is read at a glance; the page has the rest.</summary>
    private const int MostFields = 6;

    private const int LongestValue = 300;

    /// <summary>What teams and the template are called; null for what is about no handoff.</summary>
    internal static HandoffGlance? Names(Message message, Catalog catalog) =>
        message.IsOfHandoff
            ? new HandoffGlance(
                TeamName(catalog, message.FromTeam),
                TeamName(catalog, message.ToTeam),
                catalog.Templates.GetValueOrDefault(message.Template)?.Name ?? message.Template
            )
            : null;

    /// <summary>The same with what one reader decides by, where they are asked to accept it.</summary>
    internal async Task<HandoffGlance> OfMailAsync(
        Message message,
        string? person,
        Catalog catalog,
        CancellationToken cancellationToken
    )
    {
        var glance = Names(message, catalog)! with
        {
            Reason = ReasonOf(message, person, catalog),
            SettingsUrl = person is null ? null : new Uri(baseUrl.Value, "/account").AbsoluteUri,
        };
        if (!message.AsksToAccept)
            return glance;
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var handoff = await db
            .Handoffs.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Id == message.HandoffId, cancellationToken);
        // Values of a later revision do not belong to what this mail tells of.
        return
            handoff is null || handoff.ContextRevision != message.ContextRevision || !MayRead(person, handoff, catalog)
            ? glance
            : glance with
            {
                AcceptBy = handoff.AcceptBy,
                Fields = [.. FieldsOf(handoff, catalog, await ChangedAsync(db, handoff, message, cancellationToken))],
            };
    }

    private static async Task<IReadOnlyList<string>> ChangedAsync(
        BatonDb db,
        Handoff handoff,
        Message message,
        CancellationToken cancellationToken
    ) =>
        message.Kind == HandoffResubmitted.EventName
            ? HandedOverContexts.ChangedFields(
                await db
                    .Events.AsNoTracking()
                    .Where(happened => happened.HandoffId == handoff.Id)
                    .OrderBy(happened => happened.Seq)
                    .ToListAsync(cancellationToken),
                handoff.Context
            )
            : [];

    /// <summary>
    /// The address of a team, or a person who may see the handoff when the mail is sent, at an address that was
    /// confirmed: one that somebody merely typed may be a stranger's.
    /// </summary>
    internal static bool MayRead(string? person, Handoff handoff, Catalog catalog) =>
        person is null
        || (
            catalog.CallerOf(person) is { } caller
            && handoff.IsVisibleTo(caller)
            && catalog.People[person].EmailProvedAt is not null
        );

    /// <summary>What was changed since a return first, as that was read before.</summary>
    private static IEnumerable<(string Label, string Value)> FieldsOf(
        Handoff handoff,
        Catalog catalog,
        IReadOnlyList<string> changed
    )
    {
        var template = catalog.Version(handoff.Template, handoff.TemplateVersion);
        return (template?.Fields ?? [])
            .Where(field => field.Required || changed.Contains(field.Key))
            .OrderByDescending(field => changed.Contains(field.Key))
            .Select(field => (Field: field, Value: ValueOf(handoff.Context, field)))
            .Where(shown => shown.Value is not null && shown.Value != handoff.Title)
            .Take(MostFields)
            .Select(shown => (Web.Pages.Names.LabelOf(shown.Field), shown.Value!));
    }

    private static string? ValueOf(JsonElement context, Field field)
    {
        if (!context.TryGetProperty(field.Key, out var value) || Values.IsMissing(field.Type, value))
            return null;
        var text = field.Type switch
        {
            FieldType.Money or FieldType.Number => FieldKind
                .Of(field)
                .Understood(value, NumberFormats.Of(Language) ?? NumberFormat.Invariant),
            FieldType.Date => DayOf(value),
            _ => null,
        };
        text ??= ValueText.Of(value);
        return Line.Clip(text, LongestValue);
    }

    private static string? DayOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && DateOnly.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var day)
            ? Dates.ShortDay(day)
            : null;

    private static string ReasonOf(Message message, string? person, Catalog catalog)
    {
        var team = TeamName(catalog, message.Told!);
        var zone = message.Zone ?? ReaderTime.OfNobody;
        return person is null ? T("This address is a channel of {0}. Times are those of {1}.", team, zone)
            : catalog.CallerOf(person)?.Teams.ContainsKey(message.Told!) != true
                ? T("You get this as an admin, about the work of {0}. Times are those of {1}.", team, zone)
            : T("You get this because you work with {0} in Baton. Times are those of {1}.", team, zone);
    }

    private static string TeamName(Catalog catalog, string key) =>
        catalog.Teams.GetValueOrDefault(key)?.Team.Name ?? key;
}
