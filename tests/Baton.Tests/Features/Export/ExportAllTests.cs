using System.Text;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Deliveries;
using Baton.Features.Handoffs.Commands;
using Baton.Features.Handoffs.State;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Export;

public sealed class ExportAllTests
{
    [Theory, BothEngines]
    public async Task Everything_is_there_and_no_secret(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var secret = "whsec_" + Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        await cast.Ben.Api.PutTeamAsync(
            cast.Receiver,
            new TeamRequest
            {
                Channels =
                [
                    new("email", Address: "team@example.org"),
                    new("webhook", Url: "http://127.0.0.1:9/hook?token=hidden-token", Secret: secret),
                ],
            }
        );
        await cast.Root.Api.PublishTemplateAsync(
            cast.Template_,
            Cast.Template.Replace("KEY", cast.Template_)
                .Replace("SENDER", cast.Sender)
                .Replace("RECEIVER", cast.Receiver)
                .Replace("8h", "4h")
        );
        await Refusals.RefusedAsync(cast.Alice.Api.CreateAsync(cast.NewHandoff(JsonElement.Parse("{}"))));
        var returned = (await cast.ReturnedAsync()).HandoffId;
        var done = (await cast.CompletedAsync()).HandoffId;
        await cast.Bob.Api.FlagGapAsync(done, new GapRequest("note", FindingCode.Missing, 15));
        await Wait.ForAsync(
            () => app.ReadAsync(db => db.Deliveries.CountAsync(delivery => delivery.Attempts > 0)),
            count => count > 0
        );

        var ran = await BatonProcess.RunAsync(null, null, ["export", .. Cli.On(app.Storage)]);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var lines = ran
            .Lines.Select(line => JsonElement.Parse(line))
            .ToLookup(line => line.GetProperty("kind").GetString()!);
        Assert.StartsWith("{\"kind\":\"export\",\"format\":1,", ran.Lines[0], StringComparison.Ordinal);
        Assert.Equal(6, lines["person"].Count());
        Assert.All(lines["person"], person => Assert.Equal("person", person.GetProperty("person_kind").GetString()));
        Assert.All(lines["person"], person => Assert.Single(person.EnumerateObject(), part => part.NameEquals("kind")));
        Assert.Equal(
            [1, 2],
            lines["template"]
                .Where(candidate => candidate.GetProperty("key").GetString() == cast.Template_)
                .Select(candidate => candidate.GetProperty("version").GetInt32())
        );
        var receiver = lines["team"].Single(candidate => candidate.GetProperty("key").GetString() == cast.Receiver);
        Assert.Equal(
            (2, 2, "team@example.org"),
            (
                receiver.GetProperty("members").GetArrayLength(),
                receiver.GetProperty("channels").GetArrayLength(),
                receiver.GetProperty("channels")[0].GetProperty("address").GetString()
            )
        );
        Assert.Equal("api", lines["gate_attempt"].Single().GetProperty("door").GetString());
        Assert.Contains(
            lines["delivery"],
            candidate =>
                candidate.GetProperty("handoff_id").GetInt64() == returned
                && candidate.GetProperty("attempts").GetArrayLength() > 0
        );
        foreach (var hidden in (string[])[secret, "hidden-token", "127.0.0.1:9/hook", cast.Alice.Token])
            Assert.DoesNotContain(hidden, ran.Out, StringComparison.Ordinal);
        Assert.Equal(
            [returned, done],
            lines["handoff"].Select(candidate => candidate.GetProperty("handoff_id").GetInt64())
        );
        Assert.All(lines["handoff"], IsTheFoldOfItsEvents);
    }

