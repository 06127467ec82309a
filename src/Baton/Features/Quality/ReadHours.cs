using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Quality.Measures;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>Reads what began in some hours out of the store.</summary>
internal sealed class ReadHours(BatonDb db, Catalog catalog, IndexTable<Lane> lanes, IndexTable<string> fields)
{
    private const int NoTime = 0;

    private sealed record Row(
        long Id,
        DateTime InitiatedAt,
        string FromTeam,
        string ToTeam,
        string Template,
        int TemplateVersion,
        HandoffStatus Status,
        DateTime? OpenedAt,
        DateTime? AcceptedAt,
        DateTime? CompletedAt,
        bool EverReturned,
        bool ReturnDefect,
        bool Waived,
        bool LateGap,
        bool SamePerson,
        bool HandsBack,
        int Returns,
        int Hops,
        int QuestionsAsked,
        int Ratings,
        int RatingSum,
        Clock Clock,
        DateTime? ClockSince,
        DateTime? DueAt,
        long ReceiverTicks,
        long SenderTicks,
        long WorkTicks,
        string? ReadBack,
        ReadBackAnswer? ReadBackAnswer,
        int QuestionsSaved,
        IReadOnlyList<Assist> Assists
    );

    /// <summary>Every hour from the first to the last, those in which nothing began included.</summary>
    internal async Task<IReadOnlyList<Hour>> RunAsync(
        int first,
        int last,
        Func<int, long> generationOf,
        CancellationToken cancellationToken
    )
    {
        var start = MetricHour.StartOf(first);
        var end = MetricHour.StartOf(last + 1);
        return await ReadAsync(
            db.Handoffs.Where(handoff => handoff.InitiatedAt >= start && handoff.InitiatedAt < end),
            db.GateAttempts.Where(attempt => attempt.At >= start && attempt.At < end),
            (first, last),
            generationOf,
            cancellationToken
        );
    }

    /// <summary>What of an hour changed at this time or later.</summary>
    internal async Task<Hour> ChangedAsync(
        int number,
        long generation,
        DateTime since,
        CancellationToken cancellationToken
    )
    {
        var start = MetricHour.StartOf(number);
        var end = MetricHour.StartOf(number + 1);
        var hours = await ReadAsync(
            db.ByIndex<Handoff>(HandoffIndexes.Updated)
                .Where(handoff =>
                    handoff.UpdatedAt >= since && handoff.InitiatedAt >= start && handoff.InitiatedAt < end
                ),
            db.GateAttempts.Where(attempt => attempt.At >= since && attempt.At >= start && attempt.At < end),
            (number, number),
            _ => generation,
            cancellationToken
        );
        return hours[0];
    }

