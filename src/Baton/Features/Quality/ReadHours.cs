using Baton.Client;
using Baton.Features.Handoffs;
using Baton.Storage;
using Microsoft.EntityFrameworkCore;

namespace Baton.Features.Quality;

/// <summary>Reads what began in some hours out of the store.</summary>
internal sealed class ReadHours(BatonDb db, Catalog catalog, Known<Lane> lanes, Known<string> fields)
{
    private const int NoTime = 0;

    private sealed record Row(
        long Id, DateTime InitiatedAt, string FromTeam, string ToTeam, string Template, int TemplateVersion, HandoffStatus Status, DateTime? OpenedAt, DateTime? AcceptedAt, DateTime? CompletedAt,
        bool EverReturned, bool ReturnDefect, bool Waived, bool LateGap, bool SamePerson, bool HandsBack, int Returns, int Hops, int QuestionsAsked, int Ratings, int RatingSum,
        Clock Clock, DateTime? ClockSince, DateTime? DueAt, long ReceiverTicks, long SenderTicks, long WorkTicks);

    /// <summary>Every hour from the first to the last, those in which nothing began included.</summary>
    internal async Task<IReadOnlyList<Hour>> RunAsync(int first, int last, Func<int, long> generationOf, CancellationToken cancellationToken)
    {
        var count = last - first + 1;
        var (rows, said, attempts) = (Lists<MeasuredRow>(count), Lists<FieldRow>(count), Lists<AttemptRow>(count));
        var (start, end) = (MetricHour.StartOf(first), MetricHour.StartOf(last + 1));
        var handoffs = db.Handoffs.AsNoTracking().Where(handoff => handoff.InitiatedAt >= start && handoff.InitiatedAt < end);
        await foreach (var row in Rows(handoffs).AsAsyncEnumerable().WithCancellation(cancellationToken))
            rows[MetricHour.HourOf(row.InitiatedAt) - first].Add(Measured(row));
        await foreach (var field in FieldsAsync(handoffs, cancellationToken))
            said[MetricHour.HourOf(new DateTime(field.Initiated, DateTimeKind.Utc)) - first].Add(field);
        await foreach (var attempt in db.GateAttempts.AsNoTracking().Where(one => one.At >= start && one.At < end).AsAsyncEnumerable().WithCancellation(cancellationToken))
            attempts[MetricHour.HourOf(attempt.At) - first].Add(Attempted(attempt));
        return [.. Enumerable.Range(0, count).Select(i => new Hour(first + i, generationOf(first + i), [.. rows[i]], [.. said[i]], [.. attempts[i]]))];
    }

    private static List<T>[] Lists<T>(int count) => [.. Enumerable.Range(0, count).Select(_ => new List<T>())];

    private IQueryable<Row> Rows(IQueryable<Handoff> handoffs) => handoffs.Select(one => new Row(
        one.Id, one.InitiatedAt!.Value, one.FromTeam, one.ToTeam, one.Template, one.TemplateVersion, one.Status, one.OpenedAt, one.AcceptedAt, one.CompletedAt,
        one.EverReturned, one.ReturnDefect, one.Waived, one.LateGap, one.SamePerson,
        one.ParentId != null && db.Handoffs.Any(parent => parent.Id == one.ParentId && parent.FromTeam == one.ToTeam && parent.ToTeam == one.FromTeam),
        one.Returns, one.Hops, one.QuestionsAsked, one.Ratings, one.RatingSum,
        one.Clock, one.ClockSince, one.DueAt, one.ReceiverTicks, one.SenderTicks, one.WorkTicks));

    private MeasuredRow Measured(Row row) => new()
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
        Marks = (row.Waived ? Marks.Waived : 0) | (row.ReturnDefect ? Marks.ReturnDefect : 0) | (row.LateGap ? Marks.LateGap : 0) | (row.EverReturned ? Marks.EverReturned : 0)
            | (row.SamePerson ? Marks.SamePerson : 0) | (row.HandsBack ? Marks.HandsBack : 0) | (row.OpenedAt is null ? 0 : Marks.Opened),
    };

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
            Histogram.TenthsOf(receiver?.Between(accepted, done) ?? done - accepted));
    }

    /// <summary>Only of the handoffs of which something was said at all.</summary>
    private async IAsyncEnumerable<FieldRow> FieldsAsync(IQueryable<Handoff> handoffs, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = handoffs
            .Where(one => !one.SamePerson && (one.Waived || one.ReturnDefect || one.LateGap || one.QuestionsAsked > 0 || one.Ratings > 0))
            .Select(one => new { one.Id, one.InitiatedAt, one.FromTeam, one.ToTeam, one.Template, one.TemplateVersion, one.Defects, one.Questions, one.Feedback });
        await foreach (var one in told.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var lane = lanes.NumberOf(new Lane(one.FromTeam, one.ToTeam, one.Template, one.TemplateVersion));
            foreach (var said in FieldSayings.Of(one.FromTeam, one.Defects, one.Questions, one.Feedback))
                yield return new FieldRow(one.Id, one.InitiatedAt!.Value.Ticks, lane, fields.NumberOf(said.Field), said.Marks, said.Questions, said.MinutesLost);
        }
    }

    private AttemptRow Attempted(GateAttempt attempt)
    {
        var receiver = catalog.Version(attempt.Template, attempt.TemplateVersion)?.ReceivingTeam ?? "";
        var faults = attempt.Fields.Select((field, i) => new FieldFault(fields.NumberOf(field), attempt.Codes.ElementAtOrDefault(i) ?? ""));
        return new AttemptRow(attempt.At.Ticks, lanes.NumberOf(new Lane(attempt.Team, receiver, attempt.Template, attempt.TemplateVersion)), [.. faults]);
    }
}
