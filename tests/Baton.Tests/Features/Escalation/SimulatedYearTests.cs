using System.Text.Json;
using Baton.Client;
using Baton.Features.Escalation;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Complete;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Commands.Return;
using Baton.Features.Handoffs.State;
using Baton.Features.Notices;
using Baton.Features.Organization;
using Baton.Features.Teams;
using Baton.Features.Templates;
using Baton.Features.Templates.Publishing;
using Baton.Hosting;
using Baton.Storage;
using Baton.Tests.App;
using Baton.Tests.Features.Clocks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Baton.Tests.Features.Escalation;

/// <summary>
/// A year of 150 handoffs, and with <c>BATON_TEST_LONG=1</c> of 2,000, between teams in four time zones with
/// holidays. Every rung that goes off is compared with a plan made by looking at every minute of the year: none
/// outside working hours, none missed, none twice.
/// </summary>
public sealed class SimulatedYearTests
{
    private const int MinutesAhead = 420 * 1440;

    private static readonly int Handoffs = LongRun.Tries(150, 2000);
    private static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);
    private static readonly int[] Percents = [50, 100, 150];

    private static readonly Dictionary<string, CalendarOracle> Teams = new()
    {
        ["berlin"] = new(
            "Europe/Berlin",
            Week([540, 750, 810, 1020]),
            [new(new LocalDate(2026, 4, 3)), new(new LocalDate(2026, 4, 6)), new(new LocalDate(2026, 12, 25))]
        ),
        ["new-york"] = new(
            "America/New_York",
            Week([540, 1020]),
            [new(new LocalDate(2026, 7, 3)), new(new LocalDate(2026, 11, 26))]
        ),
        ["kolkata"] = new(
            "Asia/Kolkata",
            Week([570, 1110]),
            [new(new LocalDate(2026, 1, 26)), new(new LocalDate(2026, 8, 15))]
        ),
        ["berlin-nights"] = new(
            "Europe/Berlin",
            Week([1320, 1800]),
            [new(new LocalDate(2026, 12, 24)), new(new LocalDate(2026, 5, 13), 1320, 1440)]
        ),
        ["lord-howe"] = new("Australia/Lord_Howe", Week([0, 1440]), [new(new LocalDate(2026, 4, 25))]),
    };

    private readonly FakeTimeProvider time = new(new DateTimeOffset(Start));
    private readonly Random random = new(20260105);
    private readonly Dictionary<string, bool[]> open = Teams.ToDictionary(
        team => team.Key,
        team => OpenMinutes(team.Value)
    );
    private readonly List<Run> runs = [];

    /// <summary>A stretch in which one clock ran, and its rungs were to go off unless it ended before.</summary>
    private sealed record Run(long Handoff, string Team, DateTime From, DateTime Due)
    {
        public DateTime Until { get; set; } = DateTime.MaxValue;
    }

    [Fact]
    public async Task No_rung_is_missed_none_goes_off_twice_and_none_while_the_team_is_closed()
    {
        await using var services = await ServicesAsync();
        await PrepareAsync(services);
        var steps = new PriorityQueue<(long Handoff, string Step), DateTime>();
        for (var i = 0; i < Handoffs; i++)
            steps.Enqueue((0, "initiate"), Start.AddMinutes(random.Next(365 * 1440)));
        var fire = services.GetRequiredService<FireAlarms>();
        var end = Start.AddDays(400);
        while (true)
        {
            var next = await NextAlarmAsync(services);
            var command = steps.TryPeek(out _, out var at) ? at : DateTime.MaxValue;
            if ((next ?? DateTime.MaxValue) > end && command == DateTime.MaxValue)
                break;
            time.SetUtcNow(new DateTimeOffset(next <= command ? next.Value : command));
            while (await fire.RunAsync(TestContext.Current.CancellationToken) > 0) { }

            while (steps.TryPeek(out var step, out at) && at <= time.GetUtcNow().UtcDateTime)
            {
                steps.Dequeue();
                if (await RunAsync(services, step.Handoff, step.Step) is { } follows)
                    steps.Enqueue((follows.Handoff, follows.Step), at.AddMinutes(random.Next(1, 4 * 1440)));
            }
        }

        var fired = await FiredAsync(services);
        var planned = runs.SelectMany(run =>
                Percents
                    .Select(percent => (run.Handoff, percent, At: GoesOff(run, percent)))
                    .Where(rung => rung.At <= run.Until && rung.At <= end)
            )
            .ToList();
        Assert.True(fired.Count > Handoffs, $"Only {fired.Count} rungs went off.");
        Assert.All(
            fired,
            candidate =>
                Assert.True(
                    open[candidate.Team][(int)(candidate.At - Start).TotalMinutes],
                    $"{candidate} while {candidate.Team} was closed"
                )
        );
        Assert.Equal(
            planned.Order(),
            fired.Select(candidate => (candidate.Handoff, candidate.Percent, candidate.At)).Order()
        );
    }

    private async Task<(long Handoff, string Step)?> RunAsync(ServiceProvider services, long id, string step)
    {
        var catalog = await services.GetRequiredService<Catalogs>().CurrentAsync(CancellationToken.None);
        var now = time.GetUtcNow().UtcDateTime;
        var writer = services.GetRequiredService<Writer>();
        var context = new RequestContext(Caller.System, catalog, now, "test");
        if (step == "initiate")
        {
            var template = catalog
                .Templates.Keys.Where(key => key.StartsWith("t-", StringComparison.Ordinal))
                .Order()
                .ElementAt(random.Next(Teams.Count));
            var create = CreateHandoff.Prepare(
                services.GetRequiredService<StoreModel>().Value,
                context,
                new CreateHandoffRequest(template, JsonElement.Parse("""{"name": "x"}"""))
            );
            var begun = (await writer.WriteAsync(create, CancellationToken.None)).Value!.Handoff;
            Began(begun, now);
            return (begun.Id, "accept");
        }

        var outcome =
            step == "resubmit"
                ? await ResubmitAsync(services, context, id)
                : await writer.WriteAsync(
                    (db, token) =>
                        step switch
                        {
                            "accept" => AcceptHandoff.Command.RunAsync(db, context, id, new AcceptRequest(), token),
                            "return" => ReturnHandoff.Command.RunAsync(
                                db,
                                context,
                                id,
                                new ReturnRequest([new FindingRequest("name", FindingCode.Unclear)]),
                                token
                            ),
                            _ => CompleteHandoff.Command.RunAsync(db, context, id, new CompleteRequest(), token),
                        },
                    CancellationToken.None
                );
        Assert.Null(outcome.Refusal);
        runs.Last(run => run.Handoff == id).Until = now;
        if (step == "complete")
            return null;
        Began(outcome.Value!, now);

        // Some wait for good: their ladders are climbed to the top.
        return random.Next(10) == 0
            ? null
            : (
                id,
                step switch
                {
                    "accept" => random.Next(3) == 0 ? "return" : "complete",
                    "return" => "resubmit",
                    _ => "accept",
                }
            );
    }

    private static Task<Outcome<Handoff>> ResubmitAsync(ServiceProvider services, RequestContext context, long id) =>
        JudgeInitiate.RunAsync(
            services.GetRequiredService<Writer>(),
            services.GetRequiredService<IDbContextFactory<BatonDb>>(),
            context,
            id,
            new InitiateRequest(Replies: new Dictionary<string, string> { ["name"] = "It is x." }),
            null,
            TestContext.Current.CancellationToken
        );

    private void Began(Handoff handoff, DateTime now) =>
        runs.Add(new Run(handoff.Id, handoff.ClockTeam!, now, handoff.DueAt!.Value));

    /// <summary>
    /// By looking at minutes: when so much of the open time until the due moment has passed, and the team is open.
    /// </summary>
    private DateTime GoesOff(Run run, int percent)
    {
        var minutes = open[run.Team];
        var due = 0L;
        for (var at = run.From; at < run.Due; at = at.AddMinutes(1))
            due += minutes[(int)(at - Start).TotalMinutes] ? TimeSpan.TicksPerMinute : 0;
        var left = due * percent / 100;
        var moment = run.From;
        while (true)
        {
            if (minutes[(int)(moment - Start).TotalMinutes])
            {
                if (left < TimeSpan.TicksPerMinute)
                    return moment.AddTicks(left);
                left -= TimeSpan.TicksPerMinute;
            }

            moment = moment.AddMinutes(1);
        }
    }

    private static async Task<DateTime?> NextAlarmAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync();
        return await db.Alarms.Where(alarm => alarm.NextAt != null).MinAsync(alarm => alarm.NextAt);
    }

    private static async Task<List<(long Handoff, string Team, int Percent, DateTime At)>> FiredAsync(
        ServiceProvider services
    )
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<BatonDb>>().CreateDbContextAsync();
        var notices = await db.Notices.AsNoTracking().Where(notice => notice.Kind.StartsWith("clock.")).ToListAsync();
        return
        [
            .. notices.Select(notice =>
                (notice.HandoffId, notice.Data!.Team, notice.Data.Percent!.Value, notice.CreatedAt)
            ),
        ];
    }

    private async Task<ServiceProvider> ServicesAsync()
    {
        var storage = await BatonApp.NewStorageAsync(Engine.Sqlite);
        Assert.Null(Schema.Upgrade(storage));
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        BatonHost.AddCore(services, storage, new ConfigurationBuilder().Build());
        return services.AddSingleton<FireAlarms>().BuildServiceProvider();
    }

    private static async Task PrepareAsync(ServiceProvider services)
    {
        var writer = services.GetRequiredService<Writer>();
        foreach (var (key, oracle) in Teams)
        {
            var context = new RequestContext(
                Caller.System,
                await services.GetRequiredService<Catalogs>().CurrentAsync(CancellationToken.None),
                Start,
                "test"
            );
            var request = new TeamRequest
            {
                TimeZone = oracle.Zone,
                WorkingHours = oracle.WorkingHours,
                Holidays = [.. oracle.Holidays.Select(day => day.ToString())],
            };
            Assert.Null(
                (
                    await writer.WriteAsync(
                        (db, token) =>
                            services.GetRequiredService<PutTeam>().RunAsync(db, context, key, request, token),
                        CancellationToken.None
                    )
                ).Refusal
            );
        }

        foreach (var (from, to) in Teams.Keys.Zip(Teams.Keys.Skip(1).Append(Teams.Keys.First())))
        {
            var context = new RequestContext(
                Caller.System,
                await services.GetRequiredService<Catalogs>().CurrentAsync(CancellationToken.None),
                Start,
                "test"
            );
            var template = TemplateFile
                .Parse(
                    $$"""
                    key: t-{{from}}
                    from_team: {{from}}
                    receiving_team: {{to}}
                    fields: [{ key: name, required: true }]
                    accept_within: 8h
                    resubmit_within: 1d
                    complete_within: 2d
                    """
                )
                .Templates[0];
            Assert.Null(
                (
                    await writer.WriteAsync(
                        (db, token) => PublishTemplate.RunAsync(db, context, template, null, token),
                        CancellationToken.None
                    )
                ).Refusal
            );
        }
    }

    private static bool[] OpenMinutes(CalendarOracle team) =>
        [.. Enumerable.Range(0, MinutesAhead).Select(minute => team.IsOpen(Start.AddMinutes(minute)))];

    private static int[][] Week(int[] day) => [day, day, day, day, day, [], []];
}
