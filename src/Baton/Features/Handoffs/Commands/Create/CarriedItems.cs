using System.Buffers;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Commands.Create;

/// <summary>What a shift takes over from the one before it: every item that is still open.</summary>
/// <param name="Last">The last one that was accepted; null: this is the first.</param>
/// <param name="Items">Its open items.</param>
internal sealed record CarriedItems(Handoff? Last, IReadOnlyList<ContextItem> Items)
{
    internal static readonly CarriedItems None = new(null, []);

    private static readonly HandoffStatus[] UnderWay =
    [
        HandoffStatus.Draft,
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
    ];

    private static readonly HandoffStatus[] Accepted = [HandoffStatus.Accepted, HandoffStatus.Completed];

    /// <summary>
    /// What is to be taken over; refused while another one is under way, which would take over the same. To be run in
    /// the transaction that begins the next one.
    /// </summary>
    internal static async Task<Outcome<CarriedItems>> TakeAsync(
        BatonDb db,
        RequestContext context,
        Template template,
        CancellationToken cancellationToken
    )
    {
        await NamedLocks.LockAsync(db, LockOf(template.Key, template.FromTeam), cancellationToken);
        var other = await UnderWayAsync(db, template.Key, template.FromTeam, cancellationToken);
        if (other is { } id)
            return new Refusal(
                409,
                "shift-under-way",
                T("A shift is under way"),
                T("#{0} is being handed over already. Go on with it, or withdraw it first.", $"{id}")
            );
        return await ReadAsync(db, template, cancellationToken);
    }

    /// <summary>What keeps one shift from being taken over twice, and from changing while it is.</summary>
    internal static string LockOf(string template, string fromTeam) => $"shift {template} {fromTeam}";

    /// <summary>The one that is being handed over; null: none is.</summary>
    internal static Task<long?> UnderWayAsync(
        BatonDb db,
        string template,
        string fromTeam,
        CancellationToken cancellationToken
    ) =>
        db
            .Handoffs.Where(handoff => handoff.FromTeam == fromTeam && UnderWay.Contains(handoff.Status))
            .Where(handoff => handoff.Template == template)
            .Select(handoff => (long?)handoff.Id)
            .FirstOrDefaultAsync(cancellationToken);

    internal static async Task<CarriedItems> ReadAsync(
        BatonDb db,
        Template template,
        CancellationToken cancellationToken
    )
    {
        var last = await db
            .Handoffs.AsNoTracking()
            .Where(handoff => handoff.FromTeam == template.FromTeam && handoff.Template == template.Key)
            .Where(handoff => Accepted.Contains(handoff.Status))
            .OrderByDescending(handoff => handoff.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return new CarriedItems(last, last?.Shift is { } shift ? [.. shift.OpenIn(last.Context)] : []);
    }

    /// <summary>
    /// What was sent with what is carried on; what was sent wins. A context that is wrong is left for those who judge
    /// it.
    /// </summary>
    internal JsonElement Fill(Template template, JsonElement sent)
    {
        if (Items.Count == 0 || sent.ValueKind != JsonValueKind.Object || ContextItems.FormFaults(template, sent).Any())
            return sent;
        var own = ContextItems.Of(sent);
        var keys = own.Select(item => item.Key).ToHashSet();
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray(ContextItems.Items);
            foreach (var item in Items.Where(item => !keys.Contains(item.Key)).Concat(own))
                item.Value.WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return ContextValues.Merge(sent, JsonElement.Parse(buffer.WrittenSpan));
    }

    /// <summary>How the next one begins.</summary>
    internal Shift Begin(JsonElement context) =>
        Shifts.Begin(context, Items.Select(item => item.Key).ToHashSet(), Last?.Id, Last?.Shift?.NextDueAt);
}
