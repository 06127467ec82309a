using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;
using static Baton.Tests.Features.Import.ImportNdjsonTests;

namespace Baton.Tests.Features.Import;

public sealed class ImportHistoryTests(SharedApps apps)
{
    private const string Complete = """ "context": {"client_name": "Acme", "contract_value": 5} """;

    [Theory, BothEngines]
    public async Task History_keeps_its_own_times_and_names(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var ran = await ImportAsync(
            cast,
            Line(
                cast,
                $$"""{{Complete}}, "external_key": "old", "from_team": "{{cast.Other}}","""
                    + """ "initiated_by": "Old Hand", "initiated_at": "2019-05-01T10:00:00+02:00","""
                    + $$""" "opened_at": "2019-05-01T08:30:00Z", "accepted_by": "{{cast.Bob.Key}}","""
                    + """ "accepted_at": "2019-05-01T09:00:00.123456Z", "completed_by": "Nobody Known","""
                    + """ "completed_at": "2019-05-03T09:00:00Z" """
            ),
            Line(
                cast,
                $$"""{{Complete}}, "external_key": "older", "initiated_at": "1969-12-31T23:30:00Z","""
                    + """ "accepted_at": "1969-12-31T23:30:00Z" """
            )
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var handoffs = (await cast.Root.Api.ListAsync(new HandoffQuery { Template = cast.Template_ })).Items;
        var done = handoffs[1];
        var taken = handoffs[0];
        Assert.Equal(
            (HandoffStatus.Completed, cast.Other, cast.Receiver, "Old Hand", cast.Bob.Key, "Nobody Known"),
            (done.Status, done.FromTeam, done.ToTeam, done.InitiatedBy, done.AcceptedBy, done.CompletedBy)
        );
        Assert.Equal(
            (
                Utc(2019, 5, 1, 8, 0),
                Utc(2019, 5, 1, 8, 30),
                Utc(2019, 5, 1, 9, 0).AddMicroseconds(123456),
                Utc(2019, 5, 3, 9, 0)
            ),
            (done.InitiatedAt, done.OpenedAt, done.AcceptedAt, done.CompletedAt)
        );
        Assert.Equal(
            (HandoffStatus.Accepted, null, null, true),
            (taken.Status, taken.InitiatedBy, taken.AcceptedBy, taken.Overdue)
        );
        Assert.Equal(
            ["handoff.initiated", "handoff.opened", "handoff.accepted", "handoff.completed"],
            (await cast.Bob.Api.GetEventsAsync(done.HandoffId)).Items.Select(happened => happened.Kind)
        );
        Assert.Equal(done.HandoffId, (await cast.Charlie.Api.GetAsync(done.HandoffId)).HandoffId);
        Assert.Equal(404, (await Refusals.RefusedAsync(cast.Alice.Api.GetAsync(done.HandoffId))).Status);
        var metrics = await cast.Root.Api.MetricsAsync(36_500, cast.Template_);
        Assert.Equal(
            (2, 1, 50, 0.5),
            (metrics.TotalHandoffs, metrics.Completed, metrics.CompletionRate, metrics.AvgAcceptanceHours)
        );
        Assert.Equal(HandoffStatus.Completed, (await CompleteAsync(cast, taken.HandoffId)).Status);
    }

    [Theory, BothEngines]
    public async Task Only_what_still_waits_is_told_of(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var ran = await ImportAsync(
            cast,
            Line(cast, $$"""{{Complete}}, "initiated_at": "2026-01-05T09:00:00Z" """),
            Line(
                cast,
                $$"""{{Complete}}, "initiated_at": "2026-01-05T09:00:00Z", "accepted_at": "2026-01-05T10:00:00Z" """
            ),
            Line(
                cast,
                $$"""{{Complete}}, "initiated_at": "2026-01-05T09:00:00Z","""
                    + """ "accepted_at": "2026-01-05T10:00:00Z", "completed_at": "2026-01-05T10:00:00Z" """
            ),
            Line(cast, Complete)
        );
        Assert.Equal(0, ran.Code);
        var told = await cast.App.ReadAsync(db =>
            db.Notices.Join(
                    db.Handoffs.Where(handoff => handoff.Template == cast.Template_),
                    notice => notice.HandoffId,
                    handoff => handoff.Id,
                    (notice, handoff) =>
                        new
                        {
                            notice.Kind,
                            notice.CreatedAt,
                            handoff.Status,
                        }
                )
                .ToListAsync()
        );
        Assert.All(
            told,
            candidate =>
                Assert.Equal(
                    ("handoff.initiated", HandoffStatus.Initiated, 2026),
                    (candidate.Kind, candidate.Status, candidate.CreatedAt.Year)
                )
        );
        Assert.Equal(2, told.Count);
        Assert.All(told, candidate => Assert.True(candidate.CreatedAt > Utc(2026, 1, 6, 0, 0)));
    }

    [Theory, BothEngines]
    public async Task What_history_gets_wrong_is_named(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        (string Members, string Fault)[] wrong =
        [
            (
                """ "accepted_at": "2026-01-05T10:00:00Z" """,
                "initiated_at is missing. History begins with it; give a time such as " + "2026-11-23T18:00:00Z."
            ),
            (
                """ "from_team": "x" """,
                "initiated_at is missing. History begins with it; give a time such as " + "2026-11-23T18:00:00Z."
            ),
            (
                """ "initiated_at": "2026-01-05T09:00:00Z", "completed_at": "2026-01-05T10:00:00Z" """,
                "accepted_at is missing. A completed handoff was accepted first; give a time such as "
                    + "2026-11-23T18:00:00Z."
            ),
            (
                """ "initiated_at": "2026-01-05T09:00:00Z", "accepted_by": "x" """,
                "accepted_at is missing. It is required with accepted_by."
            ),
            (
                """ "initiated_at": "2026-01-05T09:00:00Z", "accepted_at": "2026-01-05T08:59:59.999Z" """,
                "accepted_at is earlier than initiated_at."
            ),
            (
                """ "initiated_at": "2026-01-05T09:00:00Z", "opened_at": "2026-01-05T11:00:00Z","""
                    + """ "accepted_at": "2026-01-05T10:00:00Z" """,
                "accepted_at is earlier than opened_at."
            ),
            (
                """ "initiated_at": "2026-01-05T09:00:00" """,
                "initiated_at must be a time with its offset, such as 2026-11-23T18:00:00Z; it is "
                    + "'2026-01-05T09:00:00'."
            ),
            (
                """ "initiated_at": "2999-01-05T09:00:00Z" """,
                "initiated_at is in the future: 2999-01-05T09:00:00Z. Give a time in the past."
            ),
            (""" "initiated_at": 5 """, "initiated_at must be a text."),
            (
                """ "initiated_at": "2026-01-05T09:00:00Z", "initiated_by": " " """,
                "initiated_by must have 1 to 200 characters."
            ),
            (
                """ "initiated_at": "2026-01-05T09:00:00Z", "from_team": "no-such-team" """,
                "The sending team no-such-team does not exist yet."
            ),
            (
                """ "initiated_at": "2026-01-05T09:00:00Z", "draft": true """,
                "A draft has no history. Remove either draft, or initiated_by, initiated_at and the "
                    + "other history members."
            ),
        ];
        var ran = await ImportAsync(
            cast,
            [.. wrong.Select(candidate => Line(cast, $"{Complete}, {candidate.Members}"))]
        );
        Assert.Equal(1, ran.Code);
        foreach (var (i, (_, fault)) in wrong.Index())
            Assert.Equal($"line {i + 1}: refused: {fault}", ran.Lines[i]);
        Assert.Equal(
            0,
            await cast.App.ReadAsync(db => db.Handoffs.CountAsync(handoff => handoff.Template == cast.Template_))
        );
    }

    [Theory, BothEngines]
    public async Task An_attempt_that_the_gate_refuses_is_that_of_the_team_that_made_it(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        await ImportAsync(
            cast,
            Line(
                cast,
                """ "context": {}, "initiated_at": "2026-01-05T09:00:00Z","""
                    + $$""" "initiated_by": "Old Hand", "from_team": "{{cast.Other}}" """
            )
        );
        var attempt = await cast.App.ReadAsync(db =>
            db.GateAttempts.SingleAsync(gateAttempt => gateAttempt.Template == cast.Template_)
        );
        Assert.Equal(("import", "Old Hand", cast.Other), (attempt.Door, attempt.Person, attempt.Team));
    }

    private static async Task<HandoffRecord> CompleteAsync(Cast cast, long id)
    {
        await cast.Bob.Api.TickAsync(id, "first-step", new TickRequest(Done: true));
        await cast.Bob.Api.TickAsync(id, "second", new TickRequest(Done: true));
        return await cast.Bob.Api.CompleteAsync(id);
    }

    private static DateTime Utc(int year, int month, int day, int hour, int minute) =>
        new(year, month, day, hour, minute, 0, DateTimeKind.Utc);
}
