using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates.Fields;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Guests;

/// <summary>
/// A lead of either team makes a link by which somebody from outside receives this one handoff. The link is shown
/// once, and a newer one ends the older.
/// </summary>
internal static class InviteGuest
{
    private const int MostDays = 90;
    private const int MostGuests = 20;

    private static readonly HandoffStatus[] From =
    [
        HandoffStatus.Initiated,
        HandoffStatus.Returned,
        HandoffStatus.Accepted,
    ];

    internal sealed record Result(Guest Guest, string Token);

    /// <summary>Not a command on the handoff itself: no event tells it.</summary>
    internal static Refusal? Refuse(Handoff handoff, Caller caller) =>
        handoff.Refuse("let in guests", Side.LeadOfEither, From, caller);

    internal static bool MayBeGivenBy(Caller caller, string fromTeam, string toTeam) =>
        Side.LeadOfEither.Holds(caller, fromTeam, toTeam);

    internal static async Task<Outcome<Result>> RunAsync(
        BatonDb db,
        RequestContext context,
        long id,
        GuestRequest request,
        CancellationToken cancellationToken
    )
    {
        if ((await db.FindAsync(context, id)).Refused(out var refusal, out var handoff))
            return refusal;
        if (Refuse(handoff, context.Caller) is { } refused)
            return refused;
        if (
            Texts.Refusal(
                EmailField.IsAddress(request.Email)
                    ? []
                    :
                    [
                        new FieldError(
                            "email",
                            "rule",
                            T("''{0}' is not an email address. Enter one such as jo@example.org.", request.Email)
                        ),
                    ],
                request.Days is >= 1 and <= MostDays
                    ? []
                    : [new FieldError("days", "rule", T("days must be a whole number from 1 to {0}.", MostDays))]
            ) is
            { } faults
        )
            return faults;
        var before = await db
            .Guests.Where(guest => guest.HandoffId == id)
            .Select(guest => guest.Number)
            .ToListAsync(cancellationToken);
        if (before.Count >= MostGuests)
            return Refusal.Invalid("email", "rule", T("A handoff can have at most {0} guests.", MostGuests));
        var email = request.Email.Trim();
        var open = await db
            .Guests.Where(guest => guest.HandoffId == id && guest.RevokedAt == null && guest.ExpiresAt > context.Now)
            .ToListAsync(cancellationToken);
        foreach (
            var older in open.Where(guest => string.Equals(guest.Email, email, StringComparison.OrdinalIgnoreCase))
        )
            older.RevokedAt = context.Now;
        var token = Token.NewSecret()["baton_".Length..];
        var guest = db
            .Guests.Add(
                new Guest
                {
                    HandoffId = id,
                    Number = before.DefaultIfEmpty(0).Max() + 1,
                    Email = email,
                    Hash = Token.HashOf(token),
                    TeamKey = handoff.ToTeam,
                    CreatedBy = context.Caller.Person,
                    CreatedAt = context.Now,
                    ExpiresAt = context.Now.AddDays(request.Days),
                }
            )
            .Entity;
        await db.SaveChangesAsync(cancellationToken);
        return new Result(guest, token);
    }
}
