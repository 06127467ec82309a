using System.Text.Json;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Guests;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Attach;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Edit;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Reading;
using Baton.Features.Handoffs.State;
using Baton.Features.Handoffs.Watches;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using Baton.Storage.Partitions;
using Baton.Web.Pages;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Handoffs.Pages;

/// <summary>What the page of a handoff shows.</summary>
public sealed record HandoffView(
    HandoffRecord Handoff,
    Template Template,
    HandoffRow Row,
    IReadOnlyList<ContextLine> Lines,
    IReadOnlyList<TimelineEntry> Timeline
)
{
    /// <summary>Where its forms and links begin.</summary>
    internal string Path { get; init; } = $"/handoffs/{Handoff.HandoffId}";

    /// <summary>What the form of a command knows of it.</summary>
    internal CommandSubject Subject => new(Handoff, Template, Lines, Row.From, Row.To, Path);

    /// <summary>What is shown of the context: the list of a shift has a card of its own.</summary>
    internal IReadOnlyList<ContextLine> ShownLines =>
        Handoff.Shift is null
            ? Lines
            : [.. Lines.Where(line => line.Key is not (ContextItems.Items or ContextItems.Nothing))];

    internal bool MayAttach { get; init; }

    /// <summary>Whether they may begin another with the same context.</summary>
    internal bool MayCopy { get; init; }

    /// <summary>Whether they may start the next leg of its chain.</summary>
    internal bool MayHandOn { get; init; }

    /// <summary>The chain that it is part of; null where it is alone.</summary>
    internal ChainView? Chain { get; init; }

    /// <summary>What went to other teams at once, with it, as far as this reader may see it.</summary>
    internal IReadOnlyList<HandoffRow> Siblings { get; init; } = [];

    internal bool MaySkip { get; init; } = true;

    internal bool MayInviteGuests { get; init; }

    internal IReadOnlyList<GuestRecord> Guests { get; init; } = [];

    /// <summary>Whether it can only be read.</summary>
    internal bool IsArchived { get; init; }

    internal bool May(string command) => Handoff.AllowedCommands.Contains(command);

    /// <summary>A team that helps marks the steps that are given to it.</summary>
    internal bool MayMark(ChecklistStep step, Caller caller) =>
        May("tick") && (caller.Is(Handoff.ToTeam) || (step.Team is { } team && caller.Is(team)));

    private static readonly HotRows<long, HandoffEvent> Events = new(
        (db, id) =>
            db.Set<HandoffEvent>()
                .AsNoTracking()
                .TagWith(ArchiveReads.Mark)
                .Where(happened => happened.HandoffId == id)
                .OrderBy(happened => happened.Seq)
    );

    private static readonly HotRows<long, Delivery> Deliveries = new(
        (db, id) =>
            db.Set<Delivery>()
                .AsNoTracking()
                .TagWith(ArchiveReads.Mark)
                .Where(delivery => delivery.HandoffId == id)
                .OrderBy(delivery => delivery.Id)
    );

    /// <summary>What most have nothing of, in one question.</summary>
    private static readonly HotQuery<long, string, Beside> BesideOf = new(
        (db, id, person) =>
            db.Set<Handoff>()
                .Where(handoff => handoff.Id == id)
                .Select(handoff => new Beside(
                    db.Set<Handoff>().Any(next => next.ParentId == id),
                    db.Set<Guest>().Any(guest => guest.HandoffId == id),
                    db.Set<HandoffWatch>()
                        .Where(watch => watch.HandoffId == id && watch.PersonKey == person)
                        .Select(watch => (bool?)watch.Muted)
                        .FirstOrDefault()
                ))
                .FirstOrDefault()
    );

    /// <param name="IsFollowed">Whether another handoff follows from it.</param>
    /// <param name="HasGuests">Whether somebody was let in by a link.</param>
    /// <param name="Muted">Whether the reader muted it; null where they neither did nor watch it.</param>
    private sealed record Beside(bool IsFollowed, bool HasGuests, bool? Muted);

    internal static async Task<HandoffView> ReadAsync(
        BatonDb db,
        RequestContext requestContext,
        Handoff handoff,
        Uri baseUrl,
        CancellationToken cancellationToken
    )
    {
        var events = await Events.ReadAsync(db, handoff.Id, cancellationToken);
        var deliveries = await Deliveries.ReadAsync(db, handoff.Id, cancellationToken);
        var beside =
            await BesideOf.RunAsync(db, handoff.Id, requestContext.Caller.Person) ?? new Beside(false, false, null);
        var told = deliveries.ToLookup(
            delivery => delivery.EventSeq,
            delivery => ToldOf(delivery, DeliveryRecords.AddressFor(delivery, requestContext.Caller))
        );
        var template = requestContext.TemplateOf(handoff);

        Telling TellingOf(HandoffEvent happened) =>
            new(
                requestContext.Catalog.NameOfPerson(happened.Actor),
                template,
                requestContext.Catalog,
                handoff.EverInitiated
            );

        var provenance = ProvenanceRecords.Of(handoff, requestContext.Caller, baseUrl);
        var drifts = DriftRecords.Of(handoff, requestContext.Caller, baseUrl);
        return new HandoffView(
            HandoffRecords
                .Of(handoff, requestContext.Caller, requestContext.Now, baseUrl)
                .With(WatchHandoff.AttentionOf(beside.Muted)),
            template,
            HandoffRow.Of(handoff, requestContext),
            [
                .. ContextLine
                    .Of(
                        template,
                        handoff.Context,
                        HandedOverContexts.BeforeLast(events),
                        handoff.Waivers,
                        handoff.Findings,
                        handoff.Corrections
                    )
                    .Select(line =>
                        line with
                        {
                            Source = provenance.GetValueOrDefault(line.Key),
                            Drift = drifts.FirstOrDefault(drift => drift.Field == line.Key),
                        }
                    ),
            ],
            [
                .. events
                    .AsEnumerable()
                    .Reverse()
                    .Select(happened => TimelineEntry.Of(happened, TellingOf(happened), [.. told[happened.Seq]])),
            ]
        )
        {
            IsArchived = handoff.ArchivedMonth is not null,
            MayCopy = CopyHandoff.Refuse(handoff, requestContext.Caller) is null,
            MayHandOn =
                handoff.EverInitiated
                && !requestContext.Caller.IsGuest
                && ChooseTemplatePage.UsableBy(requestContext).Count > 0,
            Chain =
                handoff.ParentId is null && !beside.IsFollowed
                    ? null
                    : await ChainView.ReadAsync(db, requestContext, handoff, baseUrl, cancellationToken),
            Siblings = await SiblingRows.ReadAsync(db, requestContext, handoff, cancellationToken),
            MayAttach = handoff.Refuse(AttachFile.Command, requestContext.Caller) is null,
            MayInviteGuests = InviteGuest.Refuse(handoff, requestContext.Caller) is null,
            Guests = beside.HasGuests ? await ListGuests.ReadAsync(db, requestContext, handoff, cancellationToken) : [],
        };
    }

    private static Told ToldOf(Delivery delivery, string address) =>
        delivery.State switch
        {
            DeliveryState.Delivered when delivery.Attempts > 1 => new(
                T("Notice to {0} by {1} delivered on attempt {2}", address, delivery.Channel, delivery.Attempts)
            ),
            DeliveryState.Delivered => new(T("Notice to {0} by {1} delivered", address, delivery.Channel)),
            _ when delivery.Channel == Delivery.NoChannel => delivery.LastReason is { } reason
                ? new(SayKept(reason), IsReason: true, IsTrouble: true)
                : new(T("No notice was sent"), IsTrouble: true),
            DeliveryState.Dead => new(
                T("Notice to {0} by {1} failed permanently: {2}", address, delivery.Channel, delivery.LastReason),
                IsTrouble: true
            ),
            DeliveryState.Failed => new(
                T("Notice to {0} by {1} failed: {2}", address, delivery.Channel, delivery.LastReason),
                IsTrouble: true
            ),
            DeliveryState.Cancelled => new(T("Notice to {0} by {1} canceled", address, delivery.Channel)),
            _ => new(T("Notice to {0} by {1} is being sent", address, delivery.Channel)),
        };
}