    [Theory, BothEngines]
    public async Task Its_handoffs_can_be_imported_as_history(Engine engine)
    {
        await using var app = await BatonApp.StartAsync(engine);
        var cast = await app.CastAsync();
        var done = await cast.CompletedAsync();
        var taken = await cast.AcceptedAsync();
        var waits = await cast.Ann.Api.CreateAsync(
            cast.NewHandoff(JsonElement.Parse("""{"client_name": "TBD", "contract_value": 1}""")) with
            {
                Waivers = [new WaiverRequest("client_name", "Later.")],
                ExternalKey = "own",
            }
        );
        await cast.DraftAsync();
        await cast.ReturnedAsync();
        var rerouted = (await cast.InitiatedAsync()).HandoffId;
        await cast.Ben.Api.RerouteAsync(rerouted, new RerouteRequest(cast.Other, "Theirs."));
        var exported = await BatonProcess.RunAsync(null, null, ["export", .. Cli.On(app.Storage)]);

        await using var other = await BatonApp.StartAsync(engine);
        var root = await other.AddPersonAsync("root", admin: true);
        foreach (var team in (string[])[cast.Sender, cast.Receiver])
            await root.Api.PutTeamAsync(team, new TeamRequest { Name = team });
        await root.Api.PublishTemplateAsync(
            cast.Template_,
            Cast.Template.Replace("KEY", cast.Template_)
                .Replace("SENDER", cast.Sender)
                .Replace("RECEIVER", cast.Receiver)
        );
        var lines = string.Join(
            '\n',
            exported
                .Lines.Where(line => line.StartsWith("{\"kind\":\"handoff\"", StringComparison.Ordinal))
                .Append(exported.Lines[0])
        );
        var ran = await other.ImportAsync(Encoding.UTF8.GetBytes(lines), "--format", "ndjson");
        Assert.Equal(
            [
                "line 5: refused: A handoff with the status returned cannot be imported as history.",
                $"line 6: refused: It went to {cast.Other}, but with this template history can only be "
                    + $"imported for {cast.Receiver}.",
                "line 7: refused: Lines of kind export are not imported, only lines of kind handoff.",
            ],
            ran.Lines.Skip(4).Take(3)
        );
        var copies = (await root.Api.ListAsync(new HandoffQuery())).Items;
        Assert.Equal(
            [HandoffStatus.Draft, HandoffStatus.Initiated, HandoffStatus.Accepted, HandoffStatus.Completed],
            copies.Select(copy => copy.Status)
        );
        Assert.Equal(
            (done.InitiatedAt, done.AcceptedAt, done.CompletedAt, done.CompletedBy, done.Title),
            (copies[3].InitiatedAt, copies[3].AcceptedAt, copies[3].CompletedAt, copies[3].CompletedBy, copies[3].Title)
        );
        Assert.Equal(
            (taken.AcceptedBy, taken.CompleteBy, $"baton-{taken.HandoffId}"),
            (copies[2].AcceptedBy, copies[2].CompleteBy, copies[2].ExternalKey)
        );
        Assert.Equal(
            (waits.Waivers[0], "own", waits.AcceptBy),
            (copies[1].Waivers[0], copies[1].ExternalKey, copies[1].AcceptBy)
        );
        var again = await other.ImportAsync(Encoding.UTF8.GetBytes(lines), "--format", "ndjson");
        Assert.Contains("7 lines: 0 created, 4 existing, 3 refused", again.Out, StringComparison.Ordinal);
    }

    /// <summary>The exported events explain the exported state.</summary>
    private static void IsTheFoldOfItsEvents(JsonElement line)
    {
        var changes = line.GetProperty("events")
            .EnumerateArray()
            .Select(candidate => candidate.Deserialize<EventRecord>(BatonJson.Options)!);
        var folded = HandoffHistory.Fold(
            line.GetProperty("handoff_id").GetInt64(),
            changes.Select(change =>
                HandoffEvent.OfThePast(
                    change.Seq,
                    HandoffCommands.Read(change.Kind, change.Data.GetRawText()),
                    change.At,
                    change.Actor,
                    change.Team
                )
            )
        );
        Assert.Equal(line.GetProperty("status").GetString(), Handoff.Wire(folded.Status));
        Assert.Equal(line.GetProperty("version").GetInt32(), folded.Version);
        Assert.Equal(line.GetProperty("completed_at").Deserialize<DateTime?>(BatonJson.Options), folded.CompletedAt);
        Assert.Equal(line.GetProperty("context").GetRawText(), folded.Context.GetRawText());
        Assert.Equal(line.GetProperty("gaps").GetArrayLength(), folded.Gaps.Count);
    }
}
