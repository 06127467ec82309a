using System.Diagnostics;
using System.Text.Json;
using Baton.Client;
using Baton.Features.Handoffs.State;
using Baton.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace Baton.Tests.Features.Handoffs;

/// <summary>A receipt says who passed what to whom, and anybody can verify it without the server.</summary>
public sealed class ReceiptTests(SharedApps apps) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("baton-receipt-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, BothEngines]
    public async Task It_says_who_passed_which_revision_to_whom_and_who_accepted(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var returned = (await cast.ReturnedAsync()).HandoffId;
        var values = JsonSerializer.SerializeToElement(new { note = "Later." });
        await cast.Alice.Api.EditAsync(returned, new EditRequest(values));
        var (receipt, _) = await ReceiptAsync(cast, cast.Bob, returned);
        Assert.Equal(
            [("handoff.initiated", 1, cast.Alice.Key), ("handoff.returned", 1, cast.Bob.Key)],
            receipt.Passed.Select(step => (step.Kind, step.ContextRevision, step.By!))
        );
        Assert.Equal("handoff.edited", receipt.LastEvent.Kind);

        var id = (await cast.AcceptedAsync()).HandoffId;
        (receipt, _) = await ReceiptAsync(cast, cast.Alice, id);
        Assert.Equal(["handoff.initiated", "handoff.accepted"], receipt.Passed.Select(step => step.Kind));
        var accepted = receipt.Passed[^1];
        Assert.Equal(
            (cast.Bob.Key, cast.Sender, cast.Receiver, 1),
            (accepted.By, accepted.FromTeam, accepted.ToTeam, accepted.ContextRevision)
        );
        Assert.Equal((id, HandoffStatus.Accepted), (receipt.HandoffId, receipt.Status));
        Assert.Equal((accepted.Event, accepted.Hash), (receipt.LastEvent.Seq, receipt.LastEvent.Hash));
        Assert.Equal(
            accepted.Hash,
            await cast.App.ReadAsync(db =>
                db.Handoffs.Where(row => row.Id == id).Select(row => row.ChainHash).SingleAsync()
            )
        );
        Assert.DoesNotContain("client_name", JsonSerializer.Serialize(receipt));
    }

    [Theory, BothEngines]
    public async Task The_script_verifies_a_good_one_and_nothing_else(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var (receipt, good) = await ReceiptAsync(cast, cast.Alice, (await cast.AcceptedAsync()).HandoffId);
        var key = await cast.Charlie.Api.GetReceiptKeyAsync();
        var pem = Path.Combine(folder, "key.pem");
        await File.WriteAllTextAsync(pem, key.PublicKey, TestContext.Current.CancellationToken);
        var (code, said) = await VerifyAsync(good, pem);
        Assert.True(code == 0, said);
        Assert.Contains($"Verified. Fingerprint of the key: {key.Fingerprint}", said);
        Assert.Equal(0, (await VerifyAsync(good)).Code);

        var lines = good.Split('\n');
        (string What, string Text)[] bad =
        [
            ("another person", good.Replace(cast.Bob.Key, "mallory", StringComparison.Ordinal)),
            ("another hash", good.Replace(receipt.LastEvent.Hash, new string('0', 64), StringComparison.Ordinal)),
            ("half of it", good[..(good.Length / 2)]),
            ("no last line", good[..^2]),
            (
                "no signature",
                string.Join('\n', lines.Where(line => !line.StartsWith("\"signature", StringComparison.Ordinal)))
            ),
            ("a second one behind it", good.Replace("\n}\n", $"\n}}\n{good}", StringComparison.Ordinal)),
            ("another form", JsonSerializer.Serialize(JsonElement.Parse(good))),
            ("nothing", ""),
        ];
        foreach (var (what, text) in bad)
        {
            (code, said) = await VerifyAsync(text, pem);
            Assert.True(code == 1 && said.StartsWith("NOT VERIFIED: ", StringComparison.Ordinal), $"{what}: {said}");
        }

        var other = Path.Combine(folder, "other.pem");
        var own = Path.Combine(folder, "own.pem");
        await RunAsync("openssl", "genpkey", "-algorithm", "ed25519", "-out", own);
        await RunAsync("openssl", "pkey", "-in", own, "-pubout", "-out", other);
        Assert.Contains("it was signed by another key", (await VerifyAsync(good, other)).Said);
    }

    [Fact]
    public async Task A_history_that_was_changed_gets_none()
    {
        await using var app = await BatonApp.StartAsync(Engine.Sqlite);
        var cast = await app.CastAsync();
        var id = (await cast.AcceptedAsync()).HandoffId;
        await app.Storage.UnlockEventsAsync();
        await app.Storage.RunSqlAsync(
            $"UPDATE handoff_events SET actor = 'mallory' WHERE handoff_id = {id} AND seq = 2"
        );
        var refused = (await app.SendAsync(cast.Alice, HttpMethod.Get, $"api/v1/handoffs/{id}/receipt")).Problem;
        Assert.Equal((409, "history-changed"), (refused.Status, refused.Type));
        Assert.Contains("baton doctor", refused.Detail);
    }

    [Fact]
    public async Task The_command_line_and_the_page_give_the_same()
    {
        var cast = await apps.CastOn(Engine.Sqlite);
        var id = (await cast.AcceptedAsync()).HandoffId;
        var file = Path.Combine(folder, "cli.json");
        (await cast.App.CliAsync(cast.Bob, "handoff", "receipt", $"{id}", "--output", file)).Done();
        Assert.Equal(0, (await RunAsync(Script, file)).Code);
        (await cast.App.CliAsync(cast.Bob, "handoff", "receipt", $"{id}", "--output", file)).Refused("already exists");
        using var bob = await cast.App.VisitAsync(cast.Bob);
        var link = (await bob.GetAsync($"/handoffs/{id}")).Document.QuerySelector("a[href$='/receipt']");
        Assert.Equal($"/handoffs/{id}/receipt", link?.GetAttribute("href"));
        Assert.Equal(200, (await bob.GetAsync($"/handoffs/{id}/receipt")).Status);
        using var charlie = await cast.App.VisitAsync(cast.Charlie);
        Assert.Equal(404, (await charlie.GetAsync($"/handoffs/{id}/receipt")).Status);
    }

    private static string Script { get; } = Path.Combine(Repository.Root, "docs", "receipt", "verify");

    private static async Task<(ReceiptRecord Receipt, string Text)> ReceiptAsync(Cast cast, Someone who, long id)
    {
        using var content = new MemoryStream();
        await who.Api.DownloadReceiptAsync(id, content, TestContext.Current.CancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(content.ToArray());
        return (JsonSerializer.Deserialize<SignedReceipt>(text, BatonJson.Options)!.Receipt, text);
    }

    private async Task<(int Code, string Said)> VerifyAsync(string receipt, params string[] more)
    {
        var file = Path.Combine(folder, "receipt.json");
        await File.WriteAllTextAsync(file, receipt, TestContext.Current.CancellationToken);
        return await RunAsync(Script, [file, .. more]);
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }
}