    private async Task<IReadOnlyList<Hour>> ReadAsync(
        IQueryable<Handoff> theirs,
        IQueryable<GateAttempt> refused,
        (int First, int Last) numbers,
        Func<int, long> generationOf,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = numbers;
        var count = last - first + 1;
        var rows = Lists<MeasuredRow>(count);
        var said = Lists<FieldRow>(count);
        var attempts = Lists<AttemptRow>(count);
        var handoffs = theirs.AsNoTracking();
        await foreach (var row in Rows(handoffs).AsAsyncEnumerable().WithCancellation(cancellationToken))
            rows[MetricHour.HourOf(row.InitiatedAt) - first].Add(Measured(row));
        await foreach (var field in FieldsAsync(handoffs, cancellationToken))
            said[MetricHour.HourOf(new DateTime(field.Initiated, DateTimeKind.Utc)) - first].Add(field);
        await foreach (var attempt in refused.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            attempts[MetricHour.HourOf(attempt.At) - first].Add(Attempted(attempt));
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Hour(
                    first + i,
                    generationOf(first + i),
                    [.. rows[i]],
                    [.. said[i]],
                    [.. attempts[i]]
                )),
        ];
    }

    private static List<T>[] Lists<T>(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<T>())];

    private IQueryable<Row> Rows(IQueryable<Handoff> handoffs) =>
        handoffs.Select(handoff => new Row(
            handoff.Id,
            handoff.InitiatedAt!.Value,
            handoff.FromTeam,
            handoff.ToTeam,
            handoff.Template,
            handoff.TemplateVersion,
            handoff.Status,
            handoff.OpenedAt,
            handoff.AcceptedAt,
            handoff.CompletedAt,
            handoff.EverReturned,
            handoff.ReturnDefect,
            handoff.Waived,
            handoff.LateGap,
            handoff.SamePerson,
            handoff.ParentId != null
                && db.Set<Handoff>()
                    .Any(parent =>
                        parent.Id == handoff.ParentId
                        && parent.FromTeam == handoff.ToTeam
                        && parent.ToTeam == handoff.FromTeam
                    ),
            handoff.Returns,
            handoff.Hops,
            handoff.QuestionsAsked,
            handoff.Ratings,
            handoff.RatingSum,
            handoff.Clock,
            handoff.ClockSince,
            handoff.DueAt,
            handoff.ReceiverTicks,
            handoff.SenderTicks,
            handoff.WorkTicks,
            handoff.ReadBack,
            handoff.ReadBackAnswer,
            handoff.QuestionsSaved,
            handoff.Assists
        ));

    private MeasuredRow Measured(Row row) =>
        new()
        {
            Id = row.Id,
            Initiated = row.InitiatedAt.Ticks,
            Accepted = row.AcceptedAt?.Ticks ?? NoTime,
            Completed = row.CompletedAt?.Ticks ?? NoTime,
            Due = row.DueAt?.Ticks ?? NoTime,
            ClockSince = row.ClockSince?.Ticks ?? NoTime,
            ReceiverTicks = row.ReceiverTicks,
            SenderTicks = row.SenderTicks,
            WorkTicks = row.WorkTicks,
            Lane = lanes.NumberOf(new Lane(row.FromTeam, row.ToTeam, row.Template, row.TemplateVersion)),
            Durations = DurationsOf(row),
            RatingSum = row.RatingSum,
            Ratings = (ushort)Math.Min(row.Ratings, ushort.MaxValue),
            Questions = (ushort)Math.Min(row.QuestionsAsked, ushort.MaxValue),
            Returns = (ushort)Math.Min(row.Returns, ushort.MaxValue),
            Hops = (ushort)Math.Min(row.Hops, ushort.MaxValue),
            Status = row.Status,
            Clock = row.Clock,
            Marks =
                (row.Waived ? Marks.Waived : 0)
                | (row.ReturnDefect ? Marks.ReturnDefect : 0)
                | (row.LateGap ? Marks.LateGap : 0)
                | (row.EverReturned ? Marks.EverReturned : 0)
                | (row.SamePerson ? Marks.SamePerson : 0)
                | (row.HandsBack ? Marks.HandsBack : 0)
                | (row.OpenedAt is null ? 0 : Marks.Opened),
            Saved = (ushort)Math.Min(row.QuestionsSaved, ushort.MaxValue),
            Assists = AssistCounts.Of(row.Assists),
            ReadBack = ReadBackOf(row),
            ReadBackMinutes = row is { AcceptedAt: { } accepted, ReadBackAnswer.At: var answered }
                ? (int)Math.Clamp((answered - accepted).TotalMinutes, 0, int.MaxValue)
                : 0,
        };

    private ReadBackMarks ReadBackOf(Row row)
    {
        if (row.AcceptedAt is null)
            return ReadBackMarks.None;
        var asks = catalog.Version(row.Template, row.TemplateVersion)?.ReadBack == true;
        var answer = row.ReadBackAnswer?.Confirmed switch
        {
            true => ReadBackMarks.Confirmed,
            false => ReadBackMarks.Corrected,
            null => ReadBackMarks.None,
        };
        return (asks ? ReadBackMarks.Asked : 0) | (Blank.Is(row.ReadBack) ? 0 : ReadBackMarks.Given) | answer;
    }

    /// <summary>Working time is that of the receiving team, by the hours it keeps now.</summary>
    private Durations DurationsOf(Row row)
    {
        if (row.AcceptedAt is not { } accepted)
            return default;
        var receiver = catalog.Teams.GetValueOrDefault(row.ToTeam);
        var done = row.CompletedAt ?? accepted;
        return new Durations(
            Histogram.TenthsOf(accepted - row.InitiatedAt),
            Histogram.TenthsOf(done - accepted),
            Histogram.TenthsOf(receiver?.Between(row.InitiatedAt, accepted) ?? accepted - row.InitiatedAt),
            Histogram.TenthsOf(receiver?.Between(accepted, done) ?? done - accepted)
        );
    }

    /// <summary>Only of the handoffs of which something was said at all.</summary>
    private async IAsyncEnumerable<FieldRow> FieldsAsync(
        IQueryable<Handoff> handoffs,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var told = handoffs
            .Where(handoff =>
                !handoff.SamePerson
                && (
                    handoff.Waived
                    || handoff.ReturnDefect
                    || handoff.LateGap
                    || handoff.QuestionsAsked > 0
                    || handoff.Ratings > 0
                )
            )
            .Select(handoff => new
            {
                handoff.Id,
                handoff.InitiatedAt,
                handoff.FromTeam,
                handoff.ToTeam,
                handoff.Template,
                handoff.TemplateVersion,
                handoff.Defects,
                handoff.Questions,
                handoff.Feedback,
            });
        await foreach (var candidate in told.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var lane = lanes.NumberOf(
                new Lane(candidate.FromTeam, candidate.ToTeam, candidate.Template, candidate.TemplateVersion)
            );
            foreach (
                var said in FieldSayings.Of(
                    candidate.FromTeam,
                    candidate.Defects,
                    candidate.Questions,
                    candidate.Feedback
                )
            )
                yield return new FieldRow(
                    candidate.Id,
                    candidate.InitiatedAt!.Value.Ticks,
                    lane,
                    fields.NumberOf(said.Field),
                    said.Marks,
                    said.Questions,
                    said.MinutesLost
                );
        }
    }

    private AttemptRow Attempted(GateAttempt attempt)
    {
        var receiver = catalog.Version(attempt.Template, attempt.TemplateVersion)?.ReceivingTeam ?? "";
        var faults = attempt.Fields.Select(
            (field, i) => new FieldFault(fields.NumberOf(field), attempt.Codes.ElementAtOrDefault(i) ?? "")
        );
        return new AttemptRow(
            attempt.At.Ticks,
            lanes.NumberOf(new Lane(attempt.Team, receiver, attempt.Template, attempt.TemplateVersion)),
            [.. faults]
        );
    }
}
