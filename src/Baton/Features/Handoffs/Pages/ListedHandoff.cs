using System.Globalization;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Storage;
using Baton.Web;
using Baton.Web.Pages;

namespace Baton.Features.Handoffs.Pages;

/// <summary>
/// A handoff that a list has, or its line where that was drawn before. Public because Razor makes components public.
/// </summary>
public sealed class ListedHandoff
{
    private readonly Handoff? handoff;

    private ListedHandoff(string? name, string? drawn, Handoff? handoff) =>
        (Name, Drawn, this.handoff) = (name, drawn, handoff);

    /// <summary>All that its line depends on beside its reader; null where it is not to be kept.</summary>
    internal string? Name { get; }

    internal string? Drawn { get; }

    internal static IReadOnlyList<ListedHandoff> Of(IEnumerable<Handoff> handoffs, RequestContext context) =>
        [
            .. handoffs.Select(handoff => new ListedHandoff(
                NameOf(ListHandoffs.Mark.Of(handoff), context.Now, ""),
                null,
                handoff
            )),
        ];

    /// <summary>Of a list whose lines can be selected; those are read alone that are drawn anew.</summary>
    internal static async Task<IReadOnlyList<ListedHandoff>> ReadAsync(
        HttpContext http,
        BatonDb db,
        ListHandoffs.Marked marked,
        string batch
    )
    {
        var context = http.RequestContext();
        var parts = http.RequestServices.GetRequiredService<PageParts>();
        var lines = marked
            .Marks.Select(mark => (mark.Id, Name: NameOf(mark, context.Now, batch)))
            .Select(line => (line.Id, line.Name, Drawn: line.Name is null ? null : parts.Find(http, line.Name)))
            .ToList();
        var known = marked.Handoffs.ToDictionary(handoff => handoff.Id);
        List<long> missing =
        [
            .. lines.Where(line => line.Drawn is null && !known.ContainsKey(line.Id)).Select(line => line.Id),
        ];
        if (missing.Count > 0)
            foreach (var handoff in await ListHandoffs.ReadAsync(db, context, missing, http.RequestAborted))
                known[handoff.Id] = handoff;
        return
        [
            .. lines
                .Where(line => line.Drawn is not null || known.ContainsKey(line.Id))
                .Select(line => new ListedHandoff(line.Name, line.Drawn, known.GetValueOrDefault(line.Id))),
        ];
    }

    internal HandoffRow RowFor(RequestContext context) => HandoffRow.Of(handoff!, context);

    /// <summary>What a line says of times holds for the minute; what becomes overdue within it is not kept.</summary>
    private static string? NameOf(ListHandoffs.Mark mark, DateTime now, string batch)
    {
        var minute = now.Ticks / TimeSpan.TicksPerMinute;
        return mark.DueAt is { } due && due >= now && due.Ticks / TimeSpan.TicksPerMinute == minute
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"line {mark.Id} {mark.Version} {mark.OpenedAt?.Ticks} {minute} {batch}"
            );
    }
}
