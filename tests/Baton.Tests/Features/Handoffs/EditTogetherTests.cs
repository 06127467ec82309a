using System.Text.Json;
using Baton.Client;
using Baton.Tests.App;

namespace Baton.Tests.Features.Handoffs;

/// <summary>Several people change one handoff in forms that they opened before each other's change.</summary>
public sealed class EditTogetherTests(SharedApps apps)
{
    [Theory, BothEngines]
    public async Task A_form_changes_what_its_author_changed_and_nothing_else(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var path = $"/handoffs/{(await cast.InitiatedAsync()).HandoffId}";
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var (first, second) = (await alice.GetAsync($"{path}/edit"), await ann.GetAsync($"{path}/edit"));
        await ann.SubmitAsync(second, "Correct", ("v.note", "Call first."));
        Assert.Equal(200, (await alice.SubmitAsync(first, "Correct", ("v.client_name", "Acme AG"))).Status);
        Assert.Equal(("Acme AG", "Call first."), await ValuesAsync(cast, path));
    }

    [Theory, BothEngines]
    public async Task Who_changes_the_same_field_is_told_and_replaces_it_knowingly(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var path = $"/handoffs/{(await cast.InitiatedAsync()).HandoffId}";
        using var alice = await cast.App.VisitAsync(cast.Alice);
        using var ann = await cast.App.VisitAsync(cast.Ann);
        var form = await alice.GetAsync($"{path}/edit");
        var other = await ann.GetAsync($"{path}/edit");
        await ann.SubmitAsync(other, "Correct", ("v.client_name", "Acme SE"), ("v.note", "Call first."));

        var told = await alice.SubmitAsync(form, "Correct", ("v.client_name", "Acme AG"));
        Assert.Equal(409, told.Status);
        Assert.Equal(
            "Client name: someone else has changed this to “Acme SE” since you opened the form. "
                + "Save again to replace it with what you typed.",
            Assert.Single(told.Faults)
        );
        Assert.Equal(("Acme SE", "Call first."), await ValuesAsync(cast, path));

        // What was typed stands there still; the note, which alice did not touch, stays ann's.
        Assert.Equal(200, (await alice.SubmitAsync(told, "Correct")).Status);
        Assert.Equal(("Acme AG", "Call first."), await ValuesAsync(cast, path));
    }

    [Theory, BothEngines]
    public async Task What_is_returned_meanwhile_keeps_what_is_being_corrected(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.InitiatedAsync()).HandoffId;
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/handoffs/{id}/edit");
        await cast.Bob.Api.ReturnAsync(
            id,
            new ReturnRequest([new FindingRequest("contract_value", FindingCode.Wrong, "It says 60000.")])
        );
        var told = await alice.SubmitAsync(form, "Correct", ("v.client_name", "Acme AG"));
        Assert.Equal(409, told.Status);
        Assert.Contains("Its status is “Changes needed” now.", Assert.Single(told.Faults), StringComparison.Ordinal);
        Assert.Equal("Acme AG", told.Document.QuerySelector("[name='v.client_name']")!.GetAttribute("value"));
        Assert.Equal(200, (await alice.SubmitAsync(told, "Save")).Status);
        Assert.Equal(("Acme AG", null), await ValuesAsync(cast, $"/handoffs/{id}"));
    }

    [Theory, EitherEngine]
    public async Task A_form_that_is_sent_twice_is_answered_once(Engine engine)
    {
        var cast = await apps.CastOn(engine);
        var id = (await cast.DraftAsync()).HandoffId;
        using var alice = await cast.App.VisitAsync(cast.Alice);
        var form = await alice.GetAsync($"/handoffs/{id}/edit");
        for (var n = 0; n < 2; n++)
            Assert.Equal($"/handoffs/{id}", (await alice.SubmitAsync(form, "Hand over")).Path);
        Assert.Equal(HandoffStatus.Initiated, (await cast.Alice.Api.GetAsync(id)).Status);
    }

    private static async Task<(string? Client, string? Note)> ValuesAsync(Cast cast, string path)
    {
        var id = long.Parse(path.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
        var context = (await cast.Alice.Api.GetAsync(id)).Context;
        return (Text("client_name"), Text("note"));

        string? Text(string key) =>
            context.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
    }
}
