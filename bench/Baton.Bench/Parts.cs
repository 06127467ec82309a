using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.Commands.Accept;
using Baton.Features.Handoffs.Commands.Complete;
using Baton.Features.Handoffs.Commands.Create;
using Baton.Features.Handoffs.Commands.Initiate;
using Baton.Features.Handoffs.Commands.Open;
using Baton.Features.Handoffs.Commands.Tick;
using Baton.Features.Handoffs.State;
using Baton.Features.Organization;
using Baton.Features.Templates;
using Baton.Storage;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Baton.Bench;

/// <summary>What one hand-over is made of, without a store.</summary>
[Config(typeof(InThisProcess))]
[MemoryDiagnoser]
public class Parts
{
    private static readonly DateTime At = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    private readonly Caller sender = new(
        "sam",
        "Sam",
        false,
        new Dictionary<string, TeamRole> { ["sales"] = TeamRole.Member }
    );
    private readonly Caller receiver = new(
        "olga",
        "Olga",
        false,
        new Dictionary<string, TeamRole> { ["onboarding"] = TeamRole.Lead }
    );
    private Template template = null!;
    private JsonElement context;
    private IModel model = null!;
    private Handoff handoff = null!;
    private List<(string Kind, string Data, HandoffEvent Event)> history = null!;

    [GlobalSetup]
    public void SetUp()
    {
        template = Starters.All.Single(candidate => candidate.Key == "sales_to_onboarding");
        context = JsonElement
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "handoff.json")))
            .GetProperty("context");
        var builder = new DbContextOptionsBuilder<BatonDb>();
        StorageServices.UseSqlite(builder, new StorageOptions(Path.GetTempPath(), null));
        using var db = new BatonDb(builder.Options);
        model = db.Model;
        handoff = Initiate();
        var story = Initiate();
        OpenHandoff.Decide(story, receiver, At.AddHours(1));
        var accepted = new HandoffAccepted(story.ContextRevision, null, At.AddDays(10));
        AcceptHandoff.Decide(story, null, false, accepted, receiver, At.AddHours(2));
        foreach (var step in template.Checklist)
            TickStep.Decide(story, step.Key, new TickRequest(Done: true), receiver, At.AddHours(3));
        CompleteHandoff.Decide(story, receiver, At.AddHours(4));
        history = [.. story.Events.Select(happened => (happened.Kind, happened.Data, happened))];
    }

    [Benchmark]
    public bool GateCheck() => Gate.Check(template, context, []).Complete;

    [Benchmark]
    public object InitiateInMemory() => Initiate();

    /// <summary>Eight events, from handing over to completion.</summary>
    [Benchmark]
    public object FoldOfEightEvents() => HandoffHistory.Fold(1, history.Select(candidate => candidate.Event));

    /// <summary>What folding costs when the events come out of the store as text.</summary>
    [Benchmark]
    public int ReadingEightEvents() =>
        history.Sum(candidate => HandoffCommands.Read(candidate.Kind, candidate.Data).Kind.Length);

    [Benchmark]
    public object RowsOfANewHandoff() => new NewHandoff(model, HandoffWrite.Begun(handoff, null));

    private Handoff Initiate()
    {
        var created = new HandoffCreated(
            template.Key,
            1,
            "sales",
            "onboarding",
            HandoffTitle.Of(template, context),
            "normal",
            context,
            CreateHandoff.ChecklistOf(template),
            [],
            null,
            null,
            null
        );
        return InitiateHandoff.Begin(created, Gate.Check(template, context, []), At.AddHours(8), sender, At).Value!;
    }

    /// <summary>The repository builds strictly, which a generated project would not stand.</summary>
    private sealed class InThisProcess : ManualConfig
    {
        public InThisProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance));
    }
}
