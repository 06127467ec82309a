using Baton.Client;
using Baton.Features.Handoffs.Commands;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

public sealed class DisputeDefectTests(SharedApps apps)
{
    [Theory, EitherEngine]
    public async Task What_is_disputed_counts_once_it_is_upheld(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var dropped = (await cast.ReturnedAsync()).HandoffId;
        var upheld = (await cast.AcceptedAsync()).HandoffId;
        await cast.Bob.Api.FlagGapAsync(upheld, new GapRequest("note", FindingCode.Missing, 15));
        Assert.Equal((2, 1, 1, 0.0), await FiguresAsync());
        var disputed = await cast.Alice.Api.DisputeAsync(dropped, 1, new DisputeRequest("60000 came later."));
        await cast.Alice.Api.DisputeAsync(upheld, 1, new DisputeRequest("It was in the note."));
        Assert.Equal(
            ("60000 came later.", cast.Alice.Key, null),
            (disputed.Defects[0].Dispute!.Note, disputed.Defects[0].Dispute!.By, disputed.Defects[0].Dispute!.Upheld)
        );
        Assert.Equal((0, 0, 0, 1.0), await FiguresAsync());
        await cast.Ben.Api.DecideAsync(dropped, 1, new DecisionRequest(Upheld: false, "You are right."));
        var decided = await cast.Ben.Api.DecideAsync(upheld, 1, new DecisionRequest(Upheld: true));
        Assert.Equal((true, cast.Ben.Key), (decided.Defects[0].Dispute!.Upheld, decided.Defects[0].Dispute!.DecidedBy));
        Assert.Equal((1, 0, 1, 0.0), await FiguresAsync());
        Assert.Equal(["note"], (await cast.Alice.Api.SendersAsync()).ByField.Select(field => field.Field));
        Assert.Equal(1, (await cast.Alice.Api.MetricsAsync()).Returned);

        async Task<(int, int, int, double?)> FiguresAsync()
        {
            var row = (await cast.Alice.Api.SendersAsync()).Items.Single();
            var metrics = await cast.Alice.Api.MetricsAsync();
            Assert.Equal(row.FirstPassYield, metrics.FirstPassYield);
            return (row.Defective, row.Returned, row.LateGaps, row.FirstPassYield);
        }
    }

    [Theory, EitherEngine]
    public async Task Who_may_what_and_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.ReturnedAsync()).HandoffId;
        Assert.Contains("dispute", (await cast.Alice.Api.GetAsync(id)).AllowedCommands);
        Assert.Equal(
            403,
            (await Refusals.RefusedAsync(cast.Bob.Api.DisputeAsync(id, 1, new DisputeRequest("No.")))).Status
        );
        Assert.Equal(
            404,
            (await Refusals.RefusedAsync(cast.Charlie.Api.DisputeAsync(id, 1, new DisputeRequest("No.")))).Status
        );
        Assert.Equal(
            404,
            (await Refusals.RefusedAsync(cast.Alice.Api.DisputeAsync(id, 2, new DisputeRequest("No.")))).Status
        );
        var empty = await Refusals.RefusedAsync(cast.Alice.Api.DisputeAsync(id, 1, new DisputeRequest(" ")));
        Assert.Equal((422, "note"), (empty.Status, empty.Errors![0].Field));
        Assert.Equal(
            "not-disputed",
            (await Refusals.RefusedAsync(cast.Ben.Api.DecideAsync(id, 1, new DecisionRequest(true)))).Type
        );
        await cast.Ann.Api.DisputeAsync(id, 1, new DisputeRequest("No."));
        Assert.Equal(
            (409, "disputed"),
            Seen(await Refusals.RefusedAsync(cast.Alice.Api.DisputeAsync(id, 1, new DisputeRequest("No."))))
        );
        foreach (var who in (Someone[])[cast.Bob, cast.Alice, cast.Ann])
            Assert.Equal(
                403,
                (await Refusals.RefusedAsync(who.Api.DecideAsync(id, 1, new DecisionRequest(true)))).Status
            );
        await cast.Ben.Api.DecideAsync(id, 1, new DecisionRequest(Upheld: true));
        Assert.Equal(
            (409, "decided"),
            Seen(await Refusals.RefusedAsync(cast.Root.Api.DecideAsync(id, 1, new DecisionRequest(false))))
        );
        var waived = await cast.Ann.Api.CreateAsync(
            cast.NewHandoff(System.Text.Json.JsonElement.Parse("""{"contract_value": 1}""")) with
            {
                Waivers = [new WaiverRequest("client_name", "Not known.")],
            }
        );
        Assert.Equal(
            422,
            (
                await Refusals.RefusedAsync(cast.Ann.Api.DisputeAsync(waived.HandoffId, 1, new DisputeRequest("No.")))
            ).Status
        );

        static (int, string) Seen(Problem problem) => (problem.Status, problem.Type);
    }

    [Fact]
    public async Task The_page_disputes_and_decides()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = (await cast.ReturnedAsync()).HandoffId;
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var shown = await alice.GetAsync($"/handoffs/{id}");
        Assert.Contains("Dispute", shown.Document.QuerySelector("#defects")!.TextContent, StringComparison.Ordinal);
        await alice.SubmitAsync(shown, "Dispute", ("note", "It was there."));
        using var ben = await cast.App.VisitAsync(cast.Ben);
        var asked = await ben.GetAsync($"/handoffs/{id}");
        Assert.Contains(
            "It was there.",
            asked.Document.QuerySelector("#defects")!.TextContent,
            StringComparison.Ordinal
        );
        await ben.SubmitAsync(asked, "Drop it: it does not count", ("answer", "So it was."));
        Assert.Equal(
            (false, "So it was."),
            (
                (await cast.Alice.Api.GetAsync(id)).Defects[0].Dispute!.Upheld!.Value,
                (await cast.Alice.Api.GetAsync(id)).Defects[0].Dispute!.Answer
            )
        );
    }
}
